import { levelRank, type EvidenceRow, type Finding, type Rung } from '../../src/model/finding.js'
import { formatDayInWords, formatIso } from '../../src/model/time.js'
import { MICROSECONDS_PER_MINUTE } from '../../src/model/units.js'
import { DETECTIONS } from '../detections/index.js'
import { list, upperFirst } from './days.js'
import { counted } from './finding-parts.js'

/** Findings told of; the list beside the answer holds them all. */
const TOLD = 2
/** What one attacker does in one go lies within so much. */
const ONE_GO = 30 * MICROSECONDS_PER_MINUTE

/**
 * Why a rung is "yes": what was done, by whom, when, and which logs agree. Findings come strongest
 * first.
 */
export function proof(rung: Rung, findings: readonly Finding[]): string {
  const told = strongest(rung, findings)
  const [first] = told
  if (!first) return ''
  const { subject, actors, firstTime, confidence } = first
  const shown = [...new Set(told.map(telling))]
  const what = shown.join(shown.some((one) => one.includes(',')) ? '; ' : ' and ')
  const about = subject === '' ? upperFirst(what) : `${subject}: ${what}`
  const who = actors.length > 0 ? `, from ${actors.join(', ')}` : ''
  const when = Number.isNaN(firstTime)
    ? ''
    : `${isFile(first) ? '; dated' : ' on'} ${minute(firstTime)}`
  const logs = list(confidence)
  const agree =
    confidence.length > 1 ? `; ${logs} agree` : confidence.length > 0 ? `; seen in ${logs}` : ''
  return `${about}${who}${when}${agree}.${others(first, findings)}`
}

/** The strongest, and with it another of the same go that shows something else. */
function strongest(rung: Rung, findings: readonly Finding[]): Finding[] {
  const ordered = rung === 'targeted' ? firstAttempt(findings) : findings
  const [first] = ordered
  if (!first) return []
  const second = ordered.find(
    (finding) =>
      finding.detection !== first.detection &&
      finding.subject === first.subject &&
      sameActor(finding, first) &&
      Math.abs(finding.firstTime - first.firstTime) <= ONE_GO,
  )
  return second ? [first, second] : [first]
}

/** Of attempts the first that is beyond doubt tells most; where none is, the strongest. */
function firstAttempt(findings: readonly Finding[]): readonly Finding[] {
  const sure = findings.filter(({ level }) => levelRank(level) >= levelRank('high'))
  return sure.length > 0 ? [...sure].sort((a, b) => a.firstTime - b.firstTime) : findings
}

function sameActor(a: Finding, b: Finding): boolean {
  return (
    a.actors.length === 0 ||
    b.actors.length === 0 ||
    a.actors.some((actor) => b.actors.includes(actor))
  )
}

/** What the record shows that raises the rung; a finding can hold milder ones before it. */
function telling({ detection, rung, rows }: Finding): string {
  const outcomes = DETECTIONS.find(({ id }) => id === detection)?.outcomes ?? []
  const raises = ({ says }: EvidenceRow) =>
    outcomes.some((outcome) => outcome.says === says && outcome.rung === rung)
  return (rows.find(raises) ?? rows[0])?.says ?? ''
}

function isFile({ rows }: Finding): boolean {
  return rows.length > 0 && rows.every(({ family }) => family === 'web-root')
}

function others(first: Finding, findings: readonly Finding[]): string {
  const actors = new Set(findings.flatMap((finding) => finding.actors))
  for (const actor of first.actors) actors.delete(actor)
  if (first.actors.length === 0 || actors.size === 0) return ''
  return ` Also from ${counted(actors.size, 'more address', 'more addresses')}.`
}

/** What speaks against it, or weakens it. */
export function doubts(findings: readonly Finding[]): string {
  const against = [...new Set(findings.flatMap((finding) => finding.counterEvidence))].sort()
  const families = new Set(findings.flatMap((finding) => finding.confidence))
  const [only] = families
  if (families.size === 1 && only !== undefined) against.push(`Shown by ${only} alone.`)
  const [finding] = findings
  if (findings.length === 1 && finding?.count === 1) against.push('It rests on one record.')
  return against.join(' ')
}

/** What would make the call fall: how the strongest proofs could be innocent. */
export function innocent(rung: Rung, findings: readonly Finding[]): string {
  const told = waysOf(strongest(rung, findings))
  const ways = (told.length > 0 ? told : waysOf(findings)).slice(0, TOLD)
  return `the records behind it turn out to be innocent${ways.length > 0 ? `: ${ways.join('; or ')}` : ''}.`
}

/** One way, such as a penetration test, stands in several findings in other words. */
const ALIKE = 12

/** How findings could be innocent, each way once. */
export function waysOf(findings: readonly Finding[]): string[] {
  const ways = new Map<string, string>()
  for (const note of findings.flatMap(({ falsePositives }) => falsePositives.slice(0, 1))) {
    if (note.startsWith('None known')) continue
    const way = firstClause(note)
    const key = way.slice(0, ALIKE)
    if (!ways.has(key)) ways.set(key, way)
  }
  return [...ways.values()]
}

/** `a penetration test`: to stand inside another sentence. */
function firstClause(note: string): string {
  const end = note.search(/;|\.(?:\s|$)/)
  const clause = end < 0 ? note : note.slice(0, end)
  return clause.slice(0, 1).toLowerCase() + clause.slice(1)
}

/** `28 Feb 2021 03:14 UTC` */
function minute(time: number): string {
  return `${formatDayInWords(time)} ${formatIso(time).slice(11, 16)} UTC`
}
