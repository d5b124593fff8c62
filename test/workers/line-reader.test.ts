import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecordLocation } from '../../src/model/event-table.js'
import { MAX_TEXT_BYTES, readRows as readRowsOf } from '../../workers/line-reader.js'
import { detectText } from '../../workers/line-text.js'
import type { RawRow } from '../../workers/protocol.js'
import { cutUp } from '../assembly/loaded-kernels.js'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Pieces of a whole text; its form is told from them all. */
function readRows(
  pieces: readonly Uint8Array[],
  places: readonly RecordLocation[],
  neighbours: number,
): Promise<RawRow[]> {
  let at = 0
  const next = () => Promise.resolve(pieces[at++] ?? null)
  const form = detectText(new Uint8Array(Buffer.concat(pieces).subarray(0, 4_096)))
  return readRowsOf({ next, form, offset: 0, line: 0 }, places, neighbours)
}

interface Place {
  readonly offset: number
  readonly size: number
}

/** Lines of text of one byte a letter, with their places. */
function linesOf(text: string): { text: string; place: Place }[] {
  const parts = text.split('\n')
  if (parts.at(-1) === '') parts.pop()
  let offset = 0
  return parts.map((part) => {
    const line = part.replace(/\r$/, '')
    const place = { offset, size: line.length }
    offset += part.length + 1
    return { text: line, place }
  })
}

const at = (place: Place) => ({ entry: 1, ...place })

test('gives the chosen lines, their numbers and their neighbours, however the bytes come', async () => {
  const texts = fc.array(fc.constantFrom('\n', '\r\n', 'ab', 'c', 'def')).map((all) => all.join(''))
  const inputs = [texts, fc.nat(), fc.integer({ min: 0, max: 3 }), fc.nat()] as const
  await fc.assert(
    fc.asyncProperty(...inputs, async (text, seed, neighbours, choice) => {
      const lines = linesOf(text)
      const chosen = lines.flatMap((_line, index) => ((choice >> (index % 20)) & 1 ? [index] : []))
      const places = chosen.map((index) => at((lines[index] as { place: Place }).place))
      const rows = await readRows(cutUp(bytesOf(text), seed, 9), places, neighbours)
      expect(rows).toEqual(
        chosen.map((index, row) => ({
          ...places[row],
          text: lines[index]?.text,
          line: index + 1,
          before: lines.slice(Math.max(0, index - neighbours), index).map((line) => line.text),
          after: lines.slice(index + 1, index + 1 + neighbours).map((line) => line.text),
          truncated: false,
        })),
      )
    }),
    { seed: 31, numRuns: 500 },
  )
})

test('stops reading behind the last neighbour', async () => {
  let pulled = 0
  const next = () => {
    pulled++
    return Promise.resolve(bytesOf('0123456\n'.repeat(1_000)))
  }
  const text = { next, form: detectText(new Uint8Array(0)), offset: 0, line: 0 }
  const rows = await readRowsOf(text, [at({ offset: 16, size: 7 })], 2)
  expect(rows[0]?.line).toBe(3)
  expect(rows[0]?.after).toHaveLength(2)
  expect(pulled).toBeLessThan(5)
})

test('caps the text of a long line and says so', async () => {
  const size = 3 * MAX_TEXT_BYTES
  const text = `a\n${'x'.repeat(size)}\nb`
  const [row] = await readRows(cutUp(bytesOf(text), 5, 255), [at({ offset: 2, size })], 1)
  expect(row?.text).toBe('x'.repeat(MAX_TEXT_BYTES))
  expect(row).toMatchObject({ truncated: true, line: 2, before: ['a'], after: ['b'] })
})

test('caps a long neighbour', async () => {
  const text = `${'x'.repeat(2 * MAX_TEXT_BYTES)}\nrow\n`
  const place = at({ offset: 2 * MAX_TEXT_BYTES + 1, size: 3 })
  const [row] = await readRows([bytesOf(text)], [place], 1)
  expect(row?.text).toBe('row')
  expect(row?.before[0]).toHaveLength(MAX_TEXT_BYTES)
})

test('gives a record of several lines whole', async () => {
  const text = 'head\na,"x\r\ny"\r\nnext\n'
  const [row] = await readRows([bytesOf(text)], [at({ offset: 5, size: 8 })], 1)
  expect(row).toMatchObject({ text: 'a,"x\r\ny"', line: 2, before: ['head'], after: ['next'] })
})

test('leaves a byte order mark out of the first line', async () => {
  const bytes = bytesOf('\ufeffone\r\ntwo')
  const [row] = await readRows([bytes], [at({ offset: 8, size: 3 })], 1)
  expect(row).toMatchObject({ text: 'two', line: 2, before: ['one'] })
})

test('takes offsets of the transcoded text for UTF-16', async () => {
  const bytes = new Uint8Array(Buffer.from('\ufeff\u00e9ins\r\nzw\u00f6lf\r\ndrei', 'utf16le'))
  const [row] = await readRows(cutUp(bytes, 2, 3), [at({ offset: 7, size: 6 })], 1)
  expect(row).toMatchObject({ text: 'zw\u00f6lf', line: 2, before: ['\u00e9ins'], after: ['drei'] })
})

test('keeps ANSI bytes readable', async () => {
  const bytes = Uint8Array.of(0x63, 0x61, 0x66, 0xe9, 0x0a)
  const [row] = await readRows([bytes], [at({ offset: 0, size: 4 })], 0)
  expect(row?.text).toBe('caf\u00e9')
})

test('says of a record that the entry does not reach that it is not there', async () => {
  const rows = await readRows([bytesOf('one\n')], [at({ offset: 900, size: 9 })], 1)
  expect(rows).toEqual([
    { entry: 1, offset: 900, size: 9, text: '', line: 0, before: [], after: [], truncated: true },
  ])
})

test('without locations reads nothing', async () => {
  expect(await readRows([bytesOf('one\n')], [], 1)).toEqual([])
})

test('goes on from the middle of a text, counting from what came before', async () => {
  const text = 'one\ntwo\nthree\nfour\n'
  const middle = bytesOf(text.slice(6))
  let given = false
  const next = () => {
    const chunk = given ? null : middle
    given = true
    return Promise.resolve(chunk)
  }
  const part = { next, form: detectText(middle), offset: 6, line: 1 }
  const [row] = await readRowsOf(part, [at({ offset: 8, size: 5 })], 1)
  expect(row).toMatchObject({ text: 'three', line: 3, before: ['o'], after: ['four'] })
})
