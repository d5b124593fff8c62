import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../src/model/evidence.js'
import {
  openEntryInput,
  type EntryDigest,
  type EntryInputOptions,
  type OpenEntryInput,
} from '../../workers/entry-input.js'
import { HashLanes } from '../../workers/kernels/hash-lanes.js'
import { HEAD_BYTES } from '../../workers/line-text.js'
import { MAX_LINE_BYTES } from '../../workers/line-windows.js'
import { cutUp, loadKernels, seededBytes } from '../assembly/loaded-kernels.js'
import { sourceOf } from './source/source-of.js'

const kernels = await loadKernels()
kernels.setLiterals(['needle', 'two words'])
const hashLanes = new HashLanes(kernels)

const latin1 = new TextDecoder('latin1')
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const entry: Entry = {
  index: 3,
  evidence: 0,
  rawPath: 'u_ex.log',
  path: 'u_ex.log',
  machine: '',
  size: 0,
  compressedSize: 0,
  method: 'stored',
  crc32: 0,
  encrypted: false,
  headerOffset: 0,
  archiveTime: '',
  modified: NaN,
  priority: 0,
  notReadReason: '',
}

interface Line {
  readonly text: string
  readonly offset: number
  readonly candidate: number
}

interface Outcome {
  readonly lines: Line[]
  readonly digest: EntryDigest
  readonly warnings: (readonly [offset: number, what: string, found: string])[]
  readonly progress: number[]
  readonly head: Uint8Array
}

function streamOf(pieces: Iterable<Uint8Array>, failure?: Error): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      const next = iterator.next()
      if (next.done !== true) controller.enqueue(next.value)
      else if (failure) controller.error(failure)
      else controller.close()
    },
  })
}

interface Limits {
  readonly step?: number
  readonly maxLine?: number
}

async function open(
  stream: ReadableStream<Uint8Array>,
  warn: EntryInputOptions['warn'],
  onProgress: EntryInputOptions['onProgress'] = () => undefined,
  limits: Limits = {},
): Promise<OpenEntryInput> {
  const { source } = sourceOf(stream, kernels)
  const head = await source.peek(HEAD_BYTES)
  const hashes = hashLanes.open({ sha256: true })
  return openEntryInput({ entry, source, head, kernels, hashes, warn, onProgress, limits })
}

async function read(
  stream: ReadableStream<Uint8Array>,
  limits: Limits = {},
  stopAfter = Infinity,
): Promise<Outcome> {
  const warnings: Outcome['warnings'] = []
  const progress: number[] = []
  const input = await open(
    stream,
    (offset, what, _wanted, found) => warnings.push([offset, what, found]),
    (offset) => progress.push(offset),
    limits,
  )
  const lines: Line[] = []
  for await (const block of input.lines()) {
    for (let line = 0; line < block.count; line++) {
      const start = block.starts[line] as number
      const text = latin1.decode(block.bytes.subarray(start, block.ends[line]))
      lines.push({ text, offset: block.base + start, candidate: block.candidate[line] as number })
    }
    if (lines.length >= stopAfter) break
  }
  return { lines, digest: await input.finish(), warnings, progress, head: input.head }
}

function expectDigest(digest: EntryDigest, bytes: Uint8Array): void {
  expect(digest.hashes.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  expect(digest.crc32).toBe(crc32(bytes))
  expect(digest.size).toBe(bytes.length)
}

function expectAllBytes(digest: EntryDigest, size: number): void {
  expect(digest.kernelBytes).toEqual({ crc32: size, sha256: size, lines: size, match: size })
}

/** Lines by JavaScript's split, with offsets, of text of one byte a letter. */
function reference(text: string): Line[] {
  const parts = text.split('\n')
  if (parts.at(-1) === '') parts.pop()
  let offset = 0
  return parts.map((part) => {
    const line = part.replace(/\r$/, '')
    const candidate = Number(/needle|two[ +\r]+words/i.test(line))
    const at = offset
    offset += part.length + 1
    return { text: line, offset: at, candidate }
  })
}

const texts = fc
  .array(fc.constantFrom('\n', '\r\n', 'Needle', 'two+words', 'two ', 'words', '\0', 'abc', '\r'))
  .map((parts) => parts.join(''))

describe('lines of an entry', () => {
  test('are the same however the bytes come and however small the steps are', async () => {
    const inputs = [texts, fc.nat(), fc.integer({ min: 1, max: 40 })] as const
    await fc.assert(
      fc.asyncProperty(...inputs, async (text, seed, step) => {
        const bytes = bytesOf(text)
        const { lines, digest, warnings } = await read(streamOf(cutUp(bytes, seed, 20)), { step })
        expect(lines).toEqual(reference(text))
        expectDigest(digest, bytes)
        expectAllBytes(digest, bytes.length)
        expect(warnings).toEqual([])
      }),
      { seed: 21, numRuns: 400 },
    )
  })

  test('of a real size, in real steps, with progress', async () => {
    const text = Array.from({ length: 30_000 }, (_, at) =>
      at % 1_000 === 0 ? `${at} GET /%4eeedle` : `${at} GET /owa/ ${'x'.repeat(at % 90)}`,
    ).join('\r\n')
    const bytes = bytesOf(text)
    const { lines, digest, progress } = await read(streamOf(cutUp(bytes, 3, 255)))
    expect(lines.map((line) => line.text)).toEqual(text.split('\r\n'))
    expect(lines.flatMap((line, at) => (line.candidate ? [at] : []))).toEqual(
      Array.from({ length: 30 }, (_, at) => at * 1_000),
    )
    expectDigest(digest, bytes)
    expectAllBytes(digest, bytes.length)
    expect(progress.at(-1)).toBe(bytes.length)
    expect(progress.length).toBeGreaterThan(5)
  })

  test.each([1, 2, 3, 262_143, 262_144, 262_145, 524_288])(
    'with a newline as byte %i lose nothing at the edge of a step',
    async (at) => {
      const text = `${'a'.repeat(at - 1)}\r\nneedle`
      const { lines } = await read(streamOf([bytesOf(text)]))
      expect(lines).toEqual(reference(text))
    },
  )

  test('of an empty entry are none', async () => {
    const { lines, digest, head } = await read(streamOf([]))
    expect(lines).toEqual([])
    expect(head.length).toBe(0)
    expectDigest(digest, new Uint8Array(0))
  })

  test('of random bytes are those of split', async () => {
    const bytes = seededBytes(400_000, 5)
    const { lines, digest } = await read(streamOf(cutUp(bytes, 9, 255)))
    const expected = reference(latin1.decode(bytes))
    expect(lines.map((line) => line.text)).toEqual(expected.map((line) => line.text))
    expectDigest(digest, bytes)
  })

  test('leave out a UTF-8 byte order mark and keep the offsets of the file', async () => {
    const bytes = bytesOf('\ufeffDateTime,RequestId\r\nneedle')
    for (const step of [1, 2, 3, 4, 100]) {
      const { lines, digest, head } = await read(streamOf([bytes]), { step })
      expect(lines).toEqual([
        { text: 'DateTime,RequestId', offset: 3, candidate: 0 },
        { text: 'needle', offset: 23, candidate: 1 },
      ])
      expect(latin1.decode(head)).toBe('DateTime,RequestId\r\nneedle')
      expectDigest(digest, bytes)
      expectAllBytes(digest, bytes.length)
    }
  })
})

describe('UTF-16', () => {
  const text = 'Zeile 1\r\nN\u00e9edle needle\r\n\u{1f600} two words'
  const le = new Uint8Array(Buffer.from(text, 'utf16le'))
  const be = new Uint8Array(Buffer.from(text, 'utf16le').swap16())
  const withMark = (mark: number[], bytes: Uint8Array): Uint8Array =>
    new Uint8Array([...mark, ...bytes])

  test.each([
    ['little endian with mark', withMark([0xff, 0xfe], le)],
    ['big endian with mark', withMark([0xfe, 0xff], be)],
  ])('%s is read as UTF-8 and hashed as stored', async (_name, bytes) => {
    for (const step of [1, 3, 8, 1_000]) {
      const { lines, digest, head } = await read(streamOf(cutUp(bytes, step, 5)), { step })
      const utf8 = latin1.decode(bytesOf(text))
      expect(latin1.decode(head)).toBe(utf8)
      expect(lines).toEqual(reference(utf8))
      expectDigest(digest, bytes)
      expectAllBytes(digest, bytes.length)
    }
  })

  test('little endian without mark is recognised by its NULs', async () => {
    const bytes = new Uint8Array(Buffer.from('2021-03-03 needle\r\nrest', 'utf16le'))
    const { lines, digest } = await read(streamOf([bytes]))
    expect(lines.map((line) => line.text)).toEqual(['2021-03-03 needle', 'rest'])
    expectAllBytes(digest, bytes.length)
  })

  test('an odd last byte is kept as a replacement character', async () => {
    const { lines } = await read(streamOf([withMark([0xff, 0xfe], le.subarray(0, 5))]))
    expect(lines).toHaveLength(1)
    expect(lines[0]?.text).toBe(latin1.decode(bytesOf('Ze\ufffd')))
  })

  test('a run of NULs is not taken for it', async () => {
    const { lines, digest } = await read(streamOf([new Uint8Array(6_000)]))
    expect(lines[0]?.text).toHaveLength(6_000)
    expectAllBytes(digest, 6_000)
  })
})

describe('an over-long line', () => {
  test('is cut once, wherever the steps end, with its true length and the flag of all of it', async () => {
    const inputs = [
      fc.integer({ min: 60, max: 400 }),
      fc.integer({ min: 1, max: 70 }),
      fc.nat(),
    ] as const
    await fc.assert(
      fc.asyncProperty(...inputs, async (length, step, seed) => {
        const at = seed % (length - 6)
        const long = `${'x'.repeat(at)}neEdle${'x'.repeat(length - at - 6)}`
        const text = `first\r\n${long}\r\n\r\nneedle\nlast`
        const bytes = bytesOf(text)
        const { lines, digest, warnings } = await read(streamOf(cutUp(bytes, seed, 90)), {
          step,
          maxLine: 50,
        })
        expect(lines).toEqual(
          reference(text).map((line) => ({ ...line, text: line.text.slice(0, 50) })),
        )
        expect(warnings).toEqual([
          [7, 'line is too long', `${length} bytes, of which the first 50 were read`],
        ])
        expectDigest(digest, bytes)
        expectAllBytes(digest, bytes.length)
      }),
      { seed: 22, numRuns: 400 },
    )
  })

  test.each(['', '\n', '\r\n', '\r'])(
    'at the end of the entry, before %j, is cut as well',
    async (end) => {
      const text = `a\n${'y'.repeat(333)}${end}`
      for (let step = 1; step < 90; step++) {
        const { lines, warnings } = await read(streamOf([bytesOf(text)]), { step, maxLine: 50 })
        expect(lines.map((line) => line.text)).toEqual(['a', 'y'.repeat(50)])
        expect(warnings.map(([offset, , found]) => [offset, found])).toEqual([
          [2, '333 bytes, of which the first 50 were read'],
        ])
      }
    },
  )

  test('of exactly the limit is whole', async () => {
    const text = `${'z'.repeat(50)}\r\n${'z'.repeat(50)}\n${'z'.repeat(50)}`
    for (let step = 1; step < 60; step++) {
      const { lines, warnings } = await read(streamOf([bytesOf(text)]), { step, maxLine: 51 })
      expect(lines.map((line) => line.text.length)).toEqual([50, 50, 50])
      expect(warnings).toEqual([])
    }
  })

  test('of 100 MB is cut and the lines around it are whole', async () => {
    const mebibyte = new Uint8Array(1_024 * 1_024).fill(0x78)
    function* pieces(): Generator<Uint8Array> {
      yield bytesOf('before\r\n')
      for (let piece = 0; piece < 100; piece++) yield mebibyte
      yield bytesOf('nee')
      yield bytesOf('dle\r\nafter\r\n')
    }
    const { lines, digest, warnings } = await read(streamOf(pieces()))
    expect(lines.map(({ text, offset, candidate }) => [text.length, offset, candidate])).toEqual([
      [6, 0, 0],
      [MAX_LINE_BYTES, 8, 1],
      [5, 104_857_616, 0],
    ])
    expect(warnings).toEqual([
      [8, 'line is too long', '104857606 bytes, of which the first 1048576 were read'],
    ])
    expectAllBytes(digest, 104_857_623)
  })
})

describe('what a parser does not read', () => {
  test('is hashed all the same', async () => {
    const bytes = bytesOf('line\n'.repeat(300_000))
    const { lines, digest } = await read(streamOf([bytes]), {}, 1)
    expect(lines.length).toBeLessThan(60_000)
    expectDigest(digest, bytes)
    expect(digest.kernelBytes.lines).toBe(262_144)
    expect(digest.kernelBytes.match).toBe(262_140)
  })

  test('is not passed off as matched when nothing was read as lines', async () => {
    const bytes = seededBytes(500_000, 4)
    const input = await open(streamOf(cutUp(bytes, 1, 255)), () => expect.unreachable())
    expect(await input.content(10_000)).toEqual(bytes.slice(0, 10_000))
    const digest = await input.finish()
    expectDigest(digest, bytes)
    expect(digest.kernelBytes).toEqual({ crc32: 500_000, sha256: 500_000, lines: 0, match: 0 })
  })

  test('in chunks comes whole, in the sizes asked for, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3_000 }),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 300 }),
        async (bytes, size, first, step) => {
          const input = await open(streamOf(cutUp(bytes, 97, 97)), () => undefined, undefined, {
            step,
          })
          const sizes: number[] = []
          const parts: Uint8Array[] = []
          for await (const chunk of input.chunks(size, first)) {
            expect(chunk.base).toBe(sizes.reduce((sum, one) => sum + one, 0))
            sizes.push(chunk.bytes.length)
            parts.push(chunk.bytes.slice())
          }
          expect(Buffer.concat(parts).equals(bytes)).toBe(true)
          const last = sizes.length - 1
          sizes.forEach((length, index) => {
            const wanted = index === 0 ? first : size
            if (index < last) expect(length).toBe(wanted)
            else expect(length).toBeLessThanOrEqual(wanted)
          })
          expectDigest(await input.finish(), bytes)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('as stored keeps UTF-16 and stops at the limit', async () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x62, 0])
    const input = await open(streamOf([bytes]), () => undefined)
    expect(await input.bytes(4)).toEqual(bytes.slice(0, 4))
    expectDigest(await input.finish(), bytes)
  })

  test('content of UTF-16 is given as UTF-8', async () => {
    const bytes = new Uint8Array(Buffer.from('\ufeff<p>\u00e9</p>', 'utf16le'))
    const input = await open(streamOf([bytes]), () => expect.unreachable())
    expect(await input.content(Infinity)).toEqual(bytesOf('<p>\u00e9</p>'))
    expectDigest(await input.finish(), bytes)
  })
})

describe('what is read', () => {
  /** As an entry that is read side by side does when its table of strings grows. */
  const grow = (): void => {
    kernels.memory.grow(1)
  }
  const text = 'needle in a line of its own\n'.repeat(30_000)
  const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))

  test('in chunks is whole though the memory grows while each is looked at', async () => {
    const bytes = seededBytes(700_000, 9)
    const input = await open(streamOf(cutUp(bytes, 3, 99_999)), () => expect.unreachable())
    const parts: Uint8Array[] = []
    for await (const chunk of input.chunks(65_536, 4_096)) {
      grow()
      parts.push(chunk.bytes.slice())
    }
    expect(Buffer.concat(parts).equals(bytes)).toBe(true)
    expectDigest(await input.finish(), bytes)
  })

  test.each([
    ['UTF-8', bytesOf(text)],
    ['UTF-16', utf16],
  ])('as lines of %s is whole though the memory grows behind each block', async (_, bytes) => {
    const input = await open(streamOf(cutUp(bytes, 5, 99_999)), () => expect.unreachable())
    let lines = 0
    for await (const block of input.lines()) {
      lines += block.count
      grow()
    }
    expect(lines).toBe(30_000)
    expectDigest(await input.finish(), bytes)
  })

  test('is whole though the memory grows between any two turns', async () => {
    const bytes = seededBytes(400_000, 10)
    const input = await open(streamOf(cutUp(bytes, 7, 9_999)), () => expect.unreachable())
    const turns = { left: 300 }
    const grower = (async () => {
      while (turns.left-- > 0) {
        grow()
        await Promise.resolve()
      }
    })()
    expect(Buffer.from(await input.content(Infinity)).equals(bytes)).toBe(true)
    turns.left = 0
    await grower
    expectDigest(await input.finish(), bytes)
  })
})
