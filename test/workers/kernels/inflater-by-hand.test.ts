import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { cutUp, seededBytes } from '../../assembly/loaded-kernels.js'
import { BitWriter, codesOf, dynamicHeader, literalLengths } from './bit-writer.js'
import { farRepeats, inflate, inflater, logText } from './inflated.js'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Blocks made by hand, and what they say. */
const END = '0000000'
const BY_HAND: readonly [string, Uint8Array, string][] = [
  ['an empty fixed block', new BitWriter().number(3, 3).code(END).bytes(), ''],
  ['an empty stored block', Uint8Array.of(1, 0, 0, 0xff, 0xff), ''],
  ['a stored block', Uint8Array.of(1, 2, 0, 0xfd, 0xff, 72, 105), 'Hi'],
  [
    'empty blocks of all kinds, then text',
    new BitWriter()
      .number(0, 3)
      .toByte()
      .number(0, 16)
      .number(0xffff, 16)
      .number(2, 3)
      .code(END)
      .number(3, 3)
      .code('01110001' + END)
      .bytes(),
    'A',
  ],
  [
    'a match of one distance code of one bit',
    dynamicHeader(literalLengths({ 97: 1, 256: 2, 257: 2 }, 258), [1])
      .code('0' + '11' + '0' + '10')
      .bytes(),
    'aaaa',
  ],
  [
    'no distance code, literals only',
    dynamicHeader(literalLengths({ 97: 1, 256: 1 }), [0])
      .code('0001')
      .bytes(),
    'aaa',
  ],
  [
    'no code but the one for the end of the block',
    dynamicHeader(literalLengths({ 256: 1 }), [0])
      .code('0')
      .bytes(),
    '',
  ],
]

/** Bytes behind the stream, so that the loop for ample room runs too. */
const PADDED = [0, 100]

describe('by hand', () => {
  test.each(BY_HAND)('%s', (_, stream, said) => {
    expect(inflateRawSync(stream).toString()).toBe(said)
    for (const padding of PADDED) {
      const outcome = inflate([Buffer.concat([stream, new Uint8Array(padding)])])
      expect(outcome.error).toBe('')
      expect(outcome).toMatchObject({ state: 'ended', consumed: stream.length })
      expect(text(outcome.bytes)).toBe(said)
    }
  })
})

/** Header of a dynamic block up to the codes for code lengths, the lengths of which are given. */
function codeLengthHeader(
  literals: number,
  distances: number,
  lengths: readonly number[],
): BitWriter {
  const writer = new BitWriter()
    .number(5, 3)
    .number(literals - 257, 5)
    .number(distances - 1, 5)
  writer.number(lengths.length - 4, 4)
  for (const length of lengths) writer.number(length, 3)
  return writer
}

/** What comes of a lone literal `a` and a lone distance code of one bit. */
const loneCodes = () => dynamicHeader(literalLengths({ 97: 1, 256: 2, 257: 2 }, 258), [1])
const noDistances = () => dynamicHeader(literalLengths({ 97: 1, 256: 2, 257: 2 }, 258), [0])

/** In the order in which the codes for code lengths stand: 16, 17, 18, 0, 8, ... */
const CODES_16_AND_0 = [1, 0, 0, 1]
const CODES_18_AND_0 = [0, 0, 1, 1]

/** What is wrong, the stream, what it says before, our sentence, zlib's. */
const REFUSED: readonly [string, Uint8Array, string, string, string][] = [
  [
    'block type 3',
    new BitWriter().number(7, 3).bytes(),
    '',
    'a block is of a type that does not exist',
    'invalid block type',
  ],
  [
    'a stored length that is not its complement',
    Uint8Array.of(1, 2, 0, 0xfe, 0xff, 72, 105),
    '',
    'the length of a stored block contradicts itself',
    'invalid stored block lengths',
  ],
  ...[
    [287, 1],
    [257, 31],
  ].map(([literals = 0, distances = 0]): [string, Uint8Array, string, string, string] => [
    `${literals} literal and ${distances} distance codes`,
    codeLengthHeader(literals, distances, [1, 1, 0, 0]).bytes(),
    '',
    'a block announces more codes than there are',
    'too many length or distance symbols',
  ]),
  ...[
    [1, 1, 1, 0],
    [0, 0, 0, 1],
    [2, 2, 2, 0],
  ].map((lengths): [string, Uint8Array, string, string, string] => [
    `code length codes of ${lengths.join(', ')} bits`,
    codeLengthHeader(257, 1, lengths).bytes(),
    '',
    'the lengths of the codes for code lengths make no code',
    'invalid code lengths set',
  ]),
  [
    'a repeat of nothing',
    codeLengthHeader(257, 1, CODES_16_AND_0).code('100').bytes(),
    '',
    'a repeated code length repeats nothing or goes past the last code',
    'invalid bit length repeat',
  ],
  [
    'a repeat past the last code',
    codeLengthHeader(257, 1, CODES_18_AND_0)
      .code('11111111' + '11111111')
      .bytes(),
    '',
    'a repeated code length repeats nothing or goes past the last code',
    'invalid bit length repeat',
  ],
  [
    'no code for the end of the block',
    dynamicHeader(literalLengths({ 97: 1, 98: 1 }), [1]).bytes(),
    '',
    'a block has no code for its end',
    'invalid code -- missing end-of-block',
  ],
  [
    'no code for code lengths at all',
    codeLengthHeader(257, 1, [0, 0, 0, 0]).number(0, 258).bytes(),
    '',
    'a block has no code for its end',
    'invalid code -- missing end-of-block',
  ],
  ...[{ 97: 1, 98: 1, 256: 1 }, { 97: 2, 256: 2 }, { 256: 2 }].map(
    (lengths): [string, Uint8Array, string, string, string] => [
      `literal codes of ${JSON.stringify(lengths)} bits`,
      dynamicHeader(literalLengths(lengths), [1]).bytes(),
      '',
      'the lengths of the codes for literals make no code',
      'invalid literal/lengths set',
    ],
  ),
  ...[[1, 1, 1], [2], [0, 2, 2, 2]].map((lengths): [string, Uint8Array, string, string, string] => [
    `distance codes of ${lengths.join(', ')} bits`,
    dynamicHeader(literalLengths({ 97: 1, 256: 1 }), lengths).bytes(),
    '',
    'the lengths of the codes for distances make no code',
    'invalid distances set',
  ]),
  ...['11000110', '11000111'].map((code): [string, Uint8Array, string, string, string] => [
    `the fixed code ${code}`,
    new BitWriter()
      .number(3, 3)
      .code('01110001' + code)
      .bytes(),
    'A',
    'a code for a literal or length stands for nothing',
    'invalid literal/length code',
  ]),
  [
    'the code beside a lone one for the end of the block',
    dynamicHeader(literalLengths({ 256: 1 }), [1])
      .code('1')
      .bytes(),
    '',
    'a code for a literal or length stands for nothing',
    'invalid literal/length code',
  ],
  ...[
    new BitWriter().number(3, 3).code('01110001' + '0000001' + '11110'),
    new BitWriter().number(3, 3).code('01110001' + '0000001' + '11111'),
    loneCodes().code('0' + '11' + '1'),
    noDistances().code('0' + '11' + '0'),
    noDistances().code('0' + '11' + '1'),
  ].map((writer, index): [string, Uint8Array, string, string, string] => [
    `an unused distance code, ${index}`,
    writer.bytes(),
    index < 2 ? 'A' : 'a',
    'a code for a distance stands for nothing',
    'invalid distance code',
  ]),
  [
    'a distance of two behind one byte',
    new BitWriter()
      .number(3, 3)
      .code('01110001' + '0000001' + '00001')
      .bytes(),
    'A',
    'a distance reaches before the start of the data',
    'invalid distance too far back',
  ],
  [
    'a distance before anything',
    new BitWriter()
      .number(3, 3)
      .code('0000001' + '00000')
      .bytes(),
    '',
    'a distance reaches before the start of the data',
    'invalid distance too far back',
  ],
]

describe('refused as zlib refuses it', () => {
  test.each(REFUSED)('%s', (_, stream, before, ours, zlibs) => {
    for (const padding of PADDED) {
      const padded = Buffer.concat([stream, new Uint8Array(padding)])
      expect(() => inflateRawSync(padded)).toThrow(zlibs)
      for (const pieces of [[padded], cutUp(padded, 3, 1)]) {
        const outcome = inflate(pieces)
        expect([outcome.state, outcome.error]).toEqual(['failed', ours])
        expect(text(outcome.bytes)).toBe(before)
        expect(inflater.step()).toBe(0)
      }
    }
  })

  test('a distance of 32 KiB is good behind 32 KiB and bad behind a byte less', () => {
    const match = new BitWriter()
      .number(3, 3)
      .code('0000001' + '11101')
      .number(8_191, 13)
      .code(END)
    const stored = (length: number) => {
      const head = new BitWriter().number(0, 8).number(length, 16).number(~length, 16).bytes()
      return Buffer.concat([head, seededBytes(length, 4), match.bytes()])
    }
    expect(inflate([stored(32_768)]).state).toBe('ended')
    expect(inflate([stored(32_767)]).error).toContain('before the start')
    expect(inflate([stored(32_768)], [4_099]).state).toBe('ended')
    expect(inflate([stored(32_767)], [4_099]).error).toContain('before the start')
  })

  test('nothing of an earlier stream can be reached', () => {
    expect(inflate([deflateRawSync(farRepeats())]).state).toBe('ended')
    const far = new BitWriter()
      .number(3, 3)
      .code('01110001' + '0000001' + '11101')
      .number(8_191, 13)
    expect(inflate([far.bytes()]).error).toContain('before the start')
  })
})

test('codes of every length from 1 to 15 bits are read', () => {
  const upTo = (longest: number) => Array.from({ length: longest }, (_, index) => index + 1)
  const literals = literalLengths({ 255: 15, 256: 15, 285: 14 }, 286)
  upTo(13).forEach((length) => (literals[length * 19] = length))
  const distances = [...upTo(15), 15]
  const literalCodes = codesOf(literals)
  const distanceCodes = codesOf(distances)
  const writer = dynamicHeader(literals, distances)
  for (let round = 0; round < 400; round++) {
    writer.code(literalCodes[(1 + (round % 13)) * 19] as string).code(literalCodes[255] as string)
  }
  distanceCodes.forEach((code, symbol) => {
    writer.code(literalCodes[285] as string).code(code)
    writer.number(0, Math.max(0, (symbol - 2) >> 1))
  })
  const stream = writer.code(literalCodes[256] as string).bytes()
  const said = inflateRawSync(stream)
  expect(said).toHaveLength(800 + 16 * 258)
  for (const pieces of [[stream], cutUp(stream, 5, 3)]) {
    const outcome = inflate(pieces, [1_777])
    expect(outcome.error).toBe('')
    expect(Buffer.compare(outcome.bytes, said)).toBe(0)
  }
})

test('the longest distances are read, however few bits are left of the last eight bytes', () => {
  const literals = literalLengths(
    { 65: 11, 66: 11, 67: 10, 68: 9, 69: 8, 70: 7, 71: 6, 72: 5, 256: 4, 257: 1, 265: 3, 281: 2 },
    282,
  )
  const extraBits = new Map([
    [257, 0],
    [265, 1],
    [281, 5],
  ])
  const distances = Array.from({ length: 30 }, (_, symbol) => (symbol < 14 ? symbol + 1 : 0))
  distances.fill(15, 28)
  const literalCodes = codesOf(literals)
  const distanceCodes = codesOf(distances)
  const opening = seededBytes(32_768, 12)
  const stored = new BitWriter().number(0, 8).number(0x8000, 16).number(0x7fff, 16).bytes()
  const writer = dynamicHeader(literals, distances)
  const choices = seededBytes(8 * 2_000, 21)
  for (let at = 0; at < choices.length; at += 8) {
    const [count = 0, first = 0, second = 0, length = 0, a = 0, b = 0] = choices.subarray(at)
    for (const literal of [first, second].slice(count % 3)) {
      writer.code(literalCodes[65 + (literal % 4)] as string)
    }
    const symbol = [257, 265, 281][length % 3] as number
    writer.code(literalCodes[symbol] as string).number(a, extraBits.get(symbol) as number)
    writer.code(distanceCodes[28 + (b & 1)] as string).number(a * b, 13)
  }
  const last = writer.code(literalCodes[256] as string).bytes()
  const stream = Buffer.concat([stored, opening, last])
  const outcome = inflate([stream])
  expect(outcome.error).toBe('')
  expect(Buffer.compare(outcome.bytes, inflateRawSync(stream))).toBe(0)
})

test('fixed blocks before and after one with trees of its own', () => {
  const fixed = (last: number) => new BitWriter().number(2 + last, 3).code('01110001' + END)
  const own = deflateRawSync(logText(40), { finishFlush: constants.Z_SYNC_FLUSH })
  const opening = fixed(0).number(0, 3).toByte().number(0, 16).number(0xffff, 16).bytes()
  const stream = Buffer.concat([opening, own, fixed(1).bytes()])
  expect(text(inflate([stream]).bytes)).toBe(`A${text(logText(40))}A`)
})
