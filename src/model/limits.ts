import type { Bytes } from './units.js'

/** What reading stops at unless the user raises it; reaching one is a warning. */
export interface ReadingLimits {
  /** Uncompressed bytes for each compressed one. */
  readonly ratio: number
  /** Uncompressed bytes of one entry. */
  readonly entrySize: Bytes
  /** Uncompressed bytes of all entries of one archive. */
  readonly totalSize: Bytes
  /** Entries of one archive. */
  readonly entries: number
}

/**
 * Deflate cannot exceed 1032:1. Logs reach 50:1; what passes 1000:1 is one byte repeated, and is
 * made to exhaust the reader.
 */
const MAX_INFLATE_RATIO = 1000

/** Below this an entry is read whatever its ratio: it harms nobody, and NUL-padded logs are small. */
export const RATIO_CHECKED_FROM: Bytes = 16 * 1024 * 1024

/** A package is 25 GB at most and one log a fraction of it; a larger size is a lie or a disk image. */
const MAX_ENTRY_SIZE: Bytes = 64 * 1024 ** 3

/** The largest package at the ratio that logs reach; more than that is read for days. */
const MAX_TOTAL_SIZE: Bytes = 1024 ** 4

/** About 1 KB of memory an entry listed; a whole system disk has fewer files. */
const MAX_ENTRIES = 1_000_000

export const READING_LIMITS: ReadingLimits = {
  ratio: MAX_INFLATE_RATIO,
  entrySize: MAX_ENTRY_SIZE,
  totalSize: MAX_TOTAL_SIZE,
  entries: MAX_ENTRIES,
}

/** What archives inside archives may come to, in all. */
export interface UnpackLimits {
  /** Bytes unpacked into memory. */
  readonly bytes: Bytes
  readonly entries: number
  /** Archives inside one another. */
  readonly depth: number
}

/**
 * Packages in a package, each of packed logs, are three deep (.tar.gz counts twice); an archive that
 * holds itself has no end.
 */
const MAX_DEPTH = 6

/** It is memory of the browser's, outside the page, which Chromium moves to disk when it has 2 GB. */
const MAX_UNPACKED_BYTES: Bytes = 2 * 1024 ** 3

export const UNPACK_LIMITS: UnpackLimits = {
  bytes: MAX_UNPACKED_BYTES,
  entries: MAX_ENTRIES,
  depth: MAX_DEPTH,
}

/** How many times the usual limits a user may choose. */
export const RAISES = [1, 10, 100] as const
export type Raise = (typeof RAISES)[number]

export function raisedReading(raise: Raise): ReadingLimits {
  const { ratio, entrySize, totalSize, entries } = READING_LIMITS
  return {
    ratio: ratio * raise,
    entrySize: entrySize * raise,
    totalSize: totalSize * raise,
    entries: entries * raise,
  }
}

/** The depth grows by one for every ten times: archives in archives multiply. */
export function raisedUnpacking(raise: Raise): UnpackLimits {
  const { bytes, entries, depth } = UNPACK_LIMITS
  return { bytes: bytes * raise, entries: entries * raise, depth: depth + Math.log10(raise) }
}
