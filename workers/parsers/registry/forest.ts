import { findRemnants } from './recover.js'
import type { Hive } from './hive.js'
import { readTree } from './tree.js'

const KEY_IS_ROOT = 4
/** Levels that a remnant is followed up: as many as Windows allows. */
const MAX_DEPTH = 512
/** Parent of a remnant whose parent is gone. */
const UNKNOWN = -1

/** How a key was come by. `lost`: in use, but no list names it. */
export type KeyState = 'listed' | 'deleted' | 'lost'

/** All keys of a hive, parents before their subkeys: those that are listed, then the recovered. */
export interface Forest {
  readonly count: number
  /** Of `count`, so many from the first on are listed. */
  readonly listed: number
  readonly deleted: number
  readonly lost: number
  readonly deletedValues: number
  /** List elements that led to no key. */
  readonly unreadable: number
  /** Position of a key's cell in the file. */
  cell(index: number): number
  /** Index of its parent, -1 where it has none that is known. */
  parent(index: number): number
  state(index: number): KeyState
}

/** `rootOffset` and `binsLength` as the base block states them. */
export function readForest(hive: Hive, rootOffset: number, binsLength: number): Forest {
  const root = hive.cell(rootOffset)
  const isRoot = hive.isKey(root)
  if (!isRoot) hive.damage(Math.max(0, root), 'the root key cannot be read', 'nk', 'other bytes')
  const tree = readTree(hive, isRoot ? root : findRoot(hive))
  const remnants = findRemnants(hive, tree, binsLength)
  const deleted = new Set(remnants.deleted)
  const recovered = new Recovered(hive, tree.count, tree.cells, remnants.deleted, remnants.lost)
  const cell = (index: number): number =>
    index < tree.count
      ? (tree.cells[index] as number)
      : (recovered.cells[index - tree.count] as number)
  return {
    count: tree.count + recovered.cells.length,
    listed: tree.count,
    deleted: remnants.deleted.length,
    lost: remnants.lost.length,
    deletedValues: remnants.deletedValues,
    unreadable: tree.lost + (isRoot ? 0 : 1),
    cell,
    parent: (index) =>
      index < tree.count
        ? (tree.parents[index] as number)
        : (recovered.parents[index - tree.count] as number),
    state: (index) => {
      if (index < tree.count) return 'listed'
      return deleted.has(cell(index)) ? 'deleted' : 'lost'
    },
  }
}

/** The key that says it is the root, where the base block does not lead there. */
function findRoot(hive: Hive): number {
  for (let offset = 32; ; offset += 8) {
    const at = hive.cell(offset)
    if (at < 0) return at
    if (hive.isKey(at) && !hive.isFree(at) && (hive.keyFlags(at) & KEY_IS_ROOT) !== 0) return at
  }
}

/** Puts recovered keys under their parents, which may be recovered ones too. */
class Recovered {
  readonly cells: number[] = []
  readonly parents: number[] = []
  private readonly waiting: Set<number>
  /** Index of a key by its position: of recovered ones, and of listed ones that are a parent of one. */
  private readonly indices = new Map<number, number>()

  constructor(
    private readonly hive: Hive,
    private readonly listed: number,
    cells: Uint32Array,
    ...found: readonly (readonly number[])[]
  ) {
    const all = found.flat()
    this.waiting = new Set(all)
    const wanted = new Set(all.map((at) => hive.keyParent(at)))
    for (let index = 0; index < listed; index++) {
      const at = cells[index] as number
      if (wanted.has(at)) this.indices.set(at, index)
    }
    for (const at of all) this.place(at)
  }

  private place(at: number): void {
    const chain: number[] = []
    let next = at
    while (this.waiting.has(next) && chain.length < MAX_DEPTH) {
      this.waiting.delete(next)
      chain.push(next)
      next = this.hive.keyParent(next)
    }
    let parent = this.indices.get(next) ?? UNKNOWN
    for (const one of chain.reverse()) {
      const index = this.listed + this.cells.length
      this.cells.push(one)
      this.parents.push(parent)
      this.indices.set(one, index)
      parent = index
    }
  }
}
