import { describe, expect, it } from 'vitest'
import { allocateColumns } from '../../src/model/event-table.js'
import { familyIndex } from '../../src/model/families.js'
import type { ScanReport } from '../../workers/protocol.js'
import { CaseStore } from '../../workers/case-store.js'
import { entryOf } from './parsers/memory-input.js'

const LOG = 'C:/inetpub/logs/LogFiles/W3SVC1/u_ex210101.log'
const SHADOW = 'VSS1/C:/inetpub/logs/LogFiles/W3SVC1/u_ex210101.log'

function reportOf(entry: number, sha256: string, parser = 'iis-w3c', reason = ''): ScanReport {
  return {
    result: {
      entry,
      state: 'read',
      parser,
      sha256,
      sha1: null,
      md5: null,
      crcMatches: true,
      events: 1,
      records: 1,
      unreadable: 0,
      kernelBytes: { crc32: 1, sha256: 1, lines: 1, match: 1 },
      noRecord: '',
      reason,
    },
    warnings: [],
    builds: [],
    servers: [],
    ownAddresses: [],
    gaps: [],
    checkpoints: null,
  }
}

function storeOf(hashes: readonly string[], parser?: string): CaseStore {
  const paths = [LOG, SHADOW, 'C:/other.log']
  const entries = hashes.map((_, index) => entryOf(paths[index] ?? '', 1, { index }))
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
  const store = new CaseStore({ demo: false, evidence, entries, warnings: [] })
  for (const [entry, sha256] of hashes.entries()) {
    const columns = allocateColumns(1)
    columns.length = 1
    columns.time[0] = 1_609_459_200_000_000 + entry
    columns.family[0] = familyIndex('iis-front')
    const hits = new Uint32Array(0)
    store.add({ entry, sequence: 0, columns, newStrings: [''], hits })
    store.report(reportOf(entry, sha256, parser))
  }
  return store
}

describe('one log in several places', () => {
  it('counts once, with every place kept and told', () => {
    const store = storeOf(['aa', 'aa', 'bb'])
    const judged = store.finish(false)
    expect(judged.events).toBe(2)
    expect(store.entries).toHaveLength(3)
    expect(judged.results.map(({ reason }) => reason)).toEqual([
      '',
      `the same bytes as ${LOG}: its events count once`,
      '',
    ])
  })

  it('keeps what was said of the copy itself', () => {
    const store = storeOf(['aa', 'aa'])
    store.report(reportOf(1, 'aa', 'iis-w3c', 'salvaged, the directory does not list it'))
    expect(store.finish(false).results[1]?.reason).toBe(
      `salvaged, the directory does not list it; the same bytes as ${LOG}: its events count once`,
    )
  })

  it('does not make one of two web files: each place is a finding of its own', () => {
    expect(storeOf(['aa', 'aa'], 'web-file').finish(false).events).toBe(2)
  })
})

describe('a case that was cancelled', () => {
  it('is judged with what was read, and is not complete', () => {
    const judged = storeOf(['aa']).finish(true)
    expect(judged.complete).toBe(false)
    expect(judged.events).toBe(1)
    expect(judged.hosts[0]?.verdict.targeted.call).toBe('cannot tell')
  })
})
