import { FLAG_RESHAPED, type EventTable } from '../../src/model/event-table.js'
import { levelRank, RUNGS, type Finding, type Level } from '../../src/model/finding.js'
import { isLaterThanBaseline } from '../../src/model/web-baseline.js'
import type { Detection, Outcome } from '../detections/detection.js'
import { DETECTIONS } from '../detections/index.js'
import type { AnalysisInput } from './analysis.js'
import {
  actorOf,
  counted,
  distinctEntries,
  evidenceRow,
  findingId,
  sample,
  span,
} from './finding-parts.js'

interface Mark {
  readonly row: number
  /** Index of the outcome. */
  readonly kind: number
}

interface Group {
  readonly detection: Detection
  readonly host: number
  readonly actor: string
  readonly subject: string
  readonly marks: Mark[]
}

/** Hits to findings: one per detection, host, actor and subject. */
export function collectFindings(input: AnalysisInput): Finding[] {
  return [...groupHits(input).values()].map((group) => toFinding(input, group))
}

function groupHits({ table, hits, ownAddresses }: AnalysisInput): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (let at = 0; at < hits.length; at += 3) {
    const row = hits[at] ?? 0
    const index = hits[at + 1] ?? 0
    const kind = hits[at + 2] ?? 0
    const detection = DETECTIONS[index]
    if (!detection) continue
    const host = table.host[row] ?? 0
    const actor = actorOf(table.strings[table.client[row] ?? 0] ?? '', ownAddresses[host])
    const isFile = detection.needs.includes('files')
    const subject = isFile ? (table.strings[table.target[row] ?? 0] ?? '') : ''
    const key = [index, host, actor, subject].join('\n')
    const group = groups.get(key)
    if (group) group.marks.push({ row, kind })
    else groups.set(key, { detection, host, actor, subject, marks: [{ row, kind }] })
  }
  return groups
}

function toFinding(input: AnalysisInput, group: Group): Finding {
  const { table } = input
  const { detection, marks, subject } = group
  const rows = marks.map((mark) => mark.row)
  const host = table.hosts[group.host] ?? ''
  const actors = group.actor === '' ? [] : [group.actor]
  const best = worst(detection, marks)
  const judged = softened(input, group, best)
  return {
    id: findingId(detection.id, host, actors, subject),
    detection: detection.id,
    title: detection.title,
    host,
    level: judged.level,
    rung: judged.rung,
    phase: best.phase,
    technique: detection.technique,
    actors,
    subject,
    ...span(table, rows),
    count: marks.length,
    rows: sample(marks).map(({ row, kind }) =>
      evidenceRow(table, row, detection.outcomes[kind]?.says ?? ''),
    ),
    entries: distinctEntries(table, rows),
    reason: reason(detection, marks, subject),
    why: detection.why,
    falsePositives: detection.falsePositives,
    counterEvidence: [...judged.against, ...reshaped(table, rows)],
    todo: detection.todo,
    references: detection.references,
    confidence: [],
  }
}

/** The outcome that says most: highest rung, then highest level. */
function worst(detection: Detection, marks: readonly Mark[]): Outcome {
  const kinds = [...new Set(marks.map((mark) => mark.kind))].sort((a, b) => a - b)
  const outcomes = kinds.flatMap((kind) => detection.outcomes[kind] ?? [])
  const weight = (outcome: Outcome): number =>
    (outcome.rung === null ? 0 : RUNGS.indexOf(outcome.rung) + 1) * 10 + levelRank(outcome.level)
  const [first, ...others] = outcomes
  if (!first) throw new RangeError(`${detection.id} has no such outcome`)
  return others.reduce((a, b) => (weight(b) > weight(a) ? b : a), first)
}

interface Judged {
  readonly level: Level
  readonly rung: Finding['rung']
  readonly against: readonly string[]
}

/** They go by the list of Exchange's own pages alone. */
const BY_PLACE = new Set(['WS-PLACE', 'WF-04'])

/** An unknown page of a build that the list of Exchange's own pages does not reach says little. */
function softened(input: AnalysisInput, group: Group, best: Outcome): Judged {
  const later = input.builds.some(
    (mark) => mark.host === group.host && isLaterThanBaseline(mark.build),
  )
  if (later && BY_PLACE.has(group.detection.id) && best.level === 'high')
    return {
      level: 'low',
      rung: null,
      against: ['The server’s build is newer than the list of Exchange’s own pages.'],
    }
  return { level: best.level, rung: best.rung, against: [] }
}

/** Anybody can make a log line malformed by what he asks for. */
function reshaped(table: EventTable, rows: readonly number[]): string[] {
  const all = rows.every((row) => ((table.flags[row] ?? 0) & FLAG_RESHAPED) !== 0)
  return all ? ['Its log lines have too many fields and were read from both ends.'] : []
}

function reason(detection: Detection, marks: readonly Mark[], subject: string): string {
  const counts = new Map<number, number>()
  for (const { kind } of marks) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const parts = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([kind, count]) => `${detection.outcomes[kind]?.says ?? ''} (${counted(count, 'record')})`)
  return `${subject === '' ? '' : `${subject}: `}${parts.join('; ')}.`
}
