import { RUNGS, type Rung } from '../../src/model/finding.js'
import { gapDays, inDays, list, upperFirst } from './days.js'
import { earliest, latest } from './finding-parts.js'
import type { Ladder } from './ladder.js'
import { plainLabel } from './needs.js'

function things(rung: Rung, flaws: readonly string[], other: boolean): string {
  const names = list(flaws)
  switch (rung) {
    case 'targeted':
      return `${other ? 'other attempts' : 'attempts'} at ${names}`
    case 'exploited':
      return `${other ? 'any other' : 'a'} successful exploit of ${names}`
    case 'backdoored':
      return `${other ? 'other web shells' : 'web shells'} in the web folders as they were collected`
    case 'used':
      return `use of ${other ? 'any other' : 'a'} back door in Exchange’s folders`
  }
}

/** Stretches without a log that are named; more would hide the first. */
const GAPS_NAMED = 3

/**
 * What the evidence rules out, for the days on which everything that a "no" needs is there; and the
 * days that are not covered.
 */
export function ruledOut(ladder: Ladder, flaws: readonly string[]): string {
  const told = RUNGS.filter((rung) => {
    const { verdict, reach } = ladder[rung]
    // Further attempts happened for certain: every server was scanned.
    return verdict.call === 'no' || (verdict.call === 'yes' && reach.covered && rung !== 'targeted')
  })
  const thing = (rung: Rung) => things(rung, flaws, ladder[rung].verdict.call !== 'no')
  const inLogs = told.filter((rung) => rung !== 'backdoored' && ladder[rung].reach.covered)
  const byVersion = told.filter((rung) => rung !== 'backdoored' && !ladder[rung].reach.covered)
  const days = inDays(
    latest(inLogs.map((rung) => ladder[rung].reach.days.from)),
    earliest(inLogs.map((rung) => ladder[rung].reach.days.to)),
  )
  const by = [...new Set(inLogs.flatMap((rung) => ladder[rung].reach.by.map(shortLabel)))]
  const parts = [
    ...(inLogs.length > 0 ? [`${list(inLogs.map(thing))} ${days}, by ${list(by)}`] : []),
    ...byVersion.map((rung) => `${thing(rung)}, which this version never allowed`),
    ...(told.includes('backdoored') ? [thing('backdoored')] : []),
  ]
  const whole = parts.length > 0 ? upperFirst(parts.join('; ')) : 'Nothing can be ruled out yet'
  return `${whole}.${uncovered(ladder)}`
}

/** ` Not covered: 1 Jan to 28 Feb 2021 (HttpProxy and IIS site 1).` */
function uncovered(ladder: Ladder): string {
  const labels = new Map<string, Set<string>>()
  const gaps = RUNGS.flatMap((rung) => ladder[rung].reach.gaps).sort((a, b) => a.from - b.from)
  for (const { label, from, to } of gaps) {
    const days = gapDays(from, to)
    labels.set(days, (labels.get(days) ?? new Set()).add(plainLabel(label)))
  }
  const named = [...labels].slice(0, GAPS_NAMED)
  if (named.length === 0) return ''
  const stretches = named.map(([days, logs]) => `${days} (${list(withoutParts([...logs]))})`)
  const more = labels.size - named.length
  const rest = more > 0 ? `, and ${String(more)} more` : ''
  return ` Not covered: ${stretches.join('; ')}${rest}.`
}

/** Where all of HttpProxy is named, its protocols need not be. */
function withoutParts(labels: readonly string[]): string[] {
  return labels.filter((label) => !labels.some((whole) => label.startsWith(`${whole}\\`)))
}

function shortLabel(label: string): string {
  if (label.startsWith('IIS')) return 'IIS'
  if (label.startsWith('HttpProxy')) return 'HttpProxy'
  return plainLabel(label)
}
