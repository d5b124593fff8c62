import { describe, expect, it } from 'vitest'
import { requestChain, type ChainContext } from '../../../src/case/request-chain.js'
import type { Lost } from '../../../src/case/pool.js'
import type { ChainRow, LineSearch, LogStretch, RawRow } from '../../../workers/protocol.js'
import { entryOf } from '../../workers/parsers/memory-input.js'

const ID = '252668e2-7a51-43fd-a2d1-633ff6723d24'
const TEXT = `2021-02-28 03:14:02 POST /ecp/y.js &cafeReqId=${ID}; 443`
const MINUTE = 60_000_000
const at = { entry: 0, offset: 5, size: 80, time: 100 * MINUTE }
const lost: Lost = { lost: true, entry: 9, offset: 0, reason: 'ended', amongOthers: false }

function stretch(entry: number, window = 5 * MINUTE): LogStretch {
  return { entry, from: 0, to: 1_000, window }
}

function line(entry: number, offset: number): RawRow {
  return { entry, offset, size: 9, text: ID, line: 1, before: [], after: [], truncated: false }
}

function rowOf({ entry, offset, size }: RawRow, time: number): ChainRow {
  const rest = {
    family: 'ews',
    user: '',
    action: '',
    target: '',
    status: 0,
    folded: false,
  } as const
  return { entry, offset, size, time, ...rest }
}

function context(
  found: Readonly<Record<number, RawRow[] | Lost>>,
  stretches = Object.keys(found).map((entry) => stretch(Number(entry))),
  leftOut = 0,
): ChainContext & { readonly searches: LineSearch[] } {
  const searches: LineSearch[] = []
  return {
    searches,
    signal: new AbortController().signal,
    taskOf: (index) => ({
      entry: { ...entryOf('x', 1_000), index },
      file: new Blob(),
      checkpointBudget: 0,
      checkpoints: null,
    }),
    pool: {
      findLines: (task, search) => {
        searches.push(search)
        return Promise.resolve(found[task.entry.index] ?? [])
      },
    },
    caseApi: {
      logsAround: () => Promise.resolve({ stretches, leftOut }),
      chainRows: (places) =>
        Promise.resolve(
          places
            .filter(({ offset }) => offset < 900)
            .map((place) => rowOf(line(place.entry, place.offset), -place.entry)),
        ),
    },
  }
}

describe('a request chain', () => {
  it('has what other logs hold of the record’s id, in order of time', async () => {
    const of = context({ 1: [line(1, 40)], 2: [line(2, 7), line(2, 950)], 3: [] })
    const chain = await requestChain(at, TEXT, of)
    expect(chain.ids).toEqual([ID])
    expect(chain.links.map(({ raw, row }) => [raw.entry, raw.offset, row?.time])).toEqual([
      [2, 7, -2],
      [1, 40, -1],
      [2, 950, undefined],
    ])
    expect(chain).toMatchObject({ searched: 3, limits: [] })
    expect(of.searches.map(({ needles }) => needles)).toEqual([[ID], [ID], [ID]])
  })

  it('says what was not searched and what is not shown', async () => {
    const ten = Array.from({ length: 10 }, (_, offset) => line(1, offset))
    const stretches = [stretch(1, MINUTE), stretch(2), stretch(3, MINUTE / 6)]
    const chain = await requestChain(at, TEXT, context({ 1: ten, 2: lost, 3: [] }, stretches, 2))
    expect(chain.searched).toBe(2)
    expect(chain.limits).toEqual([
      '1 log was searched a minute either side only',
      '1 log was searched ten seconds either side only',
      '2 logs have too much around that time',
      '1 log could not be read again',
      '1 log holds more of it than is shown',
    ])
  })

  it('searches nothing for a record without an id or without a time', async () => {
    const of = context({ 1: [line(1, 40)] })
    expect(await requestChain(at, 'GET /owa/', of)).toMatchObject({ ids: [], links: [] })
    const chain = await requestChain({ ...at, time: NaN }, TEXT, of)
    expect(chain).toMatchObject({
      links: [],
      limits: ['the record states no time to search around'],
    })
    expect(of.searches).toEqual([])
  })

  it('stops where nobody waits any more', async () => {
    const control = new AbortController()
    control.abort()
    const of = { ...context({ 1: [line(1, 40)] }), signal: control.signal }
    await expect(requestChain(at, TEXT, of)).rejects.toThrow()
    expect(of.searches).toEqual([])
  })
})
