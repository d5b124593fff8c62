import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeReader } from '../../../src/model/time.js'
import type { Kernels } from '../../../workers/kernels.js'
import { holdsNul } from '../../../workers/kernels/block.js'
import { Interner } from '../../../workers/kernels/interner.js'
import { RowReader } from '../../../workers/kernels/rows.js'
import type { LineBlock } from '../../../workers/parsers/parser.js'
import { EDGE_LENGTHS, loadKernels } from '../../assembly/loaded-kernels.js'

const kernels = await loadKernels()
const SEED = 26_855

/** Lines in the windows, as a step leaves them there. */
function blockOf(own: Kernels, text: string, base = 0): LineBlock {
  const bytes = new TextEncoder().encode(text)
  const window = own.textWindow()
  window.set(bytes)
  const count = own.lines(0, bytes.length, 0)
  const places = { starts: own.lineStarts(count), ends: own.lineEnds(count) }
  return { bytes: window, count, base, candidate: new Uint8Array(count), ...places }
}

/** Field k of `date time s-ip c-ip stem status`, as the plan has it. */
const PLAN = { count: 6, fields: [0, 1, 3, -1, -1, -1, -1, 4, -1, 5, 2] }

describe('RowReader', () => {
  it('reads every plain row by itself, and the line that is not plain names itself', () => {
    const interner = new Interner(kernels)
    interner.reserve(100_000, 1_000)
    const reader = new RowReader(kernels, interner, 'w3cRows')
    const lines = [
      '2021-03-02 00:00:01 10.0.0.5 10.0.0.9 /owa/ 200',
      '',
      '2021-03-02 00:00:02 10.0.0.5 fe80::1%4 - 401',
      '2021-03-02 00:00:03 10.0.0.5 - /owa/  200',
      '2021-03-02 00:00:04 10.0.0.5 10.0.0.9 /ecp/ -',
    ]
    const block = blockOf(kernels, `${lines.join('\r\n')}\r\n`, 5_000_000_000)
    expect(reader.read(block, 0)).toBe(0)
    reader.use(PLAN)
    expect(reader.read(block, 0)).toBe(0)
    expect(reader.count).toBe(0)
    const server = (lines[0] ?? '').indexOf('10.0.0.5')
    reader.know(block.bytes, server, server + 8)
    expect(reader.read(block, 0)).toBe(3)
    expect(reader.count).toBe(2)
    const { time, offset, size, client, target, extra, status, line } = reader.columns
    expect([time[1], size[1], extra[1], line[1]]).toEqual([1_614_643_202_000_000, 44, -1, 2])
    expect(offset[1]).toBe(5_000_000_000 + (lines[0] ?? '').length + 4)
    expect([client[0], target[0], status[0]]).toEqual([1, 2, 200])
    expect([client[1], target[1], status[1]]).toEqual([3, 0, 401])
    expect(reader.read(block, 4)).toBe(5)
    expect([reader.count, reader.columns.status[0]]).toEqual([1, 0])
    expect(Array.from({ length: interner.count }, (_, index) => interner.text(index))).toEqual([
      '',
      '10.0.0.9',
      '/owa/',
      'fe80::1',
      '/ecp/',
    ])
    reader.close()
    interner.close()
  })

  it('keeps the servers that it saw last, sixteen of them, and none too long', () => {
    const interner = new Interner(kernels)
    interner.reserve(100_000, 1_000)
    const reader = new RowReader(kernels, interner, 'w3cRows')
    reader.use(PLAN)
    const block = blockOf(
      kernels,
      Array.from({ length: 17 }, (_, at) => `2021-03-02 00:00:01 fd00::${at + 10} - / 200\n`).join(
        '',
      ),
    )
    const plain = (): number[] =>
      Array.from({ length: block.count }, (_, line) => line).filter((line) => {
        reader.read({ ...block, count: line + 1 }, line)
        return reader.count === 1
      })
    expect(plain()).toEqual([])
    const know = (line: number): void => {
      const start = (block.starts[line] as number) + 20
      reader.know(block.bytes, start, start + 8)
    }
    for (let line = 0; line < 16; line++) know(line)
    know(3)
    expect(plain()).toEqual(Array.from({ length: 16 }, (_, line) => line))
    know(16)
    expect(plain()).toEqual(Array.from({ length: 16 }, (_, line) => line + 1))
    reader.know(block.bytes, 0, 97)
    expect(plain()).toHaveLength(16)
    reader.close()
    interner.close()
  })

  it('reads days and times as TimeReader does, or leaves the row', () => {
    const interner = new Interner(kernels)
    interner.reserve(100_000, 1_000)
    const reader = new RowReader(kernels, interner, 'w3cRows')
    reader.use({ ...PLAN, fields: [0, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1] })
    const clock = new TimeReader()
    const two = (least: number, most: number): fc.Arbitrary<string> =>
      fc.integer({ min: least, max: most }).map((value) => String(value).padStart(2, '0'))
    const digits = fc.constantFrom('0', '9', ':', '/', '-', ' ', 'a')
    const when = fc
      .tuple(
        fc.integer({ min: 1_590, max: 10_010 }),
        two(0, 13),
        two(0, 32),
        two(0, 25),
        two(0, 61),
        two(0, 61),
      )
      .map(([year, month, day, h, m, s]) => `${year}-${month}-${day} ${h}:${m}:${s}`)
    const spoilt = fc
      .tuple(when, fc.nat(18), digits)
      .map(([text, at, digit]) => text.slice(0, at) + digit + text.slice(at + 1))
    fc.assert(
      fc.property(fc.oneof(when, spoilt), (text) => {
        reader.read(blockOf(kernels, `${text} s c / 200\n`), 0)
        const [day = '', time = ''] = text.split(' ')
        const bytes = new TextEncoder().encode(day + time)
        const stated =
          clock.date(bytes, 0, day.length) + clock.timeOfDay(bytes, day.length, bytes.length)
        expect(reader.count).toBe(text.split(' ').length !== 2 || Number.isNaN(stated) ? 0 : 1)
        if (reader.count === 1) expect(reader.columns.time[0]).toBe(stated)
      }),
      { numRuns: 3_000, seed: SEED },
    )
    reader.close()
    interner.close()
  })

  it('gives its memory back', async () => {
    const own = await loadKernels()
    const use = (): void => {
      const interner = new Interner(own)
      new RowReader(own, interner, 'w3cRows').close()
      interner.close()
    }
    use()
    const size = own.memory.buffer.byteLength
    for (let round = 0; round < 50; round++) use()
    expect(own.memory.buffer.byteLength).toBe(size)
  })
})

describe('holdsNul', () => {
  it('finds one byte of value 0 wherever it is, and none behind the block', () => {
    const window = kernels.textWindow()
    for (const length of EDGE_LENGTHS) {
      window.fill(0x61, 0, length + 64)
      const block = { ...blockOf(kernels, ''), count: 1, bytes: window, starts: Uint32Array.of(3) }
      const ends = Uint32Array.of(3 + length)
      window[3 + length] = 0
      window[2] = 0
      expect(holdsNul(kernels, { ...block, ends })).toBe(false)
      for (const at of [0, length >> 1, length - 1]) {
        if (at < 0 || at >= length) continue
        window[3 + at] = 0
        expect(holdsNul(kernels, { ...block, ends })).toBe(true)
        window[3 + at] = 0x61
      }
    }
  })
})
