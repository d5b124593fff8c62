import { MANIFEST_NAME, type SavedBy } from '../../src/model/saved-case.js'
import { RULES_VERSION, TOOL_VERSION } from '../../src/model/version.js'
import { BadSavedCase, damaged } from './damage.js'
import { MAX_ENTRY_BYTES, PACKINGS, type Packing } from './packing.js'
import { list, Mismatch, object, oneOf, text, wholeBelow, type Shape } from './shape.js'
import { CASE_LIMITS } from '../case-limits.js'

const FORMAT = 'afterpatch-saved-case'
/** Raised when a reader of the version before could no longer read it. */
const FORMAT_VERSION = 1
/** Parts of a stream: 20 million rows are 20 of a column, a million entries with long paths 100. */
const MAX_PARTS = 10_000
/** At its limit a case goes on with folded rows; twice as many are more than a tab holds. */
const MAX_ROWS = 2 * CASE_LIMITS.rows

/** Rows and texts at their limits, and lists as long again: more would only fill the memory. */
const MAX_TOTAL_BYTES = 4 * 1024 ** 3

/** One entry of the zip. */
export interface Part {
  /** Bytes when it is unpacked. */
  readonly size: number
  /** Of the entry as it is stored. */
  readonly sha256: string
}

/** Parts that follow each other; they stand in the zip as `name/0000`, `name/0001`… */
export interface Stream {
  readonly name: string
  readonly parts: readonly Part[]
}

export interface Manifest {
  readonly format: typeof FORMAT
  readonly version: number
  readonly saved: SavedBy
  readonly packing: Packing
  readonly rows: number
  readonly strings: number
  readonly hits: number
  readonly entries: number
  readonly streams: readonly Stream[]
}

const count = wholeBelow(2 ** 32)

const shape: Shape<Manifest> = object<Manifest>({
  format: oneOf(FORMAT),
  version: count,
  saved: object<SavedBy>({ tool: text, rules: text }),
  packing: oneOf(...PACKINGS),
  rows: wholeBelow(MAX_ROWS + 1),
  strings: count,
  hits: count,
  entries: count,
  streams: list(
    object<Stream>({
      name: text,
      parts: list(object<Part>({ size: wholeBelow(MAX_ENTRY_BYTES + 1), sha256: text })),
    }),
  ),
})

export function manifestOf(
  facts: Pick<Manifest, 'packing' | 'rows' | 'strings' | 'hits' | 'entries' | 'streams'>,
): Manifest {
  return {
    format: FORMAT,
    version: FORMAT_VERSION,
    saved: { tool: TOOL_VERSION, rules: RULES_VERSION },
    ...facts,
  }
}

export function readManifest(bytes: Uint8Array): Manifest {
  const given = parsed(bytes)
  const newer = (given as { version?: unknown } | null)?.version
  if (typeof newer === 'number' && newer > FORMAT_VERSION) {
    throw new BadSavedCase('it was saved by a newer Afterpatch: open it with that one')
  }
  try {
    const manifest = shape.read(given)
    if (manifest.streams.some(({ parts }) => parts.length > MAX_PARTS)) {
      throw damaged(MANIFEST_NAME, `a stream has more than ${String(MAX_PARTS)} parts`)
    }
    const total = manifest.streams
      .flatMap(({ parts }) => parts)
      .reduce((sum, { size }) => sum + size, 0)
    if (total > MAX_TOTAL_BYTES) throw damaged(MANIFEST_NAME, `it states ${String(total)} bytes`)
    return manifest
  } catch (error) {
    throw error instanceof Mismatch ? damaged(MANIFEST_NAME, error.message) : error
  }
}

export function partName(stream: string, index: number): string {
  return `${stream}/${String(index).padStart(4, '0')}`
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw damaged(MANIFEST_NAME, 'it is not JSON')
  }
}
