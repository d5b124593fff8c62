import type { Bytes } from '../../src/model/units.js'
import { viewOf, type ByteWindow } from './byte-window.js'
import { CENTRAL_SIGNATURE, findCentralRecord, MAX_CENTRAL_SIZE } from './central-record.js'
import {
  DESCRIPTOR_SIGNATURE,
  signedDescriptor,
  unsignedDescriptor,
  type Descriptor,
} from './descriptor.js'
import { LOCAL_SIGNATURE, readLocalHeader, type LocalHeader } from './local-header.js'
import { isContainerName } from './signature.js'
import { nextRecord, recordFollows, type SignatureAt } from './signature-scan.js'

/** Behind a header inside data of unknown size, how far the data's own end is looked for. */
const LOOK_AHEAD: Bytes = 16 << 20
/** In all, as a multiple of the archive and at least: beyond, a header is believed at once. */
const LOOK_AHEAD_TIMES = 4
const LEAST_LOOK_AHEAD: Bytes = 256 << 20
/** What a look at a record takes, in bytes that are searched in that time. */
const LOOK_COST: Bytes = 16 << 10
/** A Deflate block that is stored starts with its kind and its length twice. */
const STORED_BLOCK_HEAD = 5

export interface SalvagedEnd {
  /** Of the entry, its descriptor included. */
  readonly end: Bytes
  readonly compressedSize: Bytes
  /** null where the entry ends at the next header or the end of the archive, which states no size. */
  readonly descriptor: Descriptor | null
}

/** Whether the size that a header states leads to another record, or to the end. */
export async function soundEnd(
  window: ByteWindow,
  { entry, dataAt, described }: LocalHeader,
  to: Bytes,
): Promise<boolean> {
  const end = dataAt + entry.compressedSize
  if (end > to) return false
  if (await recordFollows(window, end, to)) return true
  // A descriptor may lack its signature.
  return (
    described &&
    ((await recordFollows(window, end + 12, to)) || recordFollows(window, end + 20, to))
  )
}

/**
 * Where an entry ends whose header states no size, or one that leads nowhere: at the descriptor that
 * states just the bytes before it; without one at the next header, or where the archive ends.
 */
export async function salvageEnd(
  window: ByteWindow,
  header: LocalHeader,
  to: Bytes,
): Promise<SalvagedEnd> {
  const { dataAt } = header
  const archive = await holdsArchive(window, header)
  // What states a size that leads past the end was cut off there, or lies about it.
  if (!header.unsized && archive) return endsAt(header, cut(header, to), null)
  let fallback = NaN
  let at = dataAt
  for (;;) {
    const next = await nextRecord(window, at, reach(window, header, fallback, archive, to))
    if (!next) break
    if (!Number.isNaN(fallback)) window.lookedAhead += next.at - at + LOOK_COST
    at = next.at + 4
    if (next.signature === DESCRIPTOR_SIGNATURE) {
      const found = header.described
        ? await signedDescriptor(window, next.at, next.at - dataAt, to)
        : null
      if (found) return endsAt(header, next.at, found)
      continue
    }
    // Four bytes that fit prove little behind a header that may be the next entry's.
    const unsigned = header.described && (archive || Number.isNaN(fallback))
    const found = unsigned ? await unsignedDescriptor(window, dataAt, next.at) : null
    if (found) return endsAt(header, dataAt + found.compressedSize, found)
    if (!Number.isNaN(fallback)) continue
    if (await startsRecord(window, next)) fallback = next.at
  }
  const found = header.described ? await unsignedDescriptor(window, dataAt, to) : null
  if (found) return endsAt(header, dataAt + found.compressedSize, found)
  const end = cut(header, to)
  return endsAt(header, Number.isNaN(fallback) ? end : Math.min(end, fallback), null)
}

/** How far the search goes on: to the end while nothing is found that could follow the entry. */
function reach(
  window: ByteWindow,
  { described }: LocalHeader,
  fallback: Bytes,
  archive: boolean,
  to: Bytes,
): Bytes {
  if (Number.isNaN(fallback)) return to
  const most = Math.max(LEAST_LOOK_AHEAD, window.size * LOOK_AHEAD_TIMES)
  if (!described || window.lookedAhead > most) return fallback
  return archive ? to : Math.min(to, fallback + LOOK_AHEAD)
}

async function startsRecord(window: ByteWindow, { at, signature }: SignatureAt): Promise<boolean> {
  if (signature === LOCAL_SIGNATURE) return (await readLocalHeader(window, at)) !== null
  if (signature !== CENTRAL_SIGNATURE) return false
  return findCentralRecord(await window.at(at, MAX_CENTRAL_SIZE)) !== null
}

function endsAt(
  { dataAt }: LocalHeader,
  dataEnd: Bytes,
  descriptor: Descriptor | null,
): SalvagedEnd {
  return { end: descriptor?.end ?? dataEnd, compressedSize: dataEnd - dataAt, descriptor }
}

/** Up to its stated size where the archive has that much. */
function cut({ entry, dataAt, unsized }: LocalHeader, to: Bytes): Bytes {
  return unsized ? to : Math.min(dataAt + entry.compressedSize, to)
}

/** An archive in the entry has headers of its own; also in Deflate, which stores what it cannot pack. */
async function holdsArchive(window: ByteWindow, { entry, dataAt }: LocalHeader): Promise<boolean> {
  if (isContainerName(entry.name)) return true
  const view = viewOf(await window.at(dataAt, STORED_BLOCK_HEAD + 4))
  return [0, STORED_BLOCK_HEAD].some(
    (at) => at + 4 <= view.byteLength && view.getUint32(at, true) === LOCAL_SIGNATURE,
  )
}
