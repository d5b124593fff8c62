import type { Entry } from '../../../src/model/evidence.js'
import type { Bytes } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { BASE_BLOCK, type BaseBlock } from './base-block.js'
import { readForest, type Forest } from './forest.js'
import { Hive, type Damage } from './hive.js'
import { KeyPaths, nameHive } from './hive-name.js'
import { KeyFacts } from './key-facts.js'
import { KeyRows } from './key-rows.js'
import { KEYS_THAT_MATTER } from './keys-that-matter.js'
import type { Replayed } from './replay.js'
import { counted } from './words.js'
import { NOWHERE, RuleBook, type KeyRule, type RulePlace } from './rule.js'

/** Where every hive's root key is, but for one that was made by hand. */
const USUAL_ROOT = 32
/** Keys that matter between two looks at whether a batch is full. */
const KEYS_A_LOOK = 1_024
const PAGE: Bytes = 4096
const BOOK = new RuleBook(KEYS_THAT_MATTER)
/** A user's own hive and whose it is. */
const OWNER = /(?:^|\/)users\/([^/]+)\/(?:.*\/)?(?:ntuser\.dat|usrclass\.dat)$/i

/** Tells what matters in a hive, counts the rest, and says what of it cannot be read. */
export async function readHive(
  replayed: Replayed,
  { path }: Entry,
  fileBytes: Bytes,
  sink: EventSink,
  alive: () => void,
): Promise<void> {
  const { bytes, base } = replayed
  // What came from a log may stand behind the file's end.
  const damage: Damage = (at, what, wanted, found) => {
    sink.warn(Math.min(at, fileBytes), what, wanted, found)
  }
  const hive = new Hive(bytes, damage)
  // Deleted keys' values are mostly written over: no damage.
  const quiet = new Hive(bytes, () => undefined)
  const forest = readForest(hive, base?.root ?? USUAL_ROOT, base?.length ?? bytes.length)
  const fileName = path.slice(path.lastIndexOf('/') + 1)
  alive()
  const name = nameHive(quiet, forest, fileName)
  const paths = new KeyPaths(hive, forest, name)
  const rows = new KeyRows(sink, fileBytes, OWNER.exec(path)?.[1] ?? '')
  const counts = countAll(hive, forest)
  alive()
  tellHive(rows, name.name, replayed, forest, counts.values)

  const places: RulePlace[] = []
  let told = 0
  for (let index = 0; index < forest.count; index++) {
    const parent = forest.parent(index)
    const at = forest.cell(index)
    const above = places[parent]
    let place = above?.length ? BOOK.below(above, hive.keyName(at)) : NOWHERE
    if (index === 0 && forest.listed > 0) place = BOOK.root
    places.push(place)
    const rule = BOOK.rule(place)
    if (!rule) continue
    const state = forest.state(index)
    const path = paths.of(index)
    const key = new KeyFacts(state === 'deleted' ? quiet : hive, at, path.text)
    rows.begin(state, path.inUse)
    tellKey(rule, key, rows)
    if (++told % KEYS_A_LOOK === 0) await sink.flushIfFull()
  }
  alive()
  sink.readRecords(forest.listed + forest.lost + counts.values)
  const missing = missingPages(bytes.length, base, damage)
  for (let lost = forest.unreadable + counts.lost + missing; lost > 0; lost--) {
    sink.unreadableRecord()
  }
  rows.finish()
  await sink.flushIfFull()
}

/** Values of listed keys. */
function countAll(hive: Hive, forest: Forest): { readonly values: number; readonly lost: number } {
  let values = 0
  let lost = 0
  for (let index = 0; index < forest.listed; index++) {
    const found = hive.values(forest.cell(index))
    values += found.found.length
    lost += found.lost
  }
  return { values, lost }
}

/** Pages that the hive says it has and has not: each held keys or values. */
function missingPages(length: Bytes, base: BaseBlock | null, damage: Damage): number {
  const stated = BASE_BLOCK + (base?.length ?? 0)
  if (stated <= length) return 0
  damage(length, 'the hive is cut short', `${stated} bytes`, `${length}`)
  return Math.min(Math.ceil((stated - length) / PAGE), MAX_HIVE / PAGE)
}

function tellKey(rule: KeyRule, key: KeyFacts, rows: KeyRows): void {
  const { action, shown, tell } = rule
  if (tell) tell(key, rows)
  else if (shown) {
    const parts = shown.filter((name) => key.has(name)).map((name) => `${name} = ${key.text(name)}`)
    const program = rule.program ? key.text(rule.program) : ''
    if (parts.length > 0) rows.add(key, { action, detail: parts.join('; '), program })
  } else {
    for (const value of key.values) {
      const text = key.textOf(value)
      const name = value.name === '' ? '(default)' : value.name
      rows.add(key, { action, detail: `${name} = ${text}`, program: text })
    }
  }
}

/** One row for the hive as a whole, so that a hive without a key that matters is not taken for a barren one. */
function tellHive(
  rows: KeyRows,
  name: string,
  { base, dirty, applied }: Replayed,
  forest: Forest,
  values: number,
): void {
  const { deleted, lost, deletedValues, listed } = forest
  const detail = [
    base?.name === undefined || base.name === '' ? '' : `as ${base.name}`,
    `${counted(listed, 'key')}, ${counted(values, 'value')}`,
    deleted > 0 ? `${counted(deleted, 'deleted key')} recovered` : '',
    deletedValues > 0 ? counted(deletedValues, 'deleted value') : '',
    lost > 0 ? `${counted(lost, 'key')} that no list names` : '',
    dirty ? `${counted(applied, 'change')} taken from its logs` : '',
  ]
    .filter(Boolean)
    .join('; ')
  rows.addHive(`${name}: ${detail}`, timeOf(base), base?.tenths ?? 0)
}

function timeOf(base: BaseBlock | null): number {
  return base ? base.written : NaN
}

/** A hive and what is beside it is read whole: no server's hive comes near to it. */
export const MAX_HIVE: Bytes = 512 << 20
