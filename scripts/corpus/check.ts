/** Whether a case says what is true of it. */
import { RUNGS, type Rung } from '../../src/model/finding.js'
import { DETECTIONS } from '../../workers/detections/index.js'
import type { CaseOfEntries } from '../../workers/protocol.js'
import type { Read } from './line.js'
import type { PackageFile } from './package.js'
import type { Step, Truth } from './truth.js'

/** Records of files without lines are found by their time: in microseconds, so near. */
const SAME_TIME = 1_000
const MICROSECONDS = 1_000

/** What a planted step came to. */
export interface Found {
  readonly step: Step
  /** Detections of which a finding rests on the record. */
  readonly detections: readonly string[]
  /** Rungs that the record proves, by itself or together with others; null among them for none. */
  readonly tiers: readonly (Rung | null)[]
  /** The highest that it proves by itself. */
  readonly alone: Rung | null
}

/** Proven are the rung that it should be, and by the record itself none above. */
export function isAtTier({ step, tiers, alone }: Found): boolean {
  return tiers.includes(step.tier) && rank(alone) <= rank(step.tier)
}

function rank(rung: Rung | null): number {
  return rung === null ? -1 : RUNGS.indexOf(rung)
}

/** Everything in which the case differs from the truth, in words; empty where nothing. */
export function differences(
  truth: Truth,
  files: readonly PackageFile[],
  read: Read,
  judged: CaseOfEntries,
): string[] {
  const [host, ...others] = judged.hosts
  if (!host || others.length > 0) return [`${String(judged.hosts.length)} hosts instead of one`]
  const wrong: string[] = []
  const compare = (what: string, is: string, should: string): void => {
    if (is !== should) wrong.push(`${truth.name}: ${what} is “${is}”, should be “${should}”`)
  }
  compare('the host', host.name, truth.host)
  for (const rung of RUNGS) compare(rung, host.verdict[rung].call, truth.calls[rung])
  compare('the door', host.verdict.door.call, truth.door.call)
  compare('the flaw', host.verdict.door.flaw.call, truth.door.flaw)
  compare('the back door', host.verdict.door.backDoor.call, truth.door.backDoor)
  for (const found of findSteps(truth, files, read, judged)) {
    const { step, tiers, detections } = found
    const line = step.line === null ? '' : `, line ${String(step.line)}`
    const where = `${step.what} (${step.path}${line})`
    const by = `${where} by ${detections.join(', ')}`
    if (detections.length === 0) wrong.push(`${truth.name}: not found: ${where}`)
    else if (!isAtTier(found)) compare(by, tiers.map(inWords).join(', '), inWords(step.tier))
  }
  return wrong
}

function inWords(rung: Rung | null): string {
  return rung ?? 'no rung'
}

interface Proof {
  /** The record matched by itself; else it stands among those of a correlation. */
  readonly alone: boolean
  readonly detection: string
  readonly rung: Rung | null
  readonly entry: number
  readonly offset: number
  /** Microseconds, NaN where the record states none. */
  readonly time: number
  /** What the record is about: a path, where the finding says one. */
  readonly about: string
}

export function findSteps(
  truth: Truth,
  files: readonly PackageFile[],
  read: Read,
  judged: CaseOfEntries,
): Found[] {
  const byEntry = new Map<number, Proof[]>()
  for (const proof of [...hitsOf(read), ...rowsOf(judged)]) {
    const known = byEntry.get(proof.entry)
    if (known) known.push(proof)
    else byEntry.set(proof.entry, [proof])
  }
  const entryOf = new Map(read.entries.map(({ rawPath, index }) => [rawPath, index]))
  const starts = new Map<string, readonly number[]>()
  return truth.steps.map((step) => {
    const proofs = byEntry.get(entryOf.get(step.path) ?? -1) ?? []
    if (step.line !== null && !starts.has(step.path))
      starts.set(step.path, lineStarts(files.find(({ path }) => path === step.path)))
    const offset = starts.get(step.path)?.[(step.line ?? 0) - 1] ?? NaN
    const own = proofs.filter((proof) => isOf(proof, step, offset))
    const ranks = own.filter((proof) => proof.alone).map(({ rung }) => rank(rung))
    const detections = [...new Set(own.map(({ detection }) => detection))].sort()
    const tiers = [...new Set(own.map(({ rung }) => rung))]
    return { step, detections, tiers, alone: RUNGS[Math.max(-1, ...ranks)] ?? null }
  })
}

function isOf(proof: Proof, { line, time, about }: Step, offset: number): boolean {
  if (line !== null) return proof.offset === offset
  const isAbout = about === '' || proof.about.toLowerCase().endsWith(about.toLowerCase())
  const near = time === null || Math.abs(proof.time - Date.parse(time) * MICROSECONDS) < SAME_TIME
  return isAbout && near
}

/** Every record that a detection matched, with the outcome of that record alone. */
function hitsOf({ batches }: Read): Proof[] {
  return batches.flatMap(({ entry, columns, hits }) => {
    const found: Proof[] = []
    for (let at = 0; at < hits.length; at += 3) {
      const row = hits[at] ?? 0
      const detection = DETECTIONS[hits[at + 1] ?? -1]
      const outcome = detection?.outcomes[hits[at + 2] ?? -1]
      if (!detection || !outcome) continue
      found.push({
        ...{ alone: true, detection: detection.id, rung: outcome.rung, entry, about: '' },
        ...{ offset: columns.offset[row] ?? NaN, time: columns.time[row] ?? NaN },
      })
    }
    return found
  })
}

const IN_ROWS: ReadonlySet<string> = new Set(DETECTIONS.map(({ id }) => id))

/** Records behind findings: all of those of correlations, and the paths that findings name. */
function rowsOf({ findings }: CaseOfEntries): Proof[] {
  return findings.flatMap(({ detection, rung, rows, subject }) =>
    IN_ROWS.has(detection) && subject === ''
      ? []
      : rows.map(({ entry, offset, time, target }) => {
          const about = subject === '' ? target : subject
          return { alone: false, detection, rung, entry, offset, time, about }
        }),
  )
}

function lineStarts(file: PackageFile | undefined): number[] {
  const starts = [0]
  file?.bytes.forEach((byte, at) => {
    if (byte === 10) starts.push(at + 1)
  })
  return starts
}
