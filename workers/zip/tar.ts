import { MICROSECONDS_PER_SECOND, type Bytes, type Microseconds } from '../../src/model/units.js'
import { decodeEntryName } from './entry-name.js'
import type { ArchiveWarning } from './directory.js'
import { paxValues } from './pax.js'

/** A member of a tar, in the order of the archive. */
export interface TarMember {
  /** Never rewritten. */
  readonly name: string
  /** As its header states. */
  readonly size: Bytes
  readonly dataAt: Bytes
  /** Bytes of it that are there. */
  readonly available: Bytes
  readonly modified: Microseconds
  /** Why its bytes are not read, '' where they are. */
  readonly notRead: string
}

export interface TarListing {
  readonly members: readonly TarMember[]
  readonly warnings: readonly ArchiveWarning[]
}

const BLOCK = 512
const WINDOW: Bytes = 1024 * 1024
/** Long names and pax records take a block or two; a megabyte of them is made to fill memory. */
const MAX_EXTENSION: Bytes = 1024 * 1024

/**
 * Lists a tar: ustar, GNU long names and base-256 numbers, pax path, size and time. Folders are left
 * out. Never rejects. What follows a damaged header is searched for the next good one.
 * Sources: POSIX.1-2017 pax, "ustar Interchange Format" and "pax Header Block"; GNU tar manual,
 * "Basic Tar Format".
 */
export async function listTar(
  file: Blob,
  maxMembers: number,
  onProgress: (offset: Bytes) => void,
): Promise<TarListing> {
  const members: TarMember[] = []
  const warnings: ArchiveWarning[] = []
  const read = windowed(file, onProgress)
  const globals = new Map<string, string>()
  let next: Extensions = NONE
  let zeros = 0
  let skippedFrom = NaN
  for (let at = 0; at + BLOCK <= file.size;) {
    const block = await read(at, BLOCK)
    if (block.every((byte) => byte === 0)) {
      at += BLOCK
      // Two end the archive; one alone may stand between archives that were put together.
      if (++zeros === 2 && Number.isNaN(skippedFrom)) break
      continue
    }
    zeros = 0
    if (!checksumFits(block)) {
      if (Number.isNaN(skippedFrom)) skippedFrom = at
      at += BLOCK
      continue
    }
    if (!Number.isNaN(skippedFrom)) warnings.push(skipped(skippedFrom, at))
    skippedFrom = NaN
    if (members.length === maxMembers) {
      warnings.push(said('the tar has more files than are listed', String(maxMembers), 'more'))
      break
    }
    const type = String.fromCharCode(block[156] ?? 0)
    const stated = numberAt(block, 124, 12)
    const pax = next.pax ?? new Map<string, string>()
    const size = isExtension(type) ? stated : sizeOf(pax.get('size') ?? globals.get('size'), stated)
    const dataAt = at + BLOCK
    const available = Math.max(0, Math.min(size, file.size - dataAt))
    at = dataAt + Math.ceil(available / BLOCK) * BLOCK
    if (isExtension(type)) {
      const body = await read(dataAt, Math.min(available, MAX_EXTENSION))
      next = extended(next, type, body, globals)
      continue
    }
    const name = next.longName ?? pax.get('path') ?? globals.get('path') ?? nameOf(block)
    next = NONE
    if (type === '5' || (available === 0 && name.endsWith('/'))) continue
    const modified = Number(pax.get('mtime') ?? numberAt(block, 136, 12)) * MICROSECONDS_PER_SECOND
    members.push({ name, size, dataAt, available, modified, notRead: notRead(type) })
    if (available < size) {
      const what = `the tar ends inside ${name}; it is read up to there`
      warnings.push(said(what, `${String(size)} bytes`, `${String(available)} bytes`))
    }
  }
  if (!Number.isNaN(skippedFrom)) warnings.push(skipped(skippedFrom, file.size))
  return { members, warnings }
}

/** Whether a first block is a tar's header: by its checksum, as the oldest kind has no mark. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && head[0] !== 0 && checksumFits(head.subarray(0, BLOCK))
}

interface Extensions {
  readonly longName: string | null
  readonly pax: ReadonlyMap<string, string> | null
}
const NONE: Extensions = { longName: null, pax: null }

/** GNU long name and long link; pax for the next member and for all. */
function isExtension(type: string): boolean {
  return 'LKxgX'.includes(type)
}

function extended(
  before: Extensions,
  type: string,
  body: Uint8Array,
  globals: Map<string, string>,
): Extensions {
  if (type === 'L') {
    const end = body.indexOf(0)
    return { ...before, longName: decodeEntryName(end < 0 ? body : body.subarray(0, end)) }
  }
  if (type === 'K') return before
  const values = paxValues(body)
  if (type !== 'g') return { ...before, pax: values }
  for (const [key, value] of values) globals.set(key, value)
  return before
}

function notRead(type: string): string {
  if ('\u00000 7'.includes(type)) return ''
  if (type === '1' || type === '2') return 'a link: it holds no bytes of its own'
  if (type === 'S') return 'a sparse file of GNU tar: not read; pack it again without --sparse'
  if ('346'.includes(type)) return 'a device: it holds no bytes'
  return `a member of the unknown type ${JSON.stringify(type)}: not read`
}

function nameOf(block: Uint8Array): string {
  const name = textAt(block, 0, 100)
  const isPosix = block[257] === 0x75 && block[262] === 0
  const prefix = isPosix ? textAt(block, 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function textAt(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return decodeEntryName(end < 0 ? field : field.subarray(0, end))
}

/** Octal text, or GNU's base-256; beyond 2^53 it is no size of any file, and inexact. */
function numberAt(block: Uint8Array, at: number, length: number): number {
  const first = block[at] ?? 0
  if ((first & 0x80) === 0) {
    const digits = /[0-7]+/.exec(textAt(block, at, length))
    return digits ? parseInt(digits[0], 8) : 0
  }
  if ((first & 0x40) !== 0) return 0
  let value = first & 0x3f
  for (let index = 1; index < length; index++) value = value * 256 + (block[at + index] ?? 0)
  return value
}

function sizeOf(stated: string | undefined, otherwise: number): number {
  return stated !== undefined && /^\d{1,20}$/.test(stated) ? Number(stated) : otherwise
}

/** The sum of a header's bytes, its own field as blanks; some old writers summed signed bytes. */
function checksumFits(block: Uint8Array): boolean {
  let unsigned = 0
  let signed = 0
  for (let at = 0; at < BLOCK; at++) {
    const byte = at >= 148 && at < 156 ? 0x20 : (block[at] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  const digits = /^[\s\0]*([0-7]+)/.exec(String.fromCharCode(...block.subarray(148, 156)))
  const stated = digits ? parseInt(digits[1] ?? '', 8) : NaN
  return stated === unsigned || stated === signed
}

function windowed(file: Blob, onProgress: (offset: Bytes) => void) {
  let start = 0
  let bytes = new Uint8Array(0)
  return async (at: Bytes, length: number): Promise<Uint8Array> => {
    if (at < start || at + length > start + bytes.length) {
      // A header between large files is read alone.
      const near = at - (start + bytes.length) < WINDOW
      const end = at + Math.max(length, near ? WINDOW : BLOCK)
      bytes = new Uint8Array(await file.slice(at, end).arrayBuffer())
      start = at
      onProgress(at)
    }
    return bytes.slice(at - start, at - start + length)
  }
}

function skipped(from: Bytes, to: Bytes): ArchiveWarning {
  const found = `${String(to - from)} bytes from offset ${String(from)}`
  return said(
    'a header of the tar is damaged; the next good one is searched for',
    'a header',
    found,
  )
}

function said(what: string, wanted: string, found: string): ArchiveWarning {
  return { offset: NaN, what, wanted, found }
}
