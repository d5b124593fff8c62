/** Writes bits as Deflate packs them (RFC 1951, 3.1.1). */
export class BitWriter {
  private readonly bits: number[] = []

  /** `count` bits of a number, the lowest first. */
  number(value: number, count: number): this {
    for (let bit = 0; bit < count; bit++) this.bits.push((value >> bit) & 1)
    return this
  }

  /** A code of ones and zeros in the order in which it stands. */
  code(text: string): this {
    for (const bit of text) this.bits.push(Number(bit))
    return this
  }

  toByte(): this {
    while (this.bits.length % 8) this.bits.push(0)
    return this
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.bits.length / 8))
    this.bits.forEach((bit, at) => {
      bytes[at >> 3] = (bytes[at >> 3] as number) | (bit << (at & 7))
    })
    return bytes
  }
}

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** Codes of the given lengths, 0 for none (RFC 1951, 3.2.2). */
export function codesOf(lengths: readonly number[]): string[] {
  const codes = lengths.map(() => '')
  let code = 0
  for (let length = 1; length <= 15; length++) {
    code <<= 1
    lengths.forEach((own, symbol) => {
      if (own === length) codes[symbol] = (code++).toString(2).padStart(length, '0')
    })
  }
  return codes
}

/** Start of the last block with the given code lengths, each written by itself in five bits. */
export function dynamicHeader(
  literals: readonly number[],
  distances: readonly number[],
): BitWriter {
  const writer = new BitWriter().number(1, 1).number(2, 2)
  writer
    .number(literals.length - 257, 5)
    .number(distances.length - 1, 5)
    .number(15, 4)
  // The codes of 0 to 15 take 4 bits each, so they are their own numbers.
  for (const symbol of ORDER) writer.number(symbol < 16 ? 4 : 0, 3)
  for (const length of [...literals, ...distances]) writer.code(length.toString(2).padStart(4, '0'))
  return writer
}

/** Code lengths of the literals: those named, and the end of the block. */
export function literalLengths(named: Readonly<Record<number, number>>, count = 257): number[] {
  return Array.from({ length: count }, (_, symbol) => named[symbol] ?? 0)
}
