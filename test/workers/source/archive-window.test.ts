import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ArchiveWindow } from '../../../workers/source/archive-window.js'
import { NO_HEADER } from '../../../workers/zip/entry-stream.js'
import { entryOf } from '../parsers/memory-input.js'

const entryIn = (evidence: number) => entryOf('a.log', 1, { evidence })

function fileOf(size: number, seed: number): File {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed * 7 + (at >> 8)) & 255)
  return new File([bytes], 'one.zip')
}

it('gives the bytes that the file itself gives, whatever is read of whichever archive', async () => {
  const files = [fileOf(700_000, 1), fileOf(700_000, 2), fileOf(300, 3)]
  const place = fc.oneof(fc.nat(720_000), fc.constantFrom(0, 262_143, 262_144, 699_999))
  const length = fc.oneof(fc.nat(500), fc.constantFrom(0, 65_536, 65_537, 300_000))
  const reads = fc.array(fc.tuple(fc.nat(2), place, length), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(reads, async (all) => {
      const window = new ArchiveWindow()
      const given = all.map(async ([evidence, start, size]) => {
        const part = window.of(files[evidence]!, entryIn(evidence))!.slice(start, start + size)
        return [part.size, new Uint8Array(await part.arrayBuffer())]
      })
      const expected = all.map(async ([evidence, start, size]) => {
        const part = files[evidence]!.slice(start, start + size)
        return [part.size, new Uint8Array(await part.arrayBuffer())]
      })
      expect(await Promise.all(given)).toEqual(await Promise.all(expected))
    }),
    { numRuns: 30 },
  )
})

it('gives parts of parts', async () => {
  const file = fileOf(1_000, 1)
  const part = new ArchiveWindow().of(file, entryIn(0))!.slice(100, 900).slice(50, 10_000)
  expect(part.size).toBe(750)
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(
    new Uint8Array(await file.slice(150, 900).arrayBuffer()),
  )
})

it('leaves alone what one evidence has many of: loose files, and archives inside archives', () => {
  const window = new ArchiveWindow()
  const file = fileOf(1_000, 1)
  expect(window.of(file, entryIn(0))).not.toBeNull()
  expect(window.of(file, { ...entryIn(0), headerOffset: NO_HEADER })).toBeNull()
  expect(window.of(file, { ...entryIn(0), depth: 1 })).toBeNull()
  expect(window.of(new Blob(['PK']), entryIn(0))).toBeNull()
})

it('reads neighbours with one call', async () => {
  const file = fileOf(10_000, 1)
  let calls = 0
  const slice = file.slice.bind(file)
  file.slice = (start, end) => {
    calls++
    return slice(start, end)
  }
  const archive = new ArchiveWindow().of(file, entryIn(0))!
  for (let at = 0; at < 9_000; at += 100) await archive.slice(at, at + 30).arrayBuffer()
  expect(calls).toBe(1)
})
