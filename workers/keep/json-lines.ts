import { damaged } from './damage.js'
import { PART_BYTES } from './packing.js'
import { Mismatch, writable, type Shape } from './shape.js'

/** A value of the model is a few kilobytes; one this long would only fill the memory. */
const LONGEST_LINE = 64 * 1024 ** 2
const LINE_FEED = 10

/** Values as lines of JSON, cut into parts wherever they end. */
export function* jsonLineParts(values: Iterable<unknown>): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  let part = new Uint8Array(PART_BYTES)
  let at = 0
  for (const value of values) {
    let line = encoder.encode(`${JSON.stringify(value, writable)}\n`)
    while (line.length > 0) {
      const fits = line.subarray(0, part.length - at)
      part.set(fits, at)
      at += fits.length
      line = line.subarray(fits.length)
      if (at < part.length) continue
      yield part
      part = new Uint8Array(PART_BYTES)
      at = 0
    }
  }
  if (at > 0) yield part.slice(0, at)
}

/** The values that `jsonLineParts` wrote, `most` of them. */
export async function jsonLinesOf<T>(
  shape: Shape<T>,
  most: number,
  where: string,
  parts: AsyncIterable<Uint8Array>,
): Promise<T[]> {
  const values: T[] = []
  let line: Uint8Array[] = []
  let length = 0
  for await (const part of parts) {
    let from = 0
    for (;;) {
      const end = part.indexOf(LINE_FEED, from)
      const piece = part.subarray(from, end < 0 ? undefined : end)
      line.push(piece)
      length += piece.length
      if (length > LONGEST_LINE) throw damaged(where, 'a line of it is too long')
      if (end < 0) break
      if (values.length === most) throw damaged(where, `it has more than ${String(most)} values`)
      values.push(valueOf(line, shape, `${where} ${String(values.length)}`))
      line = []
      length = 0
      from = end + 1
    }
  }
  if (length > 0) throw damaged(where, 'its last line is cut')
  return values
}

function valueOf<T>(line: readonly Uint8Array[], shape: Shape<T>, where: string): T {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    const text = line.map((piece) => decoder.decode(piece, { stream: true })).join('')
    return shape.read(JSON.parse(text + decoder.decode()))
  } catch (error) {
    throw damaged(where, error instanceof Mismatch ? error.message : 'it is not JSON')
  }
}
