import { listSource } from '../../../workers/intake/list.js'
import type { Entry } from '../../../src/model/evidence.js'
import type { Listing } from '../../../workers/protocol.js'
import { openEntry } from '../../../workers/zip/entry-stream.js'
import type { ArchiveWarning } from '../../../workers/zip/directory.js'
import type { ReadingLimits } from '../../../src/model/limits.js'

export type Opened = { bytes: Uint8Array; warnings: readonly ArchiveWarning[] } | { reason: string }

export function zipFile(bytes: Uint8Array | string, name = 'evidence.zip'): File {
  return new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name)
}

export function listArchive(file: File): Promise<Listing> {
  return listSource({ index: 3, name: file.name, kind: 'zip', files: [{ path: file.name, file }] })
}

/** Lists an archive and reads each of its entries to the end. */
export async function readArchive(file: File): Promise<{ listing: Listing; opened: Opened[] }> {
  const listing = await listArchive(file)
  const opened: Opened[] = []
  for (const [index, entry] of listing.entries.entries()) {
    opened.push(await read(file, { ...entry, index }))
  }
  return { listing, opened }
}

export async function read(file: Blob, entry: Entry, limits?: ReadingLimits): Promise<Opened> {
  const opened = await openEntry(file, entry, undefined, limits)
  if ('reason' in opened) return opened
  const bytes = new Uint8Array(await new Response(opened.stream).arrayBuffer())
  return { bytes, warnings: opened.warnings }
}

export function bytesOf(opened: Opened | undefined): Uint8Array {
  if (!opened || 'reason' in opened) throw new Error(opened?.reason ?? 'no such entry')
  return opened.bytes
}

export function textOf(opened: Opened | undefined): string {
  return new TextDecoder().decode(bytesOf(opened))
}
