import { largestOf, planesOf, type PartReader, putPlanes } from './planes.js'

/** Numbers of one part: with four bytes each it is half as long as a part may be. */
const PART_NUMBERS = 1 << 20

/** A list of whole numbers below 2^32, part by part. */
export function* numberParts(numbers: Uint32Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let from = 0; from < numbers.length; from += PART_NUMBERS) {
    const some = numbers.subarray(from, from + PART_NUMBERS)
    const planes = planesOf(largestOf(some))
    const part = new Uint8Array(1 + planes * some.length)
    part[0] = planes
    putPlanes(some, planes, part, 1)
    yield part
  }
}

/** The `count` numbers that `numberParts` wrote. */
export async function numbersOf(
  count: number,
  parts: AsyncIterable<PartReader>,
): Promise<Uint32Array> {
  const pieces: Uint32Array[] = []
  let left = count
  for await (const part of parts) {
    const some = part.planes(Math.min(left, PART_NUMBERS), part.byte())
    part.mustBeDone()
    pieces.push(some)
    left -= some.length
  }
  const numbers = new Uint32Array(count - left)
  let at = 0
  for (const piece of pieces) {
    numbers.set(piece, at)
    at += piece.length
  }
  return numbers
}
