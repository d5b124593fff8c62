import { deflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { Inflater } from '../../workers/kernels/inflater.js'
import type { Lane } from '../../workers/lanes.js'
import type { EntryFound } from '../../workers/protocol.js'
import { searchEntry } from '../../workers/search-entry.js'
import { NO_HEADER } from '../../workers/zip/entry-stream.js'
import { loadKernels } from '../assembly/loaded-kernels.js'
import { entryOf } from './parsers/memory-input.js'

let lane: Lane

beforeAll(async () => {
  const kernels = await loadKernels()
  lane = { module: kernels, inflater: new Inflater(kernels) }
})

function search(
  bytes: Uint8Array,
  text: string,
  { most = 10, stored = true } = {},
): Promise<EntryFound> {
  const header = new DataView(new ArrayBuffer(30))
  header.setUint32(0, 0x04034b50, true)
  header.setUint16(8, 8, true)
  const data = new Uint8Array(stored ? bytes : deflateRawSync(bytes))
  const entry = entryOf('any.bin', bytes.length, {
    compressedSize: data.length,
    method: stored ? 'stored' : 'deflate',
    headerOffset: stored ? NO_HEADER : 0,
    rawPath: '',
  })
  const file = new Blob(stored ? [data] : [header.buffer, data])
  return searchEntry({ entry, file, checkpointBudget: 0 }, { text, most }, lane, () => undefined)
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const LINES = Array.from({ length: 30_000 }, (_, at) => `line ${String(at)} of something else`)
LINES[0] = 'first Needle'
LINES[17_000] = 'ü NEEDLE and needle again'
LINES[17_001] = 'ne%65dle, encoded'
LINES[29_999] = 'last needle'
const TEXT = encode(LINES.join('\r\n'))

describe('a search of an entry', () => {
  it.each([{ stored: true }, { stored: false }])(
    'finds every line with its number and place, case left aside (%o)',
    async ({ stored }) => {
      const { hits, more, bytes } = await search(TEXT, 'needle', { stored })
      expect(hits.map(({ line }) => line)).toEqual([1, 17_001, 17_002, 30_000])
      expect(hits.map(({ text }) => text)).toEqual(
        [0, 17_000, 17_001, 29_999].map((at) => LINES[at]),
      )
      for (const { offset, size, text } of hits) {
        expect(new TextDecoder().decode(TEXT.subarray(offset, offset + size))).toBe(text)
      }
      const [, second] = hits
      expect((second?.at ?? 0) - (second?.offset ?? 0)).toBe(encode('ü ').length)
      expect([more, bytes]).toEqual([false, TEXT.length])
    },
  )

  it('gives so many and says that there are more', async () => {
    const { hits, more } = await search(TEXT, 'something else', { most: 3 })
    expect([hits.length, more]).toEqual([3, true])
    expect((await search(TEXT, 'not in it')).hits).toEqual([])
  })

  it('reads UTF-16 as text', async () => {
    const text = Buffer.from(`\ufeff${LINES.join('\r\n')}`, 'utf16le')
    const { hits } = await search(text, 'NEEDLE')
    expect(hits.map(({ line }) => line)).toEqual([1, 17_001, 17_002, 30_000])
  })

  it('finds text in a binary format, as bytes and as UTF-16, with its offset', async () => {
    const bytes = new Uint8Array(700_000)
    bytes.set(encode('Needle'), 1_000)
    bytes[2_000] = 0x0a
    bytes.set(Buffer.from('C:\\needle.aspx', 'utf16le'), 600_001)
    const { hits } = await search(bytes, 'needle')
    expect(hits.map(({ line, at }) => [line, at])).toEqual([
      [0, 1_000],
      [0, 600_007],
    ])
    expect(hits[1]?.text).toBe('C:\\needle.aspx')
  })
})
