import type { Forest } from './forest.js'
import type { Hive } from './hive.js'

/** Paths in rows are cut here: they come from what an attacker may have written. */
const MAX_PATH = 4_096
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

export function isInUse(path: readonly string[], controlSet: number): boolean {
  const found = CONTROL_SET.exec(path[0] ?? '')
  return !found || Number.isNaN(controlSet) || Number(found[1]) === controlSet
}

/** Names from below the root on; the first is `…` where a recovered key's parent is gone. */
export function pathOf(hive: Hive, forest: Forest, index: number): string[] {
  const names: string[] = []
  let at = index
  for (; at > 0; at = forest.parent(at)) names.push(hive.keyName(forest.cell(at)))
  if (at < 0) names.push('…')
  return names.reverse()
}

export function shownPath(hiveName: string, names: readonly string[]): string {
  return [hiveName, ...names].join('\\').slice(0, MAX_PATH)
}
