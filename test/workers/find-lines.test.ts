import { deflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { findLines } from '../../workers/find-lines.js'
import { Inflater } from '../../workers/kernels/inflater.js'
import type { Lane } from '../../workers/lanes.js'
import type { RawRow } from '../../workers/protocol.js'
import { NO_HEADER } from '../../workers/zip/entry-stream.js'
import { loadKernels } from '../assembly/loaded-kernels.js'
import { entryOf } from './parsers/memory-input.js'

const ID = '252668e2-7a51-43fd-a2d1-633ff6723d24'
let lane: Lane

beforeAll(async () => {
  const kernels = await loadKernels()
  lane = { module: kernels, inflater: new Inflater(kernels) }
})

async function find(
  bytes: Uint8Array,
  from = 0,
  to = bytes.length,
  most = 10,
  stored = true,
): Promise<RawRow[]> {
  const header = new DataView(new ArrayBuffer(30))
  header.setUint32(0, 0x04034b50, true)
  header.setUint16(8, 8, true)
  const data = new Uint8Array(stored ? bytes : deflateRawSync(bytes))
  const entry = entryOf('Ews_1.LOG', bytes.length, {
    compressedSize: data.length,
    method: stored ? 'stored' : 'deflate',
    headerOffset: stored ? NO_HEADER : 0,
    rawPath: '',
  })
  const file = new Blob(stored ? [data] : [header.buffer, data])
  const task = { entry, file, checkpointBudget: 0, checkpoints: null }
  const stretch = { entry: 0, from, to, window: 0 }
  return findLines(task, { stretch, needles: [ID, 'not in it'], most }, lane, () => undefined)
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('lines with an id', () => {
  const filler = Array.from({ length: 20_000 }, (_, at) => `line ${String(at)} of something else`)
  const lines = [...filler]
  lines[0] = `first ${ID.toUpperCase()}`
  lines[9_000] = `ü ${ID} and ${ID} again`
  lines[19_999] = `last ${ID}`
  const text = lines.join('\r\n')
  const bytes = encode(text)

  it.each([true, false])('are found with place, text and number; stored: %s', async (stored) => {
    const found = await find(bytes, 0, bytes.length, 10, stored)
    expect(found.map((row) => [row.line, row.text])).toEqual(
      [0, 9_000, 19_999].map((at) => [at + 1, lines[at]]),
    )
    for (const { offset, size, text } of found) {
      expect(new TextDecoder().decode(bytes.subarray(offset, offset + size))).toBe(text)
    }
  })

  it('are looked for in the stretch alone', async () => {
    const from = encode(lines.slice(0, 100).join('\r\n')).length + 2
    const to = encode(lines.slice(0, 9_001).join('\r\n')).length
    const found = await find(bytes, from, to)
    expect(found.map((row) => row.line)).toEqual([9_001])
    expect(await find(bytes, from, to - 100)).toHaveLength(0)
  })

  it('are so many at most', async () => {
    const many = encode(`${ID}\n`.repeat(100_000))
    const started = performance.now()
    expect(await find(many, 0, many.length, 3)).toHaveLength(3)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('may be longer than is read at once, and end without a line feed', async () => {
    const long = encode(`${'x'.repeat(700_000)}${ID}${'y'.repeat(10)}`)
    const [row] = await find(long)
    expect(row).toMatchObject({ offset: 0, size: long.length, truncated: true, line: 1 })
    expect(await find(encode(''))).toEqual([])
  })
})
