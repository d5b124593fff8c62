import type { Hive } from './hive.js'

/** Windows allows 512 levels. */
const MAX_DEPTH = 512
/** The least that a key takes. */
const KEY_CELL = 80

/** Every key that the root leads to, each once, parents before their subkeys. */
export interface KeyTree {
  readonly count: number
  /** Position of each key's cell in the file. */
  readonly cells: Uint32Array
  /** Index of each key's parent, -1 for the root. */
  readonly parents: Int32Array
  readonly seen: SeenKeys
  /** Lists and elements that led to no key. */
  readonly lost: number
}

/** Positions of cells, a bit for each eight bytes. */
export class SeenKeys {
  private readonly bits: Uint8Array

  constructor(hiveBytes: number) {
    this.bits = new Uint8Array((hiveBytes >>> 6) + 1)
  }

  has(at: number): boolean {
    return ((this.bits[at >>> 6] as number) & (1 << ((at >>> 3) & 7))) !== 0
  }

  add(at: number): void {
    this.bits[at >>> 6] = (this.bits[at >>> 6] as number) | (1 << ((at >>> 3) & 7))
  }
}

/** `root` is a cell's position; a tree without keys where it is no key. */
export function readTree(hive: Hive, root: number): KeyTree {
  const builder = new TreeBuilder(hive)
  if (hive.isKey(root)) builder.read(root)
  return builder
}

class TreeBuilder implements KeyTree {
  count = 0
  lost = 0
  cells = new Uint32Array(1_024)
  parents = new Int32Array(1_024)
  readonly seen: SeenKeys
  private depths = new Uint16Array(1_024)
  /** Keys that a list names whose own parent is another: index of the list's key, position. */
  private readonly strays: number[] = []

  constructor(private readonly hive: Hive) {
    this.seen = new SeenKeys(hive.bytes.length)
  }

  read(root: number): void {
    this.add(root, -1, 0)
    let next = this.readFrom(0)
    // A key that lists itself under a second one belongs where its own parent is.
    for (let at = 0; at < this.strays.length; at += 2) {
      const parent = this.strays[at] as number
      const key = this.strays[at + 1] as number
      if (this.seen.has(key)) continue
      this.add(key, parent, (this.depths[parent] as number) + 1)
      next = this.readFrom(next)
    }
  }

  private readFrom(first: number): number {
    let index = first
    for (; index < this.count; index++) {
      const parent = index
      const at = this.cells[index] as number
      const depth = (this.depths[index] as number) + 1
      this.lost += this.hive.subkeys(at, (key) => {
        this.take(key, parent, at, depth)
      })
    }
    return index
  }

  private take(key: number, parent: number, parentAt: number, depth: number): void {
    const { hive } = this
    if (this.seen.has(key)) {
      hive.damage(key, 'a key is listed twice', 'one parent', 'a loop, or a list of two keys')
    } else if (depth > MAX_DEPTH) {
      this.lost++
      hive.damage(key, 'keys lie too deep', `${MAX_DEPTH} levels at most`, 'more')
    } else if (hive.keyParent(key) !== parentAt) {
      hive.damage(key, 'a key is listed under another than its parent', 'its parent', 'another')
      if (this.strays.length < hive.bytes.length / KEY_CELL) this.strays.push(parent, key)
    } else this.add(key, parent, depth)
  }

  private add(key: number, parent: number, depth: number): void {
    if (this.count === this.cells.length) this.grow()
    this.cells[this.count] = key
    this.parents[this.count] = parent
    this.depths[this.count] = depth
    this.seen.add(key)
    this.count++
  }

  private grow(): void {
    const length = this.count * 2
    const cells = new Uint32Array(length)
    cells.set(this.cells)
    this.cells = cells
    const parents = new Int32Array(length)
    parents.set(this.parents)
    this.parents = parents
    const depths = new Uint16Array(length)
    depths.set(this.depths)
    this.depths = depths
  }
}
