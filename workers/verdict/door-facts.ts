import { FAMILIES, type FamilyId } from '../../src/model/families.js'
import type { EventTable } from '../../src/model/event-table.js'
import type { Microseconds } from '../../src/model/units.js'

/** A row that tells of an update of Exchange, or of a mitigation. */
export interface DoorFact {
  readonly kind: FactKind
  readonly host: number
  readonly entry: number
  readonly time: Microseconds
  /** Id of an event, else 0. */
  readonly status: number
  readonly action: string
  readonly target: string
}

export type FactKind =
  'update' | 'setup' | 'binary' | 'rewrite' | 'eomt' | 'eomt-registry' | 'em-service' | 'reported'

/** Which actions of which family tell one; the words are those of the family's parser. */
const ACTIONS: readonly (readonly [families: readonly FamilyId[], kind: FactKind, says: RegExp])[] =
  [
    [['evtx-application'], 'update', /^Update installed$/],
    [['exchange-setup'], 'update', /^Windows Installer/],
    [['registry'], 'update', /^Exchange security update installed$/],
    [['exchange-setup'], 'setup', /^Setup of .{1,80} completed/],
    [['mft'], 'binary', /^File (?:created(?!, since deleted)|content changed)/],
    [['configuration'], 'rewrite', /rewrite rule .{0,80}: (?:named as the )?mitigation of /],
    [['reported'], 'eomt', /^Reported by EOMT: /],
    [['registry'], 'eomt-registry', /^Mitigation tool \(EOMT\) recorded$/],
    [['evtx-application', 'exchange-other'], 'em-service', /mitigation/i],
    [['reported'], 'reported', /^Reported by HealthChecker: mitigations? applied/i],
  ]

/** For kinds of which there are too many rows to keep: what the target has to be. */
const TARGETS: ReadonlyMap<FactKind, RegExp> = new Map([
  ['binary', /\/bin\/exsetup\.exe$/i],
  ['update', /exchange server/i],
])
/** Ends of all targets of `binary`, before the dearer question is asked of millions of paths. */
const BINARY_END = 'exsetup.exe'

/** Facts of one case that are kept; a server is updated some dozen times in its life. */
const MOST_FACTS = 20_000

const known = new WeakMap<EventTable, readonly DoorFact[]>()

/** All of them, in order of the table; worked out once for it. */
export function doorFacts(table: EventTable): readonly DoorFact[] {
  const cached = known.get(table)
  if (cached) return cached
  const found = collect(table)
  known.set(table, found)
  return found
}

function collect(table: EventTable): DoorFact[] {
  const { strings } = table
  const ruleOf = FAMILIES.map(({ id }) => ACTIONS.filter(([of]) => of.includes(id)))
  const asked = new Map<number, FactKind | null>()
  const facts: DoorFact[] = []
  for (let row = 0; row < table.length && facts.length < MOST_FACTS; row++) {
    const family = table.family[row] as number
    const rules = ruleOf[family]
    if (!rules || rules.length === 0) continue
    const action = table.action[row] as number
    const key = action * FAMILIES.length + family
    let kind = asked.get(key)
    if (kind === undefined) {
      const text = strings[action] ?? ''
      kind = rules.find(([, , says]) => says.test(text))?.[1] ?? null
      asked.set(key, kind)
    }
    if (kind === null) continue
    const target = strings[table.target[row] as number] ?? ''
    if (kind === 'binary' && !endsAlike(target, BINARY_END)) continue
    if (TARGETS.get(kind)?.test(target) === false) continue
    facts.push({
      kind,
      host: table.host[row] as number,
      entry: table.entry[row] as number,
      time: table.time[row] as number,
      status: table.status[row] as number,
      action: strings[action] ?? '',
      target,
    })
  }
  return facts
}

function endsAlike(text: string, end: string): boolean {
  return text.length >= end.length && text.slice(-end.length).toLowerCase() === end
}
