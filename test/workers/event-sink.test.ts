import { describe, expect, it } from 'vitest'
import {
  COLUMN_NAMES,
  FLAG_NOISE,
  type EventBatch,
  type EventColumns,
} from '../../src/model/event-table.js'
import { familyIndex } from '../../src/model/families.js'
import { EventSink, type Folding } from '../../workers/event-sink.js'
import { LazyRecord } from '../../workers/log-record.js'
import { loadKernels } from '../assembly/loaded-kernels.js'

const kernels = await loadKernels()

function sinkWith(batches: EventBatch[], folding?: Folding): EventSink {
  return new EventSink(
    7,
    3,
    (batch) => {
      batches.push(batch)
      return Promise.resolve()
    },
    [],
    kernels,
    folding,
  )
}

describe('EventSink', () => {
  it('hands rows over in numbered batches, each with the strings new since the last', async () => {
    const batches: EventBatch[] = []
    const sink = sinkWith(batches)
    const rows = 70_000
    for (let i = 0; i < rows; i++) {
      const row = sink.row()
      sink.columns.offset[row] = i
      sink.columns.client[row] = sink.internText(`10.0.0.${String(i % 200)}`)
      await sink.flushIfFull()
    }
    const totals = await sink.finish()
    expect(totals.events).toBe(rows)
    expect(batches.map((batch) => batch.sequence)).toEqual([0, 1, 2])
    expect(batches.map((batch) => batch.newStrings.length)).toEqual([201, 0, 0])
    expect(batches.reduce((sum, batch) => sum + batch.columns.length, 0)).toBe(rows)
    const last = batches[2]?.columns
    expect(last?.offset[last.length - 1]).toBe(rows - 1)
    expect(batches.every((batch) => batch.entry === 7)).toBe(true)
  })

  it('uses columns again that come back, without a trace of the rows they held', async () => {
    const spare: EventColumns[] = []
    const sizes: number[] = []
    const statuses: number[] = []
    const deliver = ({ columns }: EventBatch): Promise<void> => {
      spare.push(columns)
      const sum = (column: Uint32Array | Uint16Array): number =>
        [...column.subarray(0, columns.length)].reduce((all, value) => all + value, 0)
      sizes.push(sum(columns.size))
      statuses.push(sum(columns.status))
      return Promise.resolve()
    }
    for (let entry = 0; entry < 3; entry++) {
      const sink = new EventSink(entry, 0, deliver, [], kernels, undefined, spare)
      for (let i = 0; i < 40_000; i++) {
        const row = sink.row()
        sink.columns.size[row] = 2
        if (entry === 0) sink.columns.status[row] = 1
        await sink.flushIfFull()
      }
      await sink.finish()
    }
    expect(spare).toHaveLength(1)
    expect(sizes).toEqual([65_536, 14_464, 65_536, 14_464, 65_536, 14_464])
    expect(statuses).toEqual([32_768, 7_232, 0, 0, 0, 0])
  })

  it('counts warnings of one kind and locates the first', async () => {
    const sink = sinkWith([])
    for (let i = 0; i < 5; i++)
      sink.warn(100 + i, 'row cut off', '15 fields', `${String(i)} fields`)
    const { warnings } = await sink.finish()
    expect(warnings).toEqual([
      {
        entry: 7,
        evidence: 3,
        offset: 100,
        what: 'row cut off',
        wanted: '15 fields',
        found: '0 fields',
        count: 5,
      },
    ])
  })

  it('counts what is over the limit of warning kinds, so that none is lost silently', async () => {
    const sink = sinkWith([])
    for (let i = 0; i < 450; i++) sink.warn(i, `kind ${String(i)}`, '', '')
    const { warnings } = await sink.finish()
    expect(warnings).toHaveLength(201)
    expect(warnings.at(-1)).toMatchObject({ what: 'further warnings of other kinds', count: 250 })
  })

  it('keeps first and last time of a build, NaN or not', async () => {
    const sink = sinkWith([])
    sink.build('15.1.2106.2', 'EX1', NaN, 10)
    sink.build('15.1.2106.2', 'EX1', 500, 20)
    sink.build('15.1.2106.2', 'EX1', 300, 30)
    sink.build('15.1.2106.2', 'EX1', NaN, 35)
    sink.build('15.1.2106.2', 'EX2', 400, 40)
    const { builds } = await sink.finish()
    expect(builds).toEqual([
      { build: '15.1.2106.2', server: 'EX1', first: 300, last: 500, offset: 10 },
      { build: '15.1.2106.2', server: 'EX2', first: 400, last: 400, offset: 40 },
    ])
  })

  it('tells which row a detection hit, and what ties the record to others', async () => {
    const batches: EventBatch[] = []
    const sink = new EventSink(
      0,
      0,
      (batch) => {
        batches.push(batch)
        return Promise.resolve()
      },
      [{ match: () => -1 }, { match: () => 2 }],
      kernels,
    )
    sink.row()
    const row = sink.row()
    const request = '3f0a9c1e-0000-4000-8000-00000000000a'
    const none = (): string => ''
    const source = { client: none, user: none, agent: none, method: none, stem: none, query: none }
    const field = (name: string): string => (name === 'RequestId' ? request : '')
    const facts = { family: familyIndex('httpproxy-ecp'), fromSelf: false, status: 0 }
    const record = new LazyRecord({ ...source, field, item: none }, { ...facts, reshaped: false })
    sink.detect(record, row)
    await sink.finish()
    expect([...(batches[0]?.hits ?? [])]).toEqual([1, 1, 2])
    expect(batches[0]?.sessions).toEqual([{ row: 1, request, canary: '', style: '' }])
  })

  it('gives rows that are zero, whatever stood there before a batch was folded or sent', async () => {
    const batches: EventBatch[] = []
    const sink = sinkWith(batches, { noise: true, pressed: false })
    let dirty = 0
    for (const kind of [FLAG_NOISE, 0, FLAG_NOISE]) {
      for (let i = 0; i < 33_000; i++) {
        const row = sink.row()
        const { columns } = sink
        if (COLUMN_NAMES.some((name) => columns[name][row] !== 0)) dirty++
        for (const name of COLUMN_NAMES) columns[name][row] = 1
        columns.flags[row] = kind
      }
      await sink.flushIfFull()
    }
    await sink.finish()
    expect(batches).toHaveLength(2)
    expect(dirty).toBe(0)
  })
})
