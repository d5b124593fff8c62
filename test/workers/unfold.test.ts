import { beforeAll, describe, expect, it } from 'vitest'
import { COLUMN_NAMES, type EventBatch } from '../../src/model/event-table.js'
import { MICROSECONDS_PER_DAY } from '../../src/model/units.js'
import type { CaseLimits } from '../../workers/protocol.js'
import { CaseStore } from '../../workers/case-store.js'
import { HashLanes } from '../../workers/kernels/hash-lanes.js'
import { Inflater } from '../../workers/kernels/inflater.js'
import type { Lane } from '../../workers/lanes.js'
import { scanEntry } from '../../workers/scan-entry.js'
import { foldedRows } from '../../workers/table/folded.js'
import { unfold } from '../../workers/unfold.js'
import { loadKernels } from '../assembly/loaded-kernels.js'
import { entryOf } from './parsers/memory-input.js'

const NAME = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210302.log'
const DAY = Date.UTC(2021, 2, 2) * 1_000
const FIELDS =
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status\r\n'

/** A day of which every second row is Exchange's own monitoring; the columns change at noon. */
function makeLog(rows: number): Uint8Array {
  const lines = [FIELDS]
  for (let row = 0; row < rows; row++) {
    const second = Math.floor((row * 86_400) / rows)
    if (row === Math.floor(rows / 2)) lines.push(FIELDS.replace('s-port ', ''))
    const port = row < Math.floor(rows / 2) ? '443 ' : ''
    const at = new Date(Date.UTC(2021, 2, 2) + second * 1_000).toISOString()
    const when = `${at.slice(0, 10)} ${at.slice(11, 19)}`
    lines.push(
      row % 2 === 0
        ? `${when} 127.0.0.1 GET /owa/healthcheck.htm - ${port}- 127.0.0.1 AMProbe/Local/ClientAccess 200\r\n`
        : `${when} 10.0.0.5 GET /owa/${String(row % 3)}.png n=${String(row)} ${port}- 192.0.2.${String(row % 4)} Mozilla/5.0 200\r\n`,
    )
  }
  return new TextEncoder().encode(lines.join(''))
}

let lane: Lane

beforeAll(async () => {
  const kernels = await loadKernels()
  lane = { module: kernels, inflater: new Inflater(kernels) }
})

async function read(bytes: Uint8Array, folds: boolean, limits?: CaseLimits) {
  const entry = entryOf(NAME, bytes.length, { headerOffset: -1 })
  const task = {
    entry,
    file: new File([new Uint8Array(bytes)], 'u_ex210302.log'),
    checkpointBudget: 0,
  }
  const evidence = {
    index: 0,
    name: 'one.log',
    kind: 'files' as const,
    size: bytes.length,
    collector: 'unknown' as const,
    packageHost: '',
    sha256: null,
  }
  const store = new CaseStore({
    demo: false,
    evidence: [evidence],
    entries: [entry],
    warnings: [],
    ...(limits ? { limits } : {}),
  })
  const folding = { noise: folds, pressed: false }
  const batches: EventBatch[] = []
  const report = await scanEntry(task, {
    lane,
    hashLanes: new HashLanes(lane.module),
    detections: [],
    folding,
    deliver: (batch) => {
      batches.push(batch)
      folding.pressed = store.add(batch)
      return Promise.resolve()
    },
    onProgress: () => undefined,
  })
  store.report(report)
  const judged = store.finish(false)
  return { task, store, judged }
}

/** Every record of the day as offset and path, those of folded rows read again. */
async function everyRecord({ task, store }: Awaited<ReturnType<typeof read>>) {
  const { table } = store
  const found: [number, string][] = []
  for (let row = 0; row < table.length; row++) {
    if ((table.further[row] as number) > 0) continue
    found.push([table.offset[row] as number, table.strings[table.target[row] as number] ?? ''])
  }
  for (const row of foldedRows(table, DAY, DAY + MICROSECONDS_PER_DAY, 1e6)) {
    const { columns, strings } = await unfold(task, row, { lane, onProgress: () => undefined })
    expect(columns.length).toBe(row.records)
    for (const name of COLUMN_NAMES) expect(columns[name]).toHaveLength(row.records)
    for (let at = 0; at < columns.length; at++) {
      found.push([columns.offset[at] as number, strings[columns.target[at] as number] ?? ''])
    }
  }
  return found.sort((a, b) => a[0] - b[0])
}

describe('folded rows', () => {
  it('unfold to the very records that they stand for, across a change of columns', async () => {
    const bytes = makeLog(2_000 * 12)
    const whole = await read(bytes, false)
    const folded = await read(bytes.slice(), true)
    expect(whole.store.table.length).toBe(24_000)
    expect(folded.store.table.length).toBeLessThan(14_000)
    expect(folded.judged.events).toBe(whole.judged.events)
    expect(folded.judged.noise).toBe(12_000)
    expect(whole.judged.noise).toBe(12_000)
    const noon = DAY + MICROSECONDS_PER_DAY / 2
    const some = foldedRows(folded.store.table, noon - 300e6, noon + 300e6, 100)
    expect(some.length).toBeGreaterThan(8)
    for (const row of some) {
      const { columns } = await unfold(folded.task, row, { lane, onProgress: () => undefined })
      expect(columns.length).toBe(row.records)
      expect(columns.offset[0]).toBe(row.offset)
      const last = columns.length - 1
      expect(columns.offset[last]! + columns.size[last]!).toBe(row.offset + row.size)
    }
  })

  it('hold every record once, near a limit of rows too, and the case says which limit', async () => {
    const bytes = makeLog(40_000)
    const { store, judged, task } = await read(bytes, true, { rows: 5_000, text: 1e6 })
    expect(judged.events).toBe(40_000)
    expect(store.table.length).toBeLessThan(35_000)
    expect(judged.warnings.map(({ what }) => what).join()).toMatch(
      /more records than fit in memory/,
    )
    const noon = DAY + MICROSECONDS_PER_DAY / 2
    const late = foldedRows(store.table, noon, DAY + MICROSECONDS_PER_DAY, 1e6)
    const ordinary = late.filter(({ noise }) => !noise)
    expect(ordinary.length).toBeGreaterThan(0)
    for (const row of [...ordinary.slice(0, 3), ...ordinary.slice(-3)]) {
      const { columns } = await unfold(task, row, { lane, onProgress: () => undefined })
      expect(columns.length).toBe(row.records)
    }
  })

  it('together with the others are all records of a small log', async () => {
    const bytes = makeLog(60)
    const plain = await everyRecord(await read(bytes, false))
    expect(await everyRecord(await read(bytes, true))).toEqual(plain)
    expect(plain).toHaveLength(60)
  })
})
