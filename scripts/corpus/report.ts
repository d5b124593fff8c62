/** Both corpora read and compared with what is true of them, as the text of docs/corpus.md. */
import { mkdtempSync, openAsBlob, rmSync, writeSync, openSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LEVELS, levelRank, RUNGS, type Finding } from '../../src/model/finding.js'
import { CORRELATIONS } from '../../workers/correlations/index.js'
import { DETECTIONS } from '../../workers/detections/index.js'
import { buildCase, CASES } from './cases.js'
import { differences, findSteps, isAtTier } from './check.js'
import { buildClean, type CleanCorpus } from './clean.js'
import { judgeRead, readPackage, startLine, type Line } from './line.js'
import { withoutEach } from './removal.js'
import { TRAPS } from './traps/index.js'
import { zipOf, ZipWriter } from './zip.js'

export interface Checked {
  /** Markdown. */
  readonly text: string
  /** Everything that differs from the truth. */
  readonly wrong: readonly string[]
}

interface Told {
  /** Planted records of which it tells. */
  planted: number
  readonly cases: Set<string>
  clean: number
  level: string
}

/** `how`: rows and seed of the clean corpus. `say`: a line of progress. */
export async function checkAll(
  how: { readonly lines: number; readonly seed: string },
  say: (line: string) => void,
): Promise<Checked> {
  const told = new Map<string, Told>()
  const wrong: string[] = []
  const cases = await checkCases(told, wrong, say)
  const clean = await checkClean(how, told, wrong, say)
  return { text: [INTRODUCTION, clean, cases, detections(told)].join('\n'), wrong }
}

async function checkCases(
  told: Map<string, Told>,
  wrong: string[],
  say: (line: string) => void,
): Promise<string> {
  const line = await startLine()
  const rows: string[] = []
  for (const kind of CASES) {
    const { files, truth } = buildCase(kind, true)
    const read = await readPackage(line, new File([zipOf(files)], `${kind.name}.zip`))
    const judged = judgeRead(read, truth.campaigns)
    const steps = findSteps(truth, files, read, judged)
    for (const { detections: ids } of steps)
      for (const id of ids) {
        const one = toldOf(told, id)
        one.planted++
        one.cases.add(kind.name)
      }
    const removed = withoutEach(truth, read)
    const own = [
      ...differences(truth, files, read, judged),
      ...removed.flatMap((without) => without.wrong),
    ]
    wrong.push(...own)
    const host = judged.hosts[0]
    const calls = RUNGS.map((rung) => host?.verdict[rung].call ?? '').join(', ')
    const door = host?.verdict.door
    const found = `${steps.filter(isAtTier).length} of ${steps.length}`
    const doubtful = removed.filter((without) => without.calls.includes('cannot tell')).length
    rows.push(
      `| ${kind.name} | ${judged.events} | ${found} | ${calls} | ${door?.call ?? ''} (${door?.flaw.call ?? ''}; ${door?.backDoor.call ?? ''}) | ${removed.length}, ${doubtful} of them with a “cannot tell” | ${own.length} |`,
    )
    say(`${kind.name}: ${own.length === 0 ? 'as it should be' : `${own.length} differences`}`)
  }
  return `${CASES_HEAD}\n${rows.join('\n')}\n`
}

async function checkClean(
  how: { readonly lines: number; readonly seed: string },
  told: Map<string, Told>,
  wrong: string[],
  say: (line: string) => void,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'afterpatch-corpus-'))
  try {
    const path = join(folder, 'clean.zip')
    const corpus = writeClean(how, path)
    say(`clean: ${corpus.rows} rows written`)
    const { judged, own } = await judgeClean(await startLine(), path, corpus)
    const alarms = judged.findings.filter(({ level }) => levelRank(level) > levelRank('low'))
    wrong.push(...own, ...alarms.map(({ detection, reason }) => `clean: ${detection}: ${reason}`))
    judged.findings.forEach((finding) => {
      count(told, finding)
    })
    say(`clean: ${judged.findings.length} findings, ${alarms.length} of them above low`)
    const sentence = judged.hosts[0]?.verdict.sentence ?? ''
    const traps = corpus.traps.map(({ name, rows }) => {
      const why = TRAPS.find((trap) => trap.name === name)?.why ?? ''
      return `| ${name} | ${rows} | ${why} |`
    })
    const found = `${judged.findings.length} findings, none above low`
    const above = `${alarms.length} findings above low`
    return `## Clean corpus

${corpus.rows} rows in ${judged.results.length} entries: ${alarms.length === 0 ? found : above}. The verdict: “${sentence}”

| class | rows | why others cry wolf |
| ----- | ---- | ------------------- |
${traps.join('\n')}
`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeClean(
  how: { readonly lines: number; readonly seed: string },
  path: string,
): CleanCorpus {
  const file = openSync(path, 'w')
  const zip = new ZipWriter((bytes) => writeSync(file, bytes))
  const corpus = buildClean(how, (one) => {
    zip.add(one)
  })
  zip.finish()
  closeSync(file)
  return corpus
}

async function judgeClean(line: Line, path: string, { truth }: CleanCorpus) {
  const read = await readPackage(line, new File([await openAsBlob(path)], 'clean.zip'))
  const judged = judgeRead(read, truth.campaigns)
  return { judged, own: differences(truth, [], read, judged) }
}

function count(told: Map<string, Told>, { detection, level }: Finding): void {
  const one = toldOf(told, detection)
  one.clean++
  const known = LEVELS.find((name) => name === one.level)
  if (!known || levelRank(level) > levelRank(known)) one.level = level
}

function toldOf(told: Map<string, Told>, id: string): Told {
  const known = told.get(id) ?? { planted: 0, cases: new Set(), clean: 0, level: '' }
  told.set(id, known)
  return known
}

function detections(told: ReadonlyMap<string, Told>): string {
  const rows = [...DETECTIONS, ...CORRELATIONS].map(({ id, title }) => {
    const { planted = 0, cases, clean = 0, level = '' } = told.get(id) ?? {}
    const found = planted === 0 ? '–' : `${planted} in ${cases?.size ?? 0}`
    return `| ${id} | ${title} | ${found} | ${clean === 0 ? '–' : `${clean}, ${level}`} |`
  })
  return `${DETECTIONS_HEAD}\n${rows.join('\n')}\n`
}

const INTRODUCTION = `# Corpora

Written by \`npm run corpus -- check --write\`; do not edit. Two sets of invented evidence with ground truth,
made by scripts/corpus, which imports nothing of detections, baseline or rules (a test holds that), read by
the product's own line and compared record by record.
`

const CASES_HEAD = `## Malicious corpus

One case for each rung and campaign, and those that hide something. A step is found where a finding rests on
the very record that was planted, and at its tier where that record proves the rung that it should and none
above. Each case is judged again without each of its log families: no rung that is “yes” may become “no”.

| case | events | steps found at their tier | targeted, exploited, backdoored, used | door (hole; back door) | judged without a family | differences |
| ---- | ------ | ------------------------- | ------------------------------------- | ---------------------- | ----------------------- | ----------- |`

const DETECTIONS_HEAD = `## By detection

Planted records that it tells of, and in how many cases; its findings on the clean corpus, and the highest
level among them. What tells of no planted record has fixtures of its own (test/fixtures/detections).

| detection | title | planted records | clean corpus |
| --------- | ----- | --------------- | ------------ |`
