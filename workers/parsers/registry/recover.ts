import { BASE_BLOCK } from './base-block.js'
import type { Hive } from './hive.js'
import type { KeyTree } from './tree.js'
import { MICROSECONDS_PER_DAY } from '../../../src/model/units.js'

const HBIN = 0x6e696268
const HBIN_HEADER = 32
const PAGE = 4096
/** Size, and a key's fixed part. */
const KEY_CELL = 80
/** Windows takes 255 characters; what states more in free space is no key. */
const MAX_NAME_BYTES = 510
/** Windows NT and a far day: a remnant that states another time is no key. */
const FIRST_TIME = 8_401 * MICROSECONDS_PER_DAY
const LAST_TIME = 50_000 * MICROSECONDS_PER_DAY

/** Keys that no list leads to. */
export interface Remnants {
  /** Positions of cells in free space: deleted keys. */
  readonly deleted: readonly number[]
  /** Positions of cells in use that the tree does not reach. */
  readonly lost: readonly number[]
  /** Values in free space, of which nothing says whose they were. */
  readonly deletedValues: number
}

/** Looks through every bin of the hive, cell by cell. Bins and cells that are none are told as damage. */
export function findRemnants(hive: Hive, tree: KeyTree, binsLength: number): Remnants {
  const { view, bytes } = hive
  const found: Found = { deleted: [], lost: [], deletedValues: 0 }
  const end = Math.min(bytes.length, BASE_BLOCK + binsLength)
  let at = BASE_BLOCK
  while (at + HBIN_HEADER <= end) {
    const size = view.getUint32(at + 8, true)
    const isBin = view.getUint32(at, true) === HBIN && size >= PAGE && size % PAGE === 0
    const binEnd = Math.min(at + (isBin ? size : PAGE), end)
    if (isBin) searchBin(hive, tree, at + HBIN_HEADER, binEnd, found)
    else {
      hive.damage(at, 'a bin of the hive is damaged', 'hbin and pages of 4096 bytes', 'other bytes')
      sweep(hive, tree, at, binEnd, false, found)
    }
    at = binEnd
  }
  return found
}

interface Found extends Remnants {
  readonly deleted: number[]
  readonly lost: number[]
  deletedValues: number
}

function searchBin(hive: Hive, tree: KeyTree, start: number, end: number, found: Found): void {
  let at = start
  while (at + 8 <= end) {
    const size = Math.abs(hive.view.getInt32(at, true))
    if (size < 8 || size % 8 !== 0 || at + size > end) {
      // The last cell of a hive that is cut short is no damage of its own.
      if (end < hive.bytes.length || size < 8 || size % 8 !== 0) {
        hive.damage(at, 'a cell is damaged', 'a size inside its bin', `${size} bytes`)
      }
      sweep(hive, tree, at, end, false, found)
      return
    }
    if (hive.isFree(at)) sweep(hive, tree, at, at + size, true, found)
    else if (hive.isKey(at) && !tree.seen.has(at)) found.lost.push(at)
    at += size
  }
}

/** Looks for keys at every place where a cell may be: free cells that lie together have become one. */
function sweep(
  hive: Hive,
  tree: KeyTree,
  start: number,
  end: number,
  isFree: boolean,
  found: Found,
): void {
  let at = start
  while (at + 8 <= end) {
    const here = at
    at += 8
    if (isFree && hive.isValue(here)) found.deletedValues++
    if (!hive.isKey(here) || tree.seen.has(here) || !isPlausible(hive, here, end)) continue
    if (isFree || hive.isFree(here)) found.deleted.push(here)
    else found.lost.push(here)
    at = here + ((KEY_CELL + hive.keyNameBytes(here) + 7) & ~7)
  }
}

function isPlausible(hive: Hive, at: number, end: number): boolean {
  const name = hive.keyNameBytes(at)
  const { written } = hive.keyTime(at)
  const nameFits = name > 0 && name <= MAX_NAME_BYTES && at + KEY_CELL + name <= end
  return nameFits && written > FIRST_TIME && written < LAST_TIME
}
