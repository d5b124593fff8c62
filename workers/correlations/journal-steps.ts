import { familyIndex } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import { formatIso } from '../../src/model/time.js'
import { MICROSECONDS_PER_SECOND } from '../../src/model/units.js'
import { strangePlace } from '../detections/shared/place.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import { distinctEntries, evidenceRow, findingId, sample, span } from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

/** A tool that plants a page hides it at once; indexers and antivirus change no attributes. */
const HIDDEN_WITHIN = 60 * MICROSECONDS_PER_SECOND

const MADE = 0
const HIDDEN = 1
const RENAMED = 2
const DELETED = 3
const SAYS = ['made', 'attributes changed at once', 'given its name', 'deleted']

export const journalSteps: Correlation = {
  id: 'WF-04-STEPS',
  title: 'Page planted and covered up, step by step',
  technique: 'T1564.001',
  references: [
    'https://learn.microsoft.com/en-us/windows/win32/api/winioctl/ns-winioctl-usn_record_v2',
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
  ],
  falsePositives: [
    'An update that replaces a page newer than the list of Exchange’s own; an administrator who takes a planted page away deletes it too.',
  ],
  run(input) {
    return [...stepsOf(input).values()].flatMap((steps) => {
      const kinds = new Set(steps.map(({ kind }) => kind))
      return kinds.size > 1 ? [finding(input, steps)] : []
    })
  },
}

interface Step {
  readonly row: number
  readonly kind: number
}

/** Steps of each page that Exchange does not ship, by host and path, in order of time. */
function stepsOf({ table }: AnalysisInput): Map<string, Step[]> {
  const usn = familyIndex('usn')
  // 0: not asked yet, 1: no such page, 2: one.
  const asked = new Uint8Array(table.strings.length)
  const pages = new Map<string, Step[]>()
  const made = new Map<string, number>()
  for (let row = 0; row < table.length; row++) {
    const target = table.target[row] ?? 0
    if (table.family[row] !== usn || asked[target] === 1) continue
    if (asked[target] === 0) {
      const place = strangePlace(table.strings[target] ?? '')
      asked[target] = place === null ? 1 : 2
      if (place === null) continue
    }
    const key = `${String(table.host[row])} ${String(target)}`
    const time = table.time[row] ?? NaN
    const kind = kindOf(table.strings[table.action[row] ?? 0] ?? '', time - (made.get(key) ?? NaN))
    if (kind < 0) continue
    if (kind === MADE) made.set(key, time)
    const known = pages.get(key)
    if (known) known.push({ row, kind })
    else pages.set(key, [{ row, kind }])
  }
  return pages
}

/** By a row's words; `age` since the file was made, NaN where that is not known. */
function kindOf(action: string, age: number): number {
  if (/^File (?:renamed|moved) from /.test(action)) return RENAMED
  if (action.includes('deleted')) return DELETED
  if (/^File created/.test(action)) return MADE
  return action.includes('attributes or times changed') && age <= HIDDEN_WITHIN ? HIDDEN : -1
}

function finding(input: AnalysisInput, steps: readonly Step[]): Finding {
  const { table } = input
  const rows = steps.map(({ row }) => row)
  const first = rows[0] ?? 0
  const host = table.hosts[table.host[first] ?? 0] ?? ''
  const subject = table.strings[table.target[first] ?? 0] ?? ''
  const told = SAYS.flatMap((says, kind) => {
    const step = steps.find((one) => one.kind === kind)
    return step ? [`${says} ${formatIso(table.time[step.row] ?? NaN)}`] : []
  })
  return {
    id: findingId(journalSteps.id, host, [], subject),
    detection: journalSteps.id,
    title: journalSteps.title,
    host,
    level: 'critical',
    rung: 'backdoored',
    phase: 'backdoor',
    technique: journalSteps.technique,
    actors: [],
    subject,
    ...span(table, rows),
    count: steps.length,
    rows: sample(steps).map(({ row, kind }) => evidenceRow(table, row, SAYS[kind] ?? '')),
    entries: distinctEntries(table, rows),
    reason: `${subject}: ${told.join('; ')}.`,
    why: 'The change journal has each step of a page that Exchange does not ship: when it was made, hidden, renamed, deleted.',
    falsePositives: journalSteps.falsePositives,
    counterEvidence: [],
    todo: 'Look in the IIS logs for who asked for the page between these times.',
    references: journalSteps.references,
    confidence: [],
  }
}
