import { familyIndex } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_MINUTE } from '../../src/model/units.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  counted,
  distinctEntries,
  evidenceRow,
  findingId,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

/** No installer and no backup gives files of many kinds one new ending at such a pace. */
const A_MINUTE = 1_000
/** Endings before: one program renames its own kind of file. */
const KINDS_BEFORE = 5
/** An ending is short; what is longer is a part of a name. */
const LONGEST = 40
/** Rows kept of one ending; more are only counted. */
const KEPT_ROWS = 1_000

export const massRename: Correlation = {
  id: 'RW-RENAME',
  title: 'Files of many kinds renamed to one ending, by the thousand',
  technique: 'T1486',
  references: ['https://attack.mitre.org/techniques/T1486/'],
  falsePositives: ['Software that encrypts or archives whole folders on an administrator’s order.'],
  run(input) {
    const found = new Map<string, Renamed>()
    eachBurst(input, (host, ending, burst) => {
      const key = `${String(host)}\n${ending}`
      const renamed = found.get(key) ?? { host, ending, rows: [], count: 0 }
      found.set(key, renamed)
      renamed.count += burst.rows.length
      for (const row of burst.rows) if (renamed.rows.length < KEPT_ROWS) renamed.rows.push(row)
      const last = burst.rows.at(-1)
      if (last !== undefined && renamed.rows.length === KEPT_ROWS)
        renamed.rows[KEPT_ROWS - 1] = last
    })
    return [...found.values()].map((renamed) => finding(input, renamed))
  },
}

interface Renamed {
  readonly host: number
  readonly ending: string
  readonly rows: number[]
  count: number
}

interface Burst {
  readonly rows: number[]
  readonly before: Set<string>
}

const USN = familyIndex('usn')

/** Minutes in which enough files got one new ending. Rows come in order of time: one minute is kept. */
function eachBurst(
  { table }: AnalysisInput,
  done: (host: number, ending: string, burst: Burst) => void,
): void {
  const { length, family, action, target, strings, time, host } = table
  let minute = NaN
  let open = new Map<string, Burst>()
  const close = (): void => {
    for (const [key, burst] of open) {
      if (burst.rows.length <= A_MINUTE || burst.before.size < KINDS_BEFORE) continue
      const [where = '', ending = ''] = key.split('\n')
      done(Number(where), ending, burst)
    }
    open = new Map()
  }
  for (let row = 0; row < length; row++) {
    if (family[row] !== USN) continue
    const words = strings[action[row] as number] ?? ''
    if (!words.startsWith('File renamed from ') && !words.startsWith('File moved from ')) continue
    const now = endingOf(strings[target[row] as number] ?? '')
    const before = endingOf(words.replace(/ \([^()]*\)$/, ''))
    if (now === '' || now === before) continue
    const at = Math.floor((time[row] as number) / MICROSECONDS_PER_MINUTE)
    if (at !== minute) {
      close()
      minute = at
    }
    const key = `${String(host[row])}\n${now}`
    let burst = open.get(key)
    if (!burst) {
      burst = { rows: [], before: new Set() }
      open.set(key, burst)
    }
    burst.rows.push(row)
    if (burst.before.size < KINDS_BEFORE) burst.before.add(before)
  }
  close()
}

/** Behind the last dot of the name, lower case; '' where there is none. */
function endingOf(path: string): string {
  const dot = path.lastIndexOf('.')
  if (dot < 0 || path.length - dot > LONGEST) return ''
  const ending = path.slice(dot)
  return /[\\/]/.test(ending) ? '' : ending.toLowerCase()
}

function finding({ table }: AnalysisInput, { host, ending, rows, count }: Renamed): Finding {
  const name = table.hosts[host] ?? ''
  return {
    id: findingId(massRename.id, name, [], ending),
    detection: massRename.id,
    title: massRename.title,
    host: name,
    level: 'critical',
    rung: null,
    phase: 'after',
    technique: massRename.technique,
    actors: [],
    subject: ending,
    ...span(table, rows),
    count,
    rows: sample(rows.map((row) => ({ row, kind: 0 }))).map(({ row }) =>
      evidenceRow(table, row, `renamed to ${ending}`),
    ),
    entries: distinctEntries(table, rows),
    reason: `${counted(count, 'file')} got the ending ${ending}, over ${counted(A_MINUTE, 'file')} a minute.`,
    why: 'Ransomware encrypts file after file and gives each its own ending.',
    falsePositives: massRename.falsePositives,
    counterEvidence: [],
    todo: 'Take the server off the network, leave it running, and keep its disks. Look for a note in the folders.',
    references: massRename.references,
    confidence: [],
  }
}
