import { describe, expect, it } from 'vitest'
import type { Entry, Evidence } from '../../../src/model/evidence.js'
import { resolveHosts } from '../../../workers/table/hosts.js'

const evidence = (index: number, packageHost = ''): Evidence => ({
  index,
  name: `e${String(index)}.zip`,
  kind: 'zip',
  size: 1,
  collector: 'unknown',
  packageHost,
  sha256: null,
})
const entry = (index: number, of: number, machine = ''): Entry => ({
  index,
  evidence: of,
  rawPath: 'x',
  path: 'x',
  machine,
  size: 1,
  compressedSize: 1,
  method: 'stored',
  crc32: 0,
  encrypted: false,
  headerOffset: 0,
  archiveTime: '',
  modified: NaN,
  priority: 0,
  notReadReason: '',
})

describe('hosts', () => {
  it('takes the name that most rows state and tells of others', () => {
    const hosts = resolveHosts([evidence(0)], [entry(0, 0), entry(1, 0)], ({ index }) =>
      index === 0
        ? [['MX01', 5]]
        : [
            ['mx01', 3],
            ['OTHER', 4],
          ],
    )
    expect(hosts.names).toEqual(['MX01'])
    expect(hosts.nameFrom[0]).toContain('OTHER')
  })

  it('makes no host of the files around one package, unless a log among them names it', () => {
    const entries = [entry(0, 0), entry(1, 0, 'data'), entry(2, 0)]
    const around = resolveHosts([evidence(0)], entries, ({ index }) =>
      index === 1 ? [['MX01', 5]] : [],
    )
    expect(around.names).toEqual(['MX01'])
    expect([...around.hostOfEntry]).toEqual([0, 0, 0])
    const two = resolveHosts([evidence(0)], entries, ({ index }) =>
      index === 1 ? [['MX01', 5]] : [['MX02', 1]],
    )
    expect([...two.names].sort()).toEqual(['MX01', 'MX02'])
  })

  it('lets the name of the package stand before that of its rows', () => {
    const hosts = resolveHosts([evidence(0, 'pkg')], [entry(0, 0)], () => [['ROWS', 9]])
    expect(hosts.names).toEqual(['PKG'])
    expect(hosts.nameFrom[0]).toContain('ROWS')
  })

  it('makes one host of two packages of the same server and two of two machines', () => {
    const entries = [entry(0, 0), entry(1, 1), entry(2, 1, 'B')]
    const names = ['A', 'A', 'B']
    const hosts = resolveHosts([evidence(0), evidence(1)], entries, ({ index }) => [
      [names[index] ?? '', 1],
    ])
    expect(hosts.names).toEqual(['A', 'B'])
    expect([...hosts.hostOfEntry]).toEqual([0, 0, 1])
  })

  it('never makes a host of nothing: it says that no log names the server', () => {
    const hosts = resolveHosts([evidence(0)], [entry(0, 0)], () => [])
    expect(hosts.names).toEqual(['unnamed server (e0.zip)'])
    expect(hosts.nameFrom[0]).toContain('no log')
  })
})
