import type { Forest } from './forest.js'
import type { Hive } from './hive.js'

/** Paths in rows are cut above so many characters: an attacker may have made 512 levels. */
const MAX_PATH = 1_024
const CONTROL_SET = /^controlset(\d{3})$/i

/** Keys below the root that only one hive of a machine has. */
const BY_KEY: readonly (readonly [name: string, hive: string])[] = [
  ['select', 'SYSTEM'],
  ['controlset001', 'SYSTEM'],
  ['microsoft', 'SOFTWARE'],
  ['sam', 'SAM'],
  ['policy', 'SECURITY'],
  ['root', 'Amcache'],
]

/** What a hive is called in paths, and which of its control sets is in use. */
export interface HiveName {
  readonly name: string
  /** NaN where the hive does not say. */
  readonly controlSet: number
}

/** By what stands below its root; by its file's name where that says nothing. */
export function nameHive(hive: Hive, forest: Forest, fileName: string): HiveName {
  const names = new Map<string, number>()
  for (let index = 1; index < forest.listed && forest.parent(index) === 0; index++) {
    names.set(hive.keyName(forest.cell(index)).toLowerCase(), forest.cell(index))
  }
  const known = BY_KEY.find(([key]) => names.has(key))
  const select = names.get('select')
  return { name: known?.[1] ?? fileName, controlSet: select ? currentOf(hive, select) : NaN }
}

function currentOf(hive: Hive, select: number): number {
  for (const value of hive.values(select).found) {
    const { data } = hive.value(value, 4)
    if (hive.valueName(value).toLowerCase() === 'current') return data[0] ?? NaN
  }
  return NaN
}

/** A key's place as it is shown. */
export interface KeyPath {
  readonly text: string
  /** Is it outside the control sets that Windows does not use? */
  readonly inUse: boolean
}

/** Paths of keys, one after another: those of one parent come together. */
export class KeyPaths {
  private parent = NaN
  private above: KeyPath = { text: '', inUse: true }

  constructor(
    private readonly hive: Hive,
    private readonly forest: Forest,
    private readonly name: HiveName,
  ) {}

  of(index: number): KeyPath {
    const parent = this.forest.parent(index)
    if (parent !== this.parent) {
      this.parent = parent
      this.above = this.shown(pathOf(this.hive, this.forest, parent))
    }
    const own = this.hive.keyName(this.forest.cell(index)).slice(0, MAX_PATH)
    return { text: `${this.above.text}\\${own}`, inUse: this.above.inUse }
  }

  private shown(names: readonly string[]): KeyPath {
    const { name, controlSet } = this.name
    const found = CONTROL_SET.exec(names[0] ?? '')
    const inUse = !found || Number.isNaN(controlSet) || Number(found[1]) === controlSet
    return { text: [name, ...names].join('\\'), inUse }
  }
}

/** Names from below the root on; the first is `…` where a recovered key's parent is gone, or far up. */
export function pathOf(hive: Hive, forest: Forest, index: number): string[] {
  const names: string[] = []
  let at = index
  for (let length = 0; at > 0 && length < MAX_PATH; at = forest.parent(at)) {
    const name = hive.keyName(forest.cell(at)).slice(0, MAX_PATH)
    names.push(name)
    length += name.length + 1
  }
  if (at !== 0) names.push('…')
  return names.reverse()
}
