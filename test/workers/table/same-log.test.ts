import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateColumns, type EventBatch } from '../../../src/model/event-table.js'
import { familyIndex } from '../../../src/model/families.js'
import { CaseStore } from '../../../workers/case-store.js'
import { BatchStore } from '../../../workers/table/batch-store.js'
import { olderCopies, type ReadEntry } from '../../../workers/table/same-log.js'
import { entryOf } from '../parsers/memory-input.js'

interface Row {
  readonly time: number
  readonly target: string
  readonly status?: number
}

const LOG = 'C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log'
const ROWS: readonly Row[] = Array.from({ length: 50 }, (_, row) => ({
  time: 1_614_729_600_000_000 + row * 1_000_000,
  target: row % 7 === 0 ? '/owa/auth/logon.aspx' : `/ecp/${String(row % 5)}.js`,
}))

interface MadeLog extends Omit<ReadEntry, 'batches'> {
  readonly sent: readonly EventBatch[]
}

/** An entry with these rows, in batches of `size`, its strings numbered as they come. */
function logOf(
  index: number,
  rows: readonly Row[],
  { path = LOG, size = 16, host = 0, parser = 'iis-w3c', hits = [] as number[] } = {},
): MadeLog {
  const known = new Map([['', 0]])
  const sent: EventBatch[] = []
  for (let from = 0; from < rows.length; from += size) {
    const part = rows.slice(from, from + size)
    const columns = allocateColumns(part.length)
    columns.length = part.length
    const newStrings = from === 0 ? [''] : []
    for (const [row, { time, target, status = 200 }] of part.entries()) {
      columns.time[row] = time
      columns.offset[row] = (from + row) * 100
      columns.size[row] = 98
      columns.status[row] = status
      columns.family[row] = familyIndex('iis-front')
      if (!known.has(target)) {
        known.set(target, known.size)
        newStrings.push(target)
      }
      columns.target[row] = known.get(target) ?? 0
    }
    const ours = hits.filter((row) => row >= from && row < from + part.length)
    const triples = Uint32Array.from(ours.flatMap((row) => [row - from, 0, 0]))
    sent.push({ entry: index, sequence: sent.length, columns, newStrings, hits: triples })
  }
  const entry = entryOf(path, rows.length * 100, { index })
  const result = {
    entry: index,
    state: 'read' as const,
    parser,
    sha256: String(index),
    sha1: null,
    md5: null,
    crcMatches: true,
    events: rows.length,
    records: rows.length,
    unreadable: 0,
    kernelBytes: { crc32: 1, sha256: 1, lines: 1, match: 1 },
    noRecord: '',
    reason: '',
  }
  return { entry, result, host, sent }
}

function found(...logs: MadeLog[]): [number, number][] {
  const store = new BatchStore()
  for (const { sent } of logs) for (const batch of sent) store.add(batch)
  return [...olderCopies(logs.map((log) => ({ ...log, batches: store.of(log.entry.index) })))]
}

describe('an older copy of a log', () => {
  it('is known by its rows, however they came in batches', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 49 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (length, size, other) => {
          const older = logOf(0, ROWS.slice(0, length), { size })
          expect(found(older, logOf(1, ROWS, { size: other }))).toEqual([[0, 1]])
        },
      ),
      { seed: 4, numRuns: 60 },
    )
  })

  it('may be one of several, and have lost its folder', () => {
    const read = [
      logOf(0, ROWS.slice(0, 10), { path: 'u_ex210303.log' }),
      logOf(1, ROWS),
      logOf(2, ROWS.slice(0, 30), { path: 'c:/INETPUB/w3svc1/U_EX210303.LOG' }),
    ]
    expect(found(...read)).toEqual([
      [2, 1],
      [0, 1],
    ])
  })

  it('has its hits in the longer one', () => {
    expect(
      found(logOf(0, ROWS.slice(0, 9), { hits: [3] }), logOf(1, ROWS, { hits: [3, 40] })),
    ).toEqual([[0, 1]])
  })
})

describe('what only looks like one counts for itself', () => {
  const changed = (at: number, change: Partial<Row>): Row[] =>
    ROWS.slice(0, 20).map((row, index) => (index === at ? { ...row, ...change } : row))

  it.each([
    ['another first time', changed(0, { time: 5 })],
    ['another last time', changed(19, { time: 5 })],
    ['another path in a row', changed(7, { target: '/ecp/y.js' })],
    ['another status', changed(12, { status: 500 })],
    ['a row too many', [...ROWS, { time: 6, target: '/x' }, { time: 7, target: '/y' }].slice(1)],
    ['a row missing in between', ROWS.filter((_, row) => row !== 9).slice(0, 20)],
  ])('%s', (_, rows) => {
    expect(found(logOf(0, rows), logOf(1, ROWS))).toEqual([])
  })

  it.each([
    ['another host', { host: 1 }],
    ['another name', { path: 'C:/inetpub/logs/LogFiles/W3SVC1/u_ex210304.log' }],
    ['another site', { path: 'C:/inetpub/logs/LogFiles/W3SVC2/u_ex210303.log' }],
    ['another parser', { parser: 'http-proxy' }],
    ['a hit that the longer one has not', { hits: [4] }],
  ])('%s', (_, options) => {
    expect(found(logOf(0, ROWS.slice(0, 20), options), logOf(1, ROWS))).toEqual([])
  })

  it('as many rows in as many bytes: something else was changed', () => {
    expect(found(logOf(0, ROWS), logOf(1, ROWS))).toEqual([])
  })
})

describe('in the case', () => {
  it('its events count once, and the ledger says so', () => {
    const read = [logOf(0, ROWS.slice(0, 20)), logOf(1, ROWS)]
    const evidence = [
      {
        index: 0,
        name: 'a.zip',
        kind: 'zip' as const,
        size: 1,
        collector: 'unknown' as const,
        packageHost: '',
        sha256: null,
      },
    ]
    const entries = read.map(({ entry }) => entry)
    const store = new CaseStore({ demo: false, evidence, entries, warnings: [] })
    for (const { sent, result } of read) {
      for (const batch of sent) store.add(batch)
      const nothing = {
        warnings: [],
        builds: [],
        servers: [],
        ownAddresses: [],
        gaps: [],
        checkpoints: null,
      }
      store.report({ result, ...nothing })
    }
    const judged = store.finish(false)
    expect(judged.events).toBe(50)
    expect(judged.results.map(({ reason }) => reason)).toEqual([
      `an older copy of ${LOG}: its 20 events are all in ${LOG}`,
      '',
    ])
  })
})
