import type { Coverage } from '../../src/model/coverage.js'
import {
  levelRank,
  PHASES,
  type ChainStep,
  type EvidenceRow,
  type Finding,
  type Phase,
} from '../../src/model/finding.js'
import { formatDayInWords, formatIso } from '../../src/model/time.js'
import { measureCoverage } from '../verdict/coverage.js'
import { inDays } from '../verdict/days.js'
import { counted, earliest, findingId, latest, SAMPLE_ROWS } from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'
import { joinStories, type Joined, type Story } from './shared/stories.js'

/** Steps told of one story; an attack by hand has some dozens. */
const MOST_STEPS = 60

export const story: Correlation = {
  id: 'STORY',
  title: 'One story',
  technique: 'T1190',
  references: [
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
  ],
  falsePositives: [
    'Two people behind one address, such as that of a VPN or of a scanner for hire.',
    'What the server’s administrators did in the same half hour.',
  ],
  run: (input, findings) =>
    joinStories(input, findings)
      .filter(({ steps }) => phasesOf(steps).length > 1)
      .map((one) => tell(one, holesIn(measureCoverage(input), one))),
}

const WORDS: Readonly<Record<Phase, string>> = {
  probe: 'probe',
  exploit: 'exploit',
  backdoor: 'back door',
  use: 'use',
  after: 'after',
}

function tell({ host, addresses, because, steps, unsure }: Story, holes: string[]): Finding {
  const findings = steps.map(({ finding }) => finding)
  const level = findings.reduce<Finding['level']>(
    (worst, one) => (levelRank(one.level) > levelRank(worst) ? one.level : worst),
    'informational',
  )
  const phases = phasesOf(steps)
  const told = steps.slice(0, MOST_STEPS)
  return {
    id: findingId(story.id, host, addresses, ''),
    detection: story.id,
    title: `One story: ${phases.map((phase) => WORDS[phase]).join(', ')}`,
    host,
    level,
    rung: null,
    phase: phases.find((phase) => phase !== 'probe') ?? 'probe',
    technique: story.technique,
    actors: addresses,
    subject: '',
    firstTime: earliest(findings.map(({ firstTime }) => firstTime)),
    lastTime: latest(findings.map(({ lastTime }) => lastTime)),
    count: findings.reduce((sum, { count }) => sum + count, 0),
    rows: rowsOf(steps),
    entries: [...new Set(findings.flatMap(({ entries }) => entries))].sort((a, b) => a - b),
    reason: `${addresses.join(', ')}: ${courseOf(steps, phases)}; ${counted(steps.length, 'finding')}${steps.length > MOST_STEPS ? `, the first ${String(MOST_STEPS)} told as steps` : ''}.`,
    why: 'Each of these findings says little of the others. In one order, by one actor, they are an attack from its beginning to its end.',
    falsePositives: story.falsePositives,
    counterEvidence: [...because, ...unsure, ...holes],
    todo: 'Go through the steps in their order. Look at the time between them, and at what the same addresses did on other servers.',
    references: story.references,
    confidence: [],
    chain: told.map(({ finding, by }) => stepOf(finding, by)),
  }
}

/** Families that every request from outside leaves a record in. */
const DECIDING = new Set(['httpproxy', 'iis-front'])
const MOST_HOLES = 3

/** What the story cannot tell of: holes from its first step to its last. */
function holesIn(coverage: readonly Coverage[], { host, steps }: Story): string[] {
  const from = earliest(steps.map(({ finding }) => finding.firstTime))
  const to = latest(steps.map(({ finding }) => finding.lastTime))
  return coverage
    .filter((one) => one.host === host && DECIDING.has(one.family))
    .flatMap(({ label, holes }) =>
      holes
        .filter((hole) => hole.from <= to && hole.to >= from)
        .map(
          (hole) =>
            `${label}: no record ${inDays(hole.from, hole.to)}; what was done then is not told.`,
        ),
    )
    .slice(0, MOST_HOLES)
}

function stepOf({ id, title, firstTime, phase, subject }: Finding, by: string): ChainStep {
  const what = subject === '' ? title : `${title}: ${subject}`
  return { finding: id, time: firstTime, phase, what, by }
}

/** In the order of the ladder. */
function phasesOf(steps: readonly Joined[]): Phase[] {
  const seen = new Set(steps.map(({ finding }) => finding.phase))
  return PHASES.filter((phase) => seen.has(phase))
}

/** `probe from 27 Feb 2021 03:14, exploit from …`: each phase with its first time, in order of time. */
function courseOf(steps: readonly Joined[], phases: readonly Phase[]): string {
  const begins = phases.map((phase) => ({
    phase,
    time: earliest(
      steps
        .filter(({ finding }) => finding.phase === phase)
        .map(({ finding }) => finding.firstTime),
    ),
  }))
  return begins
    .filter(({ time }) => !Number.isNaN(time))
    .sort((a, b) => a.time - b.time)
    .map(
      ({ phase, time }) =>
        `${WORDS[phase]} from ${formatDayInWords(time)} ${formatIso(time).slice(11, 16)} UTC`,
    )
    .join(', ')
}

/** The first record of each step as far as there is room, the strongest steps first; in order of time. */
function rowsOf(steps: readonly Joined[]): EvidenceRow[] {
  const strongest = [...steps].sort(
    (a, b) => levelRank(b.finding.level) - levelRank(a.finding.level),
  )
  const rows = new Map<string, EvidenceRow>()
  for (const { finding } of strongest) {
    const [row] = finding.rows
    if (!row || rows.size === SAMPLE_ROWS) continue
    const key = `${String(row.entry)}:${String(row.offset)}`
    if (!rows.has(key)) rows.set(key, row)
  }
  return [...rows.values()].sort(byTime)
}

function byTime(a: EvidenceRow, b: EvidenceRow): number {
  if (Number.isNaN(a.time) || Number.isNaN(b.time))
    return Number(Number.isNaN(a.time)) - Number(Number.isNaN(b.time))
  return a.time - b.time || a.entry - b.entry || a.offset - b.offset
}
