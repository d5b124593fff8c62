import { describe, expect, it } from 'vitest'
import {
  MOST_HITS,
  MOST_OF_A_FILE,
  searchRaw,
  type RawSearchState,
} from '../../../src/case/raw-search.js'
import { emptyResult, type EntryState } from '../../../src/model/evidence.js'
import type { EntryFound, ReadRowsTask } from '../../../workers/protocol.js'
import { entryOf } from '../../workers/parsers/memory-input.js'

type Found = (entry: number, most: number) => EntryFound | { lost: true }

async function run(states: readonly EntryState[], found: Found, stopAfter = Infinity) {
  const entries = states.map((_, index) => ({ ...entryOf(`${String(index)}.log`, 10), index }))
  const results = entries.map((entry, index) => emptyResult(entry, states[index] ?? 'read', ''))
  const told: RawSearchState[] = []
  const control = new AbortController()
  let searches = 0
  await searchRaw(
    'text',
    entries,
    results,
    {
      pool: {
        searchEntry: (task, { most }) => {
          if (++searches === stopAfter) control.abort()
          return Promise.resolve(found(task.entry.index, most) as EntryFound)
        },
      },
      taskOf: (index) =>
        ({ entry: entries[index], file: new Blob(), checkpoints: null }) as unknown as ReadRowsTask,
      workers: 2,
    },
    control.signal,
    (state) => told.push(state),
  )
  return { told, last: told.at(-1), searches }
}

const hits = (entry: number, count: number): EntryFound => ({
  hits: Array.from({ length: count }, (_, at) => ({
    entry,
    offset: at,
    size: 1,
    at,
    line: at + 1,
    text: 'text',
  })),
  more: false,
  bytes: 10,
})

describe('a search of the raw evidence', () => {
  it('goes through every file that was read, and tells of each as it is done', async () => {
    const { told, last } = await run(['read', 'ignored', 'partial'], (entry) => hits(entry, entry))
    expect(told.map(({ files }) => files)).toEqual([0, 1, 2, 3])
    expect([last.hits.length, last.filesTotal, last.limits]).toEqual([3, 3, []])
  })

  it('says what it did not search', async () => {
    const { last } = await run(['read', 'not-read', 'unpacked', 'read', 'read'], (entry) =>
      entry === 3 ? { lost: true } : { ...hits(entry, 1), more: entry === 4 },
    )
    expect(last.limits).toEqual([
      '1 file was not read, and not searched',
      '1 file could not be searched',
      `1 file holds it more than ${String(MOST_OF_A_FILE)} times; the first are shown`,
    ])
  })

  it('stops where nobody reads on', async () => {
    const files = new Array<EntryState>(40).fill('read')
    const { last, searches } = await run(files, (entry, most) => hits(entry, most))
    expect(last.hits).toHaveLength(MOST_HITS)
    expect(last.limits).toEqual([`stopped at ${String(MOST_HITS)} hits`])
    expect(searches).toBeLessThan(15)
  })

  it('ends when it is cancelled', async () => {
    const files = new Array<EntryState>(40).fill('read')
    const { searches } = await run(files, (entry) => hits(entry, 1), 5)
    expect(searches).toBeLessThanOrEqual(6)
  })
})
