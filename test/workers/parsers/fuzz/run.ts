import { Random } from '../../../../scripts/fuzz/random.mjs'
import { EventSink } from '../../../../workers/event-sink.js'
import { PARSERS } from '../../../../workers/parsers/index.js'
import { evtx } from '../../../../workers/parsers/evtx.js'
import { registry } from '../../../../workers/parsers/registry.js'
import { registryLog } from '../../../../workers/parsers/registry-log.js'
import type { Parser, SiblingBytes } from '../../../../workers/parsers/parser.js'
import { loadKernels } from '../../../assembly/loaded-kernels.js'
import { mft } from '../../../../workers/parsers/mft.js'
import { usnJournal } from '../../../../workers/parsers/usn-journal.js'
import { EXPORT_SAMPLES } from '../events/exports.js'
import { logSamples as eventLogSamples } from '../evtx/samples.js'
import { fixtures } from '../fixtures.js'
import { MemoryInput } from '../memory-input.js'
import { journalSamples, tableSamples } from '../ntfs/samples.js'
import { hiveSamples, logSamples } from '../registry/samples.js'
import { REPORT_TARGETS } from '../reported/samples.js'
import { mutate } from './mutate.js'
import { SETUP_SAMPLES } from './setup-samples.js'

/** A worker that is silent so long is near its end. */
const SLOW_MS = 1_000
const SLOW = `took more than ${SLOW_MS} ms`
/** A row has a place of its own in all formats that are fuzzed but for lists in one value. */
const ROWS_A_BYTE = 1 / 8
const MOST_WARNINGS = 201

export interface Sample {
  readonly bytes: Uint8Array
  /** Files beside it, damaged in turn. */
  readonly siblings?: readonly SiblingBytes[]
}

interface Target {
  readonly parser: Parser
  readonly samples: () => readonly Sample[]
  /** Inputs in a run of the tests, where the usual number would be too many. */
  readonly slice?: number
}

/** Parsers of logs by their id; their samples are those of the golden tests. */
const LOGS = [
  'iis-w3c',
  'http-proxy',
  'ecp-server',
  'exchange-log',
  'http-err',
  'iis-ftp',
  'iis-native',
  'access-log',
]

/** Parsers of files that are read whole, by their id, with whole samples of what they read. */
export const TARGETS: Readonly<Record<string, Target>> = {
  ...listed(SETUP_SAMPLES),
  ...listed(EXPORT_SAMPLES),
  evtx: { parser: evtx, samples: eventLogSamples, slice: 700 },
  ...listed(logSamplesById()),
  registry: { parser: registry, samples: hiveSamples },
  'registry-log': { parser: registryLog, samples: logSamples },
  mft: { parser: mft, samples: tableSamples },
  'usn-journal': { parser: usnJournal, samples: journalSamples },
  ...REPORT_TARGETS,
}

export interface Fuzzed {
  /** How often each outcome came up. */
  readonly verdicts: ReadonlyMap<string, number>
  /** The first input on which the parser broke a promise. */
  readonly found: { readonly bytes: Uint8Array; readonly what: string } | null
}

const kernels = await loadKernels()

function logSamplesById(): Record<string, () => readonly Sample[]> {
  const all = fixtures()
  const entries = LOGS.map((id) => [id, () => all.filter((one) => one.parser === id)] as const)
  return Object.fromEntries(entries)
}

/** Parsers of the list by the ids of their samples. */
function listed(
  samples: Readonly<Record<string, () => readonly Sample[]>>,
): Readonly<Record<string, Target>> {
  const targets = PARSERS.filter(({ id }) => id in samples).map((parser) => {
    return [parser.id, { parser, samples: samples[parser.id] ?? (() => []), slice: 400 }] as const
  })
  return Object.fromEntries(targets)
}

/** Damaged inputs for one parser: none may make it throw, hang, or tell of what is not there. */
export async function fuzzParser(
  name: string,
  count: number,
  seed: number,
  onProgress: (done: number) => void,
): Promise<Fuzzed> {
  const target = TARGETS[name]
  if (!target) throw new Error(`no parser ${name} is fuzzed`)
  const random = new Random(seed)
  const samples = target.samples()
  const verdicts = new Map<string, number>()
  for (let done = 1; done <= count; done++) {
    const sample = random.pick(samples)
    const { bytes, siblings } = damaged(sample, random)
    const verdict = await judgeTwice(target.parser, bytes, siblings)
    if (verdict.wrong !== '') return { verdicts, found: { bytes, what: verdict.wrong } }
    verdicts.set(verdict.outcome, (verdicts.get(verdict.outcome) ?? 0) + 1)
    onProgress(done)
  }
  return { verdicts, found: null }
}

/** What is slow once may have waited for other work of the machine. */
async function judgeTwice(
  parser: Parser,
  bytes: Uint8Array,
  siblings: readonly SiblingBytes[],
): ReturnType<typeof judge> {
  const verdict = await judge(parser, bytes, siblings)
  for (let again = 0; verdict.wrong.startsWith(SLOW) && again < 3; again++) {
    const next = await judge(parser, bytes, siblings)
    if (!next.wrong.startsWith(SLOW)) return next
  }
  return verdict
}

/** The file, or one beside it, or both. */
function damaged({ bytes, siblings = [] }: Sample, random: Random) {
  const which = siblings.length > 0 ? random.below(3) : 0
  return {
    bytes: which === 1 ? bytes.slice() : mutate(bytes, random),
    siblings: siblings.map((one) =>
      which === 0 ? one : { ...one, bytes: mutate(one.bytes, random) },
    ),
  }
}

async function judge(
  parser: Parser,
  bytes: Uint8Array,
  siblings: readonly SiblingBytes[],
): Promise<{ readonly wrong: string; readonly outcome: string }> {
  const whole = bytes.slice()
  const beside = siblings.map((one) => ({
    path: one.path,
    bytes: () => Promise.resolve(one.bytes),
  }))
  const faults: string[] = []
  const rows: { readonly offset: number; readonly size: number }[] = []
  const started = performance.now()
  const before = process.cpuUsage()
  let totals
  try {
    parser.sniff(bytes.subarray(0, 4_096), new MemoryInput(bytes).entry)
    const sink = new EventSink(
      0,
      0,
      ({ columns: { length, offset, size } }) => {
        for (let row = 0; row < length; row++) {
          rows.push({ offset: offset[row] ?? NaN, size: size[row] ?? NaN })
        }
        return Promise.resolve()
      },
      [],
      kernels,
    )
    // Lines in kernel memory are read by the kernel, others one by one.
    const inKernel = bytes.length % 2 === 0 ? { kernels } : {}
    const options = { siblings: beside, path: 'C:/x/ANY', ...inKernel }
    await parser.parse(new MemoryInput(bytes, options), sink)
    totals = await sink.finish()
    for (const row of rows.slice(0, 3)) tell(parser, whole, row, siblings)
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { wrong: `threw ${why}`, outcome: '' }
  }
  const { events, records, unreadable, warnings } = totals
  const outside = rows.find(({ offset, size }) => !(offset >= 0 && offset + size <= whole.length))
  // On a busy machine a parser may wait for its turn.
  const { user, system } = process.cpuUsage(before)
  const took = Math.min(performance.now() - started, (user + system) / 1_000)
  if (took > SLOW_MS) faults.push(SLOW)
  if (outside) faults.push(`a row stands at ${outside.offset} + ${outside.size}`)
  if (rows.length !== events || records < events + unreadable) faults.push('counts disagree')
  if (events > 100 + whole.length * ROWS_A_BYTE) faults.push(`${events} rows`)
  if (unreadable > 0 && warnings.length === 0) faults.push('lost something without a warning')
  if (warnings.length > MOST_WARNINGS) faults.push(`${warnings.length} warnings`)
  if (warnings.some(({ offset }) => !(offset >= 0 && offset <= whole.length)))
    faults.push('a warning stands outside the file')
  const kinds = warnings.map(({ what }) => what.replace(/ of [A-Z]+\.LOG\d/, ''))
  const outcome =
    kinds.length === 0 ? (events > 0 ? 'read whole' : 'nothing in it') : kinds.sort()[0]
  return { wrong: faults.join(', '), outcome: outcome ?? '' }
}

function tell(
  parser: Parser,
  whole: Uint8Array,
  row: { readonly offset: number; readonly size: number },
  siblings: readonly SiblingBytes[],
): void {
  const { record } = parser
  if (!record) return
  const location = { entry: 0, ...row }
  const { from, to } = record.stretch(location, whole.length)
  record.tell({ bytes: whole.slice(from, to), base: from }, location, siblings)
}
