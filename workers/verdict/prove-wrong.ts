import type { Finding, Rung } from '../../src/model/finding.js'
import { formatDayInWords, formatIso } from '../../src/model/time.js'
import { list } from './days.js'
import { waysOf } from './proof.js'

/** Checks named a rung: more would be read by nobody. */
const MOST_CHECKS = 6
/** Of innocent explanations and of things to look at. */
const MOST_WAYS = 2
/** Addresses named in a check. */
const MOST_ADDRESSES = 3

/** Where a rung's proof should also stand, if it is true. */
const ALSO: Readonly<Record<Rung, readonly (readonly [group: string, where: string])[]>> = {
  targeted: [
    ['IIS', 'the IIS log of site 1'],
    ['HttpProxy', 'HttpProxy'],
  ],
  exploited: [
    ['ECP Server', 'ECP\\Server'],
    ['IIS', 'the IIS log of site 2'],
    ['Windows events', 'the event log “MSExchange Management”'],
  ],
  backdoored: [
    ['Web folders', 'the web folders'],
    ['NTFS', 'the file table ($MFT)'],
    ['IIS', 'the IIS log of site 1'],
  ],
  used: [
    ['IIS', 'the IIS log of site 1'],
    ['Windows events', 'Security or Sysmon events (w3wp.exe starting a program)'],
    ['NTFS', 'the change journal (files made in the same minutes)'],
  ],
}

/**
 * Checks that would show a rung's "yes" to be wrong, each to be done by hand: who it could have been,
 * what it could have been, where else it would have to stand. Findings come strongest first; `gaps` are
 * the words of sources that do not cover.
 */
export function proveWrong(
  rung: Rung,
  findings: readonly Finding[],
  gaps: readonly string[],
): string[] {
  const [first] = findings
  if (!first) return []
  return [
    ...openRecord(first),
    ...askWho(rung, findings),
    ...waysOf(findings)
      .slice(0, MOST_WAYS)
      .map((way) => `See whether it was this: ${way}.`),
    ...compareFile(rung, findings),
    ...shouldAlsoStand(rung, first),
    ...onPatchedDays(findings),
    ...missing(gaps),
  ].slice(0, MOST_CHECKS)
}

function openRecord({ title, rows }: Finding): string[] {
  const [row] = rows
  if (!row) return []
  const time = Number.isNaN(row.time) ? '' : ` of ${formatIso(row.time)}`
  return [
    `Open the raw record${time} under “${title}”: does it say what is claimed, and is its status what is claimed?`,
  ]
}

function askWho(rung: Rung, findings: readonly Finding[]): string[] {
  const actors = [...new Set(findings.flatMap((finding) => finding.actors))]
  if (actors.length === 0 || rung === 'backdoored') return []
  const named = actors.slice(0, MOST_ADDRESSES)
  const more = actors.length > named.length ? ' and the others' : ''
  const days = formatDayInWords(findings[0]?.firstTime ?? NaN)
  const when = days === '' ? '' : ` on ${days}`
  return [
    `Ask who had ${list(named)}${more}${when}: a scan or penetration test that was ordered explains it (then mark the address as an authorised scanner).`,
  ]
}

function compareFile(rung: Rung, findings: readonly Finding[]): string[] {
  const subject = findings.find((finding) => finding.subject !== '')?.subject
  if (subject === undefined || (rung !== 'backdoored' && rung !== 'used')) return []
  return [
    `Look at ${subject} itself, as text: is it a page of software that was installed on purpose, the same as on a clean server of the same build?`,
  ]
}

function shouldAlsoStand(rung: Rung, { confidence, firstTime }: Finding): string[] {
  const time = Number.isNaN(firstTime) ? '' : ` at ${formatIso(firstTime)}`
  const elsewhere = ALSO[rung].filter(([group]) => !confidence.includes(group))
  if (elsewhere.length === 0) return []
  return [
    `Look in ${list(elsewhere.map(([, where]) => where))}${time}: if they cover that time and show nothing of it, this call stands on ${list(confidence)} alone.`,
  ]
}

function onPatchedDays(findings: readonly Finding[]): string[] {
  const patched = findings.find(({ thatDay }) => thatDay?.call === 'patched')
  return patched?.thatDay ? [`Weigh this: ${patched.thatDay.because}`] : []
}

function missing(gaps: readonly string[]): string[] {
  return gaps.length === 0 ? [] : [`Collect and read what is missing: ${list(gaps)}.`]
}
