import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { formatIso } from '../../../../src/model/time.js'
import { LogReader } from '../../../../workers/parsers/evtx/log-reader.js'
import { TextOut } from '../../../../workers/parsers/evtx/text-out.js'
import { referenceLines } from './reference.js'

const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url))
const isThere = existsSync(`${evidence}/evtx-truth.json`)

interface Counted {
  readonly records: number
  readonly min_event_record_id?: number
  readonly max_event_record_id?: number
  readonly first_event_record_id?: number
  readonly last_event_record_id?: number
  readonly min_system_time?: string
  readonly max_system_time?: string
  readonly first_system_time?: string
  readonly last_system_time?: string
  readonly event_ids: Readonly<Record<string, number>>
}
interface Truth {
  readonly xml: { readonly libevtx: Counted; readonly python_evtx: Counted }
}

/** What the two tools disagree about, or neither reads; all else must be as both say. */
const KNOWN: Readonly<
  Record<string, { readonly reason: string; readonly truth: Partial<Counted> }>
> = {
  'evtx/omerbenamram/MSExchange_Management_wec.evtx': {
    reason:
      'binary XML without a template, which neither tool reads; manual_truth of the truth file',
    truth: {
      records: 1,
      first_event_record_id: 3229,
      first_system_time: '2021-11-19T16:52:33.833733500',
      event_ids: { 1: 1 },
    },
  },
  'evtx/omerbenamram/sample-with-zero-data-size-event.evtx': {
    reason:
      'both tools stop at the record of size 0; libevtx recovers the 114 behind it: all of 1 to 450 but that one',
    truth: {
      records: 449,
      first_event_record_id: 1,
      last_event_record_id: 450,
      first_system_time: '2019-07-24T13:04:09.000000000',
    },
  },
  'evtx/omerbenamram/sample_with_a_bad_chunk_magic.evtx': {
    reason:
      'python-evtx counts a record of zeros as event 0; 31 events stand behind damage, where both tools stop',
    truth: {
      records: 300,
      first_event_record_id: 46728,
      first_system_time: '2018-08-08T03:46:41.457620000',
      event_ids: { 325: 300 },
    },
  },
}

interface Read {
  readonly id: number
  readonly record: number
  /** As the truth file writes it, to 100 ns. */
  readonly time: string
  readonly lines: string
  readonly offset: number
  readonly size: number
  /** Behind the end that its chunk states, or in no chunk: what the tools do not count. */
  readonly recovered: boolean
}

const known = new Map<string, ReturnType<typeof readEvents>>()

function eventsOf(name: string): Read[] {
  const read = known.get(name) ?? readEvents(load(name))
  known.set(name, read)
  return read
}

function load(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`${evidence}/${name}`))
}

function readEvents(bytes: Uint8Array): Read[] {
  const events: Read[] = []
  const out = new TextOut()
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const reader = new LogReader(
    {
      warn: () => undefined,
      unreadableRecord: () => undefined,
    },
    (event, offset, size) => {
      out.length = 0
      event.writeLines(out)
      const chunk = offset - ((offset - 4096) % 65_536)
      const free = bytes[chunk] === 0x45 ? view.getUint32(chunk + 48, true) : 0
      const time = formatIso(event.time).slice(0, 19)
      const fraction = String(((event.time % 1e6) + 1e6) % 1e6).padStart(6, '0')
      events.push({
        id: event.id,
        record: event.record,
        time: `${time}.${fraction}${String(event.tenths)}00`,
        lines: out.text(),
        offset,
        size,
        recovered: offset - chunk >= free,
      })
    },
    ((bytes[120] ?? 0) & 4) === 0,
  )
  for (let base = 4096; base < bytes.length; base += 65_536) {
    reader.read(bytes.subarray(base, base + 65_536), base)
  }
  reader.finish(bytes.length)
  return events
}

const files = isThere
  ? readdirSync(`${evidence}/evtx`).flatMap((folder) =>
      readdirSync(`${evidence}/evtx/${folder}`).map((name) => `evtx/${folder}/${name}`),
    )
  : []

function histogram(events: readonly Read[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { id } of events) counts[id] = (counts[id] ?? 0) + 1
  return counts
}

describe.skipIf(!isThere)('real event logs (needs evidence folder)', () => {
  const truths = isThere
    ? (JSON.parse(readFileSync(`${evidence}/evtx-truth.json`, 'utf8')) as Record<string, Truth>)
    : {}

  it.each(files)('%s: as many events with the same ids and times as the tools find', (name) => {
    const events = eventsOf(name)
    const own = events.filter((event) => !event.recovered)
    const records = own.map(({ record }) => record)
    const times = own.map(({ time }) => time)
    const { libevtx, python_evtx: python } = (truths[name] as Truth).xml
    const larger = python.records > libevtx.records ? python : libevtx
    const truth = KNOWN[name]?.truth ?? larger
    expect(own.length).toBe(truth.records)
    expect(new Set(records).size).toBe(truth.records)
    if (truth.event_ids) expect(histogram(own)).toEqual(truth.event_ids)
    expect(records.at(0)).toBe(truth.first_event_record_id)
    expect(times.at(0)).toBe(truth.first_system_time)
    if (name in KNOWN) return
    expect(records.at(-1)).toBe(truth.last_event_record_id)
    expect(times.at(-1)).toBe(truth.last_system_time)
    expect(Math.min(...records)).toBe(truth.min_event_record_id)
    expect(Math.max(...records)).toBe(truth.max_event_record_id)
    times.sort()
    expect(times.at(0)).toBe(truth.min_system_time)
    expect(times.at(-1)).toBe(truth.max_system_time)
  })

  it.each(files)('%s: every value of every event is what the slow reader gives', (name) => {
    const bytes = load(name)
    let compared = 0
    for (const { offset, size, lines, recovered } of eventsOf(name)) {
      const chunk = offset - ((offset - 4096) % 65_536)
      const expected = referenceLines(bytes.subarray(chunk, chunk + 65_536), offset - chunk, size)
      // What is left of an event in unused space ends where other bytes were written over it.
      if (recovered && expected?.join('\n') !== lines.trimEnd()) continue
      expect(lines).toBe(`${expected?.join('\n') ?? ''}\n`)
      compared++
    }
    expect(compared).toBeGreaterThan(0)
  })
})
