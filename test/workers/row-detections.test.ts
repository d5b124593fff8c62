import { expect, test } from 'vitest'
import { familyIndex } from '../../src/model/families.js'
import { RowDetections } from '../../workers/row-detections.js'

const MFT = familyIndex('mft')
const REGISTRY = familyIndex('registry')

test('a row is shown to those alone that ask for its family, a file by its name', () => {
  const rows = new RowDetections([
    { rows: [{ family: 'mft', names: ['lsass'] }] },
    {},
    {
      rows: [
        { family: 'registry' },
        { family: 'mft', names: ['ntds'] },
        { family: 'mft', names: ['.crypt'] },
      ],
    },
  ])
  expect(rows.of(MFT)).toEqual([0, 2])
  expect(rows.of(REGISTRY)).toEqual([2])
  expect(rows.of(familyIndex('usn'))).toEqual([])
  const holds = (family: number, name: string): boolean =>
    rows.sieve(family).holds(new TextEncoder().encode(name), 0, name.length)
  expect(['LSASS.DMP', 'ntds.dit', 'a.CRYPT', 'a.txt'].map((name) => holds(MFT, name))).toEqual([
    ...[true, true, true, false],
  ])
  expect(holds(REGISTRY, 'lsass')).toBe(false)
})
