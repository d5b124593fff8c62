import { describe, expect, it } from 'vitest'
import {
  raisedUnpacking,
  RAISES,
  READING_LIMITS,
  UNPACK_LIMITS,
} from '../../../src/model/limits.js'
import { sourcesOf } from '../../../src/case/sources.js'

const file = (path: string) => ({ path, file: new File([], path) })
const shape = (...drops: Parameters<typeof sourcesOf>[0]) =>
  sourcesOf(drops, 1).map(({ index, name, kind, files }) => [index, name, kind, files.length])

describe('what was dropped, as evidence', () => {
  it('makes one of each zip and one of all loose files', () => {
    const files = ['a.zip', 'u_ex1.log', 'B.ZIP', 'u_ex2.log'].map(file)
    expect(shape({ folder: '', files })).toEqual([
      [0, 'a.zip', 'zip', 1],
      [1, 'B.ZIP', 'zip', 1],
      [2, '2 loose files', 'files', 2],
    ])
  })

  it('names a single loose file', () => {
    expect(shape({ folder: '', files: [file('u_ex1.log')] })).toEqual([
      [0, 'u_ex1.log', 'files', 1],
    ])
  })

  it('takes packages at the top of a folder for themselves, deeper ones as files of it', () => {
    const files = ['mx01.zip', 'W3SVC1/u_ex1.log', 'C/Users/x/old.zip'].map(file)
    expect(shape({ folder: 'evidence', files })).toEqual([
      [0, 'mx01.zip', 'zip', 1],
      [1, 'evidence', 'folder', 2],
    ])
  })

  it('makes nothing of nothing', () => {
    expect(shape({ folder: 'empty', files: [] })).toEqual([])
  })
})

describe('raised limits', () => {
  const drop = { folder: '', files: ['a.zip', 'u_ex1.log'].map(file) }

  it('go with every source; the usual ones need not be said', () => {
    expect(sourcesOf([drop], 1).map(({ limits }) => limits)).toEqual([undefined, undefined])
    const [first, second] = sourcesOf([drop], 10)
    expect(first?.limits).toEqual(second?.limits)
    expect(first?.limits?.ratio).toBe(READING_LIMITS.ratio * 10)
    expect(first?.limits?.entrySize).toBe(READING_LIMITS.entrySize * 10)
  })

  it('let archives nest one deeper for every ten times', () => {
    expect(RAISES.map((raise) => raisedUnpacking(raise).depth - UNPACK_LIMITS.depth)).toEqual([
      0, 1, 2,
    ])
    expect(raisedUnpacking(100).bytes).toBe(UNPACK_LIMITS.bytes * 100)
  })
})
