import { describe, expect, it } from 'vitest'
import { sourcesOf } from '../../../src/case/sources.js'

const file = (path: string) => ({ path, file: new File([], path) })
const shape = (...drops: Parameters<typeof sourcesOf>[0]) =>
  sourcesOf(drops).map(({ index, name, kind, files }) => [index, name, kind, files.length])

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
