import { beforeAll, describe, expect, it } from 'vitest'
import type { Case } from '../../../src/model/case.js'
import { exitCode } from '../../../src/model/exit-code.js'
import { levelRank, RUNGS } from '../../../src/model/finding.js'
import { formatIso } from '../../../src/model/time.js'
import { CaseStore } from '../../../workers/case-store.js'
import { generateDemo } from '../../../workers/demo/generate.js'
import { groundTruth, type GroundTruth } from '../../../workers/demo/truth.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { EventSink } from '../../../workers/event-sink.js'
import { PARSERS } from '../../../workers/parsers/index.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { entryOf, MemoryInput } from '../parsers/memory-input.js'

const kernels = await loadKernels()
const LITERALS = DETECTIONS.flatMap((detection) => detection.literals)

/** The demo's files through the real parsers, detections and verdict, without workers. */
async function judge(attacked: boolean): Promise<{ judged: Case; truth: GroundTruth }> {
  const demo = generateDemo({ attacked }, () => undefined)
  const entries = demo.files.map(({ path, bytes }, index) =>
    entryOf(path, bytes.length, { index, rawPath: path, path: path.replace(/^C\//, 'C:/') }),
  )
  const store = new CaseStore({
    demo: true,
    evidence: [
      {
        index: 0,
        name: 'demo.zip',
        kind: 'zip',
        size: 1,
        collector: 'unknown',
        packageHost: '',
        sha256: null,
      },
    ],
    entries,
    warnings: [],
  })
  for (const [index, { bytes }] of demo.files.entries()) {
    const entry = entries[index]
    if (!entry) continue
    const input = new MemoryInput(bytes, { path: entry.path, entry, literals: LITERALS })
    const parser = PARSERS.find((one) => one.sniff(input.head, entry))
    const deliver = (batch: Parameters<CaseStore['add']>[0]): Promise<void> => {
      store.add(batch)
      return Promise.resolve()
    }
    const sink = new EventSink(index, 0, deliver, DETECTIONS, kernels)
    if (parser) await parser.parse(input, sink)
    const totals = await sink.finish()
    store.report({
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
        noRecord: '',
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
  const judged = { ...store.finish(false), entries: store.entries }
  return { judged, truth: groundTruth(demo) }
}

describe('the demo, attacked', () => {
  let judged: Case
  let truth: GroundTruth
  beforeAll(async () => {
    ;({ judged, truth } = await judge(true))
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
})

describe('its clean twin', () => {
  let judged: Case
  let truth: GroundTruth
  beforeAll(async () => {
    ;({ judged, truth } = await judge(false))
  }, 120_000)

  it('has nothing above low, the same calls as its truth, and exit code 0', () => {
    const loud = judged.findings.filter((one) => levelRank(one.level) > levelRank('low'))
    expect(loud.map((one) => `${one.detection} ${one.reason}`)).toEqual([])
    for (const rung of RUNGS)
      expect(judged.hosts[0]?.verdict[rung].call, rung).toBe(truth.rungs[rung])
    expect(exitCode(judged)).toBe(0)
  })
})
