import type { Bytes } from '../../src/model/units.js'
import { uint64, viewOf, type ByteWindow } from './byte-window.js'
import { CENTRAL_SIGNATURE } from './central-record.js'

const END_SIGNATURE = 0x06054b50
const END64_SIGNATURE = 0x06064b50
const LOCATOR_SIGNATURE = 0x07064b50
/** The least that an archive can be: an end record. */
export const END_SIZE = 22
const LOCATOR_SIZE = 20
const END64_SIZE = 56
/** The end record and the longest comment, once more for what was appended to the archive. */
const TAIL_BYTES = 4 * 0x10000
/** End records that are looked at: a comment may hold some, a hostile one thousands. */
const MAX_CANDIDATES = 64
const ALL_ONES_16 = 0xffff
const ALL_ONES_32 = 0xffffffff
/** From this version on the directory itself may be encrypted. APPNOTE 4.4.3.2. */
const VERSION_HIDDEN_DIRECTORY = 62

export interface EndRecord {
  /** Offset of the end record. */
  readonly at: Bytes
  /** After its comment. */
  readonly end: Bytes
  /** Where the directory really starts, and where what follows it does. */
  readonly directoryAt: Bytes
  readonly directoryEnd: Bytes
  /** Where the archive says that the directory starts. */
  readonly statedAt: Bytes
  readonly count: number
  /** Number of this part of a split archive; 0 for a whole one. */
  readonly disk: number
  readonly hidden: boolean
  /** Whether records stand where the directory should be; an empty one has none. */
  readonly sound: boolean
}

/**
 * Finds the end of an archive: of the end records in its tail the last that leads to a directory,
 * which one in a comment seldom does; else the last; null where there is none. What a wrong choice
 * leaves out has local headers that the directory does not cover. APPNOTE 4.3.14–16.
 */
export async function findEnd(window: ByteWindow): Promise<EndRecord | null> {
  const from = Math.max(0, window.size - TAIL_BYTES)
  const tail = (await window.at(from, TAIL_BYTES)).slice()
  const view = viewOf(tail)
  let found: EndRecord | null = null
  let candidates = 0
  for (let at = tail.length - END_SIZE; at >= 0 && candidates < MAX_CANDIDATES; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== END_SIGNATURE) continue
    candidates++
    const record = await readEnd(window, from + at)
    const better = record.sound && (!found?.sound || (found.count === 0 && record.count > 0))
    if (!found || better) found = record
  }
  return found
}

async function readEnd(window: ByteWindow, at: Bytes): Promise<EndRecord> {
  const view = viewOf((await window.at(at, END_SIZE)).slice())
  const zip64 = await readEnd64(window, at)
  const pick = (short: number, ones: number, long: number | undefined): number =>
    short === ones && long !== undefined ? long : short
  const count = pick(view.getUint16(10, true), ALL_ONES_16, zip64?.count)
  const size = pick(view.getUint32(12, true), ALL_ONES_32, zip64?.size)
  const statedAt = pick(view.getUint32(16, true), ALL_ONES_32, zip64?.directoryAt)
  const disk = pick(view.getUint16(4, true), ALL_ONES_16, zip64?.disk)
  const directoryEnd = zip64?.at ?? at
  const places = [directoryEnd - size, statedAt]
  let directoryAt = NaN
  for (const place of places) {
    if (Number.isNaN(directoryAt) && (await isDirectory(window, place, directoryEnd, count))) {
      directoryAt = place
    }
  }
  const sound = !Number.isNaN(directoryAt)
  return {
    at,
    end: Math.min(at + END_SIZE + view.getUint16(20, true), window.size),
    directoryAt: sound ? directoryAt : Math.max(0, directoryEnd - size),
    directoryEnd,
    statedAt,
    count,
    disk: disk === ALL_ONES_16 ? 0 : disk,
    hidden: zip64?.hidden ?? false,
    sound,
  }
}

async function isDirectory(
  window: ByteWindow,
  at: Bytes,
  end: Bytes,
  count: number,
): Promise<boolean> {
  if (count === 0) return at === end
  if (!(at >= 0 && at + 4 <= end)) return false
  return viewOf(await window.at(at, 4)).getUint32(0, true) === CENTRAL_SIGNATURE
}

interface End64 {
  readonly at: Bytes
  readonly count: number
  readonly size: Bytes
  readonly directoryAt: Bytes
  readonly disk: number
  readonly hidden: boolean
}

/** The Zip64 end record that the locator before the end record leads to, wherever junk moved it. */
async function readEnd64(window: ByteWindow, endAt: Bytes): Promise<End64 | null> {
  const locatorAt = endAt - LOCATOR_SIZE
  if (locatorAt < END64_SIZE) return null
  const locator = viewOf((await window.at(locatorAt, LOCATOR_SIZE)).slice())
  if (locator.getUint32(0, true) !== LOCATOR_SIGNATURE) return null
  for (const at of [locatorAt - END64_SIZE, uint64(locator, 8)]) {
    if (at + END64_SIZE > locatorAt) continue
    const view = viewOf(await window.at(at, END64_SIZE))
    if (view.getUint32(0, true) !== END64_SIGNATURE) continue
    return {
      at,
      count: uint64(view, 32),
      size: uint64(view, 40),
      directoryAt: uint64(view, 48),
      disk: view.getUint32(16, true),
      hidden: view.getUint16(14, true) >= VERSION_HIDDEN_DIRECTORY,
    }
  }
  return null
}
