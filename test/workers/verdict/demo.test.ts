import { beforeAll, describe, expect, it } from 'vitest'
import { emptyReport } from '../../../src/case/reports.js'
import type { Case } from '../../../src/model/case.js'
import type { EventBatch } from '../../../src/model/event-table.js'
import type { Entry, Evidence } from '../../../src/model/evidence.js'
import { exitCode } from '../../../src/model/exit-code.js'
import { familyAt, familyIndex } from '../../../src/model/families.js'
import { levelRank, RUNGS } from '../../../src/model/finding.js'
import { formatIso } from '../../../src/model/time.js'
import { CaseStore } from '../../../workers/case-store.js'
import { generateDemo } from '../../../workers/demo/generate.js'
import { groundTruth, type GroundTruth } from '../../../workers/demo/truth.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { EventSink } from '../../../workers/event-sink.js'
import { PARSERS } from '../../../workers/parsers/index.js'
import type { ScanReport } from '../../../workers/protocol.js'
import { caseJson } from '../../../workers/verdict/case-json.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { entryOf, MemoryInput } from '../parsers/memory-input.js'

const kernels = await loadKernels()
const LITERALS = DETECTIONS.flatMap((detection) => detection.literals)

/** What scan workers hand over of the demo, an entry after the other. */
interface Recorded {
  readonly entries: readonly Entry[]
  readonly batches: readonly EventBatch[]
  readonly reports: readonly ScanReport[]
  readonly truth: GroundTruth
}

/** The demo's files through the real parsers and detections, without workers. */
async function record(attacked: boolean): Promise<Recorded> {
  const demo = generateDemo({ attacked }, () => undefined)
  const entries = demo.files.map(({ path, bytes }, index) =>
    entryOf(path, bytes.length, { index, rawPath: path, path: path.replace(/^C\//, 'C:/') }),
  )
  const batches: EventBatch[] = []
  const reports: ScanReport[] = []
  for (const [index, { bytes }] of demo.files.entries()) {
    const entry = entries[index]
    if (!entry) continue
    const input = new MemoryInput(bytes, { path: entry.path, entry, literals: LITERALS })
    const parser = PARSERS.find((one) => one.sniff(input.head, entry))
    const deliver = (batch: EventBatch): Promise<void> => {
      // Its columns are used again for the next.
      batches.push(structuredClone(batch))
      return Promise.resolve()
    }
    const sink = new EventSink(index, 0, deliver, DETECTIONS, kernels)
    if (parser) await parser.parse(input, sink)
    const totals = await sink.finish()
    reports.push({
      result: {
        entry: index,
        state: parser ? 'read' : 'ignored',
        parser: parser?.id ?? null,
        sha256: index.toString(16).padStart(64, '0'),
        sha1: null,
        md5: null,
        crcMatches: true,
        events: totals.events,
        records: totals.records,
        unreadable: totals.unreadable,
        kernelBytes: { crc32: 0, sha256: 0, lines: 0, match: 0 },
        noRecord: parser?.noRecord ?? '',
        reason: '',
      },
      warnings: totals.warnings,
      builds: totals.builds,
      gaps: totals.gaps,
      servers: [...totals.servers],
      ownAddresses: [...totals.ownAddresses],
      checkpoints: null,
    })
  }
  return { entries, batches, reports, truth: groundTruth(demo) }
}

/** The case of what was handed over, in the order given; `left` entries are not in the evidence at all. */
function judge(
  { entries, reports }: Recorded,
  batches: readonly EventBatch[],
  left: (entry: number) => boolean = () => false,
): Case {
  const evidence: Evidence = {
    index: 0,
    name: 'demo.zip',
    kind: 'zip',
    size: 1,
    collector: 'unknown',
    packageHost: '',
    sha256: null,
  }
  const kept = entries.map((entry) =>
    left(entry.index) ? { ...entry, path: 'left-out', rawPath: 'left-out' } : entry,
  )
  const store = new CaseStore({
    demo: true,
    evidence: [evidence],
    entries: kept,
    warnings: [],
  })
  for (const batch of batches) if (!left(batch.entry)) store.add(batch)
  for (const report of reports) {
    const { entry } = report.result
    store.report(left(entry) ? emptyReport(kept[entry] as Entry, 'ignored', '') : report)
  }
  return { ...store.finish(false), entries: store.entries }
}

describe('the demo, attacked', () => {
  let judged: Case
  let recorded: Recorded
  let truth: GroundTruth
  beforeAll(async () => {
    recorded = await record(true)
    ;({ truth } = recorded)
    judged = judge(recorded, recorded.batches)
  }, 120_000)

  it('gives the findings of its ground truth, none missing, none extra', () => {
    const single = judged.findings.filter(({ chain }) => !chain)
    const found = single.map((one) => [
      ...[one.detection, one.actors.join(), one.subject, one.level, one.rung, one.count],
      ...[formatIso(one.firstTime), formatIso(one.lastTime)],
    ])
    const wanted = truth.findings.map((one) => [
      ...[one.detection, one.actors.join(), one.subject, one.level, one.rung, one.count],
      ...[one.firstTime, one.lastTime].flatMap((time) => time?.replace('.000Z', 'Z') ?? []),
    ])
    const lines = (rows: readonly (readonly unknown[])[]): string[] =>
      rows.map((row) => row.join(' ')).sort()
    expect(lines(found)).toEqual(lines(wanted))
  })

  it('gives its stories, each of them one actor with its steps in order of time', () => {
    const stories = judged.findings.filter(({ chain }) => chain)
    expect(stories.map(({ actors, title }) => ({ actors, title }))).toEqual(
      truth.stories.map(({ actors, phases }) => ({ actors, title: `One story: ${phases}` })),
    )
    const ids = new Set(judged.findings.map(({ id }) => id))
    for (const { chain = [] } of stories) {
      expect(chain.every(({ finding }) => ids.has(finding))).toBe(true)
      const times = chain.map(({ time }) => time)
      expect(times).toEqual([...times].sort((a, b) => a - b))
    }
    const [worst, second] = judged.actors
    expect([worst?.addresses, second?.addresses].sort()).toEqual(
      truth.stories.map(({ actors }) => actors).sort(),
    )
  })

  it('gives its rungs, its door and its exit code', () => {
    const [host] = judged.hosts
    expect(host?.name).toBe(truth.host)
    for (const rung of RUNGS) expect(host?.verdict[rung].call, rung).toBe(truth.rungs[rung])
    expect(host?.verdict.door.call).toBe(truth.door.call)
    expect(host?.verdict.door.flaw.call).toBe(truth.door.flaw)
    expect(host?.verdict.door.backDoor.call).toBe(truth.door.backDoor)
    expect(formatIso(host?.verdict.door.backDoor.lastUsed ?? NaN)).toBe(
      truth.door.lastUsed?.replace('.000Z', 'Z'),
    )
    expect(host?.builds.map((seen) => seen.build)).toEqual(truth.builds)
    expect(exitCode(judged)).toBe(truth.exitCode)
  })

  it('without any one log family is never “not seen”: it gets weaker, and says why', () => {
    const familiesOf = new Map<number, Set<number>>()
    for (const { entry, columns } of recorded.batches) {
      const known = familiesOf.get(entry) ?? new Set()
      for (let row = 0; row < columns.length; row++) known.add(columns.family[row] as number)
      familiesOf.set(entry, known)
    }
    const present = new Set([...familiesOf.values()].flatMap((known) => [...known]))
    const groups = new Set([...present].map((family) => familyAt(family).group))
    // Those that findings rest on; the groups hold the others.
    const telling = new Set(
      judged.findings.flatMap(({ rows }) => rows.map((row) => familyIndex(row.family))),
    )
    const lacking = [
      ...[...telling].map((family) => [familyAt(family).id, [family]] as const),
      ...[...groups].map((group) => {
        const own = [...present].filter((family) => familyAt(family).group === group)
        return [`all of ${group}`, own] as const
      }),
    ]
    expect(lacking.length).toBeGreaterThan(6)
    for (const [name, families] of lacking) {
      const less = judge(recorded, recorded.batches, (entry) =>
        families.some((family) => familiesOf.get(entry)?.has(family) === true),
      )
      const verdict = less.hosts[0]?.verdict
      expect(verdict?.headline, name).not.toBeNull()
      expect(exitCode(less), name).toBe(1)
      for (const rung of RUNGS) {
        if (judged.hosts[0]?.verdict[rung].call !== 'yes') continue
        expect(['yes', 'cannot tell'], `${name}: ${rung}`).toContain(verdict?.[rung].call)
        expect(verdict?.[rung].because, `${name}: ${rung}`).not.toBe('')
      }
    }
  }, 60_000)

  it('gives the same case.json, byte for byte, in whatever order workers hand over', () => {
    const options = { masked: false, written: '2026-01-01T00:00:00Z' }
    const text = (batches: readonly EventBatch[], reports = recorded.reports): string =>
      caseJson(judge({ ...recorded, reports }, batches), new Map(), options)
    const alone = text(recorded.batches)
    for (const workers of [2, 3]) {
      const handed = dealt(recorded.batches, workers)
      expect(handed.map(({ entry }) => entry)).not.toEqual(recorded.batches.map((b) => b.entry))
      expect(text(handed, [...recorded.reports].reverse()) === alone).toBe(true)
    }
  }, 60_000)
})

/** As so many workers deliver that each reads every so-manieth entry, a batch of each in turn. */
function dealt(batches: readonly EventBatch[], workers: number): EventBatch[] {
  const queues = Array.from({ length: workers }, (_, worker) =>
    batches.filter(({ entry }) => entry % workers === worker).reverse(),
  ).map((queue) => inOrder(queue))
  const dealtOut: EventBatch[] = []
  while (queues.some(({ length }) => length > 0))
    for (const queue of queues) dealtOut.push(...queue.splice(0, 1))
  return dealtOut
}

/** The last entry first, its own batches in their order. */
function inOrder(reversed: readonly EventBatch[]): EventBatch[] {
  return [...reversed].sort((a, b) => b.entry - a.entry || a.sequence - b.sequence)
}

describe('its clean twin', () => {
  let judged: Case
  let truth: GroundTruth
  beforeAll(async () => {
    const recorded = await record(false)
    ;({ truth } = recorded)
    judged = judge(recorded, recorded.batches)
  }, 120_000)

  it('has nothing above low, the same calls as its truth, and exit code 0', () => {
    const loud = judged.findings.filter((one) => levelRank(one.level) > levelRank('low'))
    expect(loud.map((one) => `${one.detection} ${one.reason}`)).toEqual([])
    for (const rung of RUNGS)
      expect(judged.hosts[0]?.verdict[rung].call, rung).toBe(truth.rungs[rung])
    expect(exitCode(judged)).toBe(0)
  })
})
