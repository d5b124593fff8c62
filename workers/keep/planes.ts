import { damaged } from './damage.js'

/**
 * Numbers of up to four bytes as planes: all lowest bytes, then all second ones, as many planes as
 * the largest number needs. What is alike stands together, and deflate finds it.
 */
export function planesOf(largest: number): number {
  if (largest >= 1 << 24) return 4
  if (largest >= 1 << 16) return 3
  if (largest >= 1 << 8) return 2
  return largest > 0 ? 1 : 0
}

/** Writes `planes` planes of the numbers to `into` from `at` on; gives where they end. */
export function putPlanes(
  numbers: Uint32Array,
  planes: number,
  into: Uint8Array,
  at: number,
): number {
  let to = at
  for (let plane = 0; plane < planes; plane++) {
    const shift = 8 * plane
    for (let row = 0; row < numbers.length; row++) into[to++] = (numbers[row] as number) >>> shift
  }
  return to
}

/** Adds up the planes that stand in `from`, a number each; the caller has checked that they do. */
export function takePlanes(
  numbers: Uint32Array,
  planes: number,
  from: Uint8Array,
  at: number,
): number {
  numbers.fill(0)
  let next = at
  for (let plane = 0; plane < planes; plane++) {
    const shift = 8 * plane
    for (let row = 0; row < numbers.length; row++) {
      numbers[row] = (numbers[row] as number) | ((from[next++] as number) << shift)
    }
  }
  return next
}

export function largestOf(numbers: Uint32Array): number {
  let largest = 0
  for (const number of numbers) if (number > largest) largest = number
  return largest
}

/** Reads what a part says of itself, and never behind its end. */
export class PartReader {
  private at = 0

  constructor(
    private readonly bytes: Uint8Array,
    readonly where: string,
  ) {}

  byte(): number {
    this.mustHold(1)
    return this.bytes[this.at++] as number
  }

  uint32(): number {
    this.mustHold(4)
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, 4)
    this.at += 4
    return view.getUint32(0, true)
  }

  /** `count` numbers of `planes` planes. */
  planes(count: number, planes: number): Uint32Array {
    if (planes > 4) throw damaged(this.where, `${String(planes)} planes of numbers of four bytes`)
    this.mustHold(count * planes)
    const numbers = new Uint32Array(count)
    this.at = takePlanes(numbers, planes, this.bytes, this.at)
    return numbers
  }

  rest(): Uint8Array {
    return this.bytes.subarray(this.at)
  }

  mustBeDone(): void {
    if (this.at !== this.bytes.length) {
      throw damaged(this.where, `${String(this.bytes.length - this.at)} bytes too many`)
    }
  }

  private mustHold(count: number): void {
    if (count > this.bytes.length - this.at) {
      throw damaged(this.where, `it ends at byte ${String(this.bytes.length)}, too early`)
    }
  }
}
