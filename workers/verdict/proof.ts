import { levelRank, type Finding, type Rung } from '../../src/model/finding.js'
import { formatIso } from '../../src/model/time.js'
import { counted } from './finding-parts.js'

/** Findings whose possible innocence is told; what else there is stands with each finding. */
const TOLD = 2

/** The one finding to look at first: the first attempt that matters, or the strongest proof. */
function strongest(rung: Rung, findings: readonly Finding[]): Finding | undefined {
  if (rung !== 'targeted') return findings[0]
  const telling = findings.filter(({ level }) => levelRank(level) >= levelRank('high'))
  const byTime = (a: Finding, b: Finding) => a.firstTime - b.firstTime
  return [...telling].sort(byTime)[0] ?? findings[0]
}

/** Why a rung is "yes": what, who, when, and which logs agree. Findings come strongest first. */
export function proof(rung: Rung, findings: readonly Finding[]): string {
  const finding = strongest(rung, findings)
  if (!finding) return ''
  const { title, actors, firstTime, confidence, reason } = finding
  const who = actors.length > 0 ? ` by ${actors.join(', ')}` : ''
  const when = Number.isNaN(firstTime) ? '' : `, ${minute(firstTime)}`
  const agree =
    confidence.length > 1 ? ` ${list(confidence)} agree.` : ` Seen in ${list(confidence)}.`
  const more =
    findings.length > 1 ? ` ${counted(findings.length - 1, 'further finding')} of this kind.` : ''
  return `${title}${who}${when}: ${reason}${confidence.length > 0 ? agree : ''}${more}`
}

/** What speaks against it, or weakens it. */
export function doubts(findings: readonly Finding[]): string {
  const against = [...new Set(findings.flatMap((finding) => finding.counterEvidence))].sort()
  const families = new Set(findings.flatMap((finding) => finding.confidence))
  const [only] = families
  if (families.size === 1 && only !== undefined) against.push(`Only ${only} shows it.`)
  return against.join(' ')
}

/** What would make the call fall: how the strongest proofs could be innocent. */
export function innocent(rung: Rung, findings: readonly Finding[]): string {
  const first = strongest(rung, findings)
  const ordered = first ? [first, ...findings.filter((finding) => finding !== first)] : []
  const notes = ordered.flatMap(({ falsePositives }) => falsePositives.slice(0, 1))
  const telling = [...new Set(notes)].filter((note) => !note.startsWith('None known'))
  if (telling.length === 0) return 'somebody whom you hired did this for a test.'
  return `this was innocent: ${telling.slice(0, TOLD).join(' ')}`
}

export function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** `2021-02-28 03:14 UTC` */
function minute(time: number): string {
  return `${formatIso(time).slice(0, 16).replace('T', ' ')} UTC`
}
