import fc from 'fast-check'
import { crc32 } from 'node:zlib'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { listZip } from '../../../workers/zip/directory.js'
import { dosTime, modifiedTime } from '../../../workers/zip/time-stamps.js'
import { availableBytes } from '../../../workers/zip/extents.js'
import { decodeEntryName } from '../../../workers/zip/entry-name.js'
import { makeZip, text } from './make-zip.js'
import { bytesOf, readArchive, textOf, zipFile } from './reading.js'

const MANY = 100_000

function made(
  files: Readonly<Record<string, string>>,
  compression: 'STORE' | 'DEFLATE' = 'DEFLATE',
) {
  const zip = new JSZip()
  for (const [name, text] of Object.entries(files)) zip.file(name, text)
  return zip.generateAsync({ type: 'uint8array', compression })
}

/** Replaces a name in local header and directory by another of the same length. */
function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replaceAll(from, to)
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

/** An archive of empty stored files, by hand: JSZip takes 15 s for so many. */
function emptyFiles(count: number): Uint8Array {
  const nameSize = 'logs/000000.log'.length
  const local = 30 + nameSize
  const central = 46 + nameSize
  const bytes = new Uint8Array(count * (local + central) + 56 + 20 + 22)
  const view = new DataView(bytes.buffer)
  const directory = count * local
  const text = new TextEncoder()
  for (let file = 0; file < count; file++) {
    const name = text.encode(`logs/${String(file).padStart(6, '0')}.log`)
    const at = file * local
    view.setUint32(at, 0x04034b50, true)
    view.setUint16(at + 26, nameSize, true)
    bytes.set(name, at + 30)
    const record = directory + file * central
    view.setUint32(record, 0x02014b50, true)
    view.setUint16(record + 28, nameSize, true)
    view.setUint32(record + 42, at, true)
    bytes.set(name, record + 46)
  }
  const end64 = directory + count * central
  view.setUint32(end64, 0x06064b50, true)
  view.setUint32(end64 + 4, 44, true)
  view.setUint32(end64 + 24, count, true)
  view.setUint32(end64 + 32, count, true)
  view.setUint32(end64 + 40, count * central, true)
  view.setUint32(end64 + 48, directory, true)
  view.setUint32(end64 + 56, 0x07064b50, true)
  view.setUint32(end64 + 64, end64, true)
  view.setUint32(end64 + 72, 1, true)
  const end = end64 + 76
  view.setUint32(end, 0x06054b50, true)
  view.setUint16(end + 8, 0xffff, true)
  view.setUint16(end + 10, 0xffff, true)
  view.setUint32(end + 12, 0xffffffff, true)
  view.setUint32(end + 16, 0xffffffff, true)
  return bytes
}

function indexOfSignature(bytes: Uint8Array, signature: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) === signature) return at
  }
  throw new Error('no such record')
}

describe('a well-formed archive', () => {
  it.each(['STORE', 'DEFLATE'] as const)(
    'gives the bytes that JSZip put in (%s)',
    async (method) => {
      const names = fc.stringMatching(/^[a-zA-Zäöü0-9 _%-]{1,12}$/)
      await fc.assert(
        fc.asyncProperty(fc.dictionary(names, fc.string({ maxLength: 400 })), async (files) => {
          const { listing, opened } = await readArchive(zipFile(await made(files, method)))
          const read = listing.entries.map(({ rawPath }, at) => [rawPath, textOf(opened[at])])
          expect(Object.fromEntries(read)).toEqual({ ...files })
          expect(opened.every((one) => 'bytes' in one && one.warnings.length === 0)).toBe(true)
        }),
        { numRuns: 20 },
      )
    },
  )

  it('is read with junk in front of it', async () => {
    const zip = await made({ 'a.log': 'first', 'b.log': 'second' })
    const { listing, opened } = await readArchive(
      zipFile(Buffer.concat([Buffer.alloc(777, 0x2a), zip])),
    )
    expect(opened.map(textOf)).toEqual(['first', 'second'])
    expect(listing.warnings.map(({ what }) => what)).toContain('bytes stand before the archive')
  })

  it('lists 100,000 entries (Zip64) within seconds', async () => {
    const file = zipFile(emptyFiles(MANY))
    const start = performance.now()
    const { entries, warnings } = await listZip(file)
    expect(entries.length).toBe(MANY)
    expect(warnings).toEqual([])
    expect(performance.now() - start).toBeLessThan(10_000)
  }, 30_000)
})

describe('what is no archive, or part of one', () => {
  it.each([
    ['nothing', '', 'evidence.zip is empty (0 bytes)'],
    ['text', 'date time cs-uri-stem\r\n'.repeat(9), 'is not a zip archive; it looks like text'],
    ['a 7-Zip archive', '7z\u00bc', 'looks like'],
  ])('%s gives no entries and a sentence', async (_, content, sentence) => {
    const { listing } = await readArchive(zipFile(content))
    expect(listing.entries).toEqual([])
    expect(listing.warnings).toHaveLength(1)
    expect(listing.warnings[0]).toMatchObject({ entry: -1, evidence: 3, count: 1 })
    expect(listing.warnings[0]?.what).toContain(sentence)
  })

  it('an archive cut in half says where it ends', async () => {
    const whole = await made({ 'a.log': 'x'.repeat(5000), 'b.log': 'y' }, 'STORE')
    const half = whole.slice(0, 2600)
    const { listing } = await readArchive(zipFile(half))
    expect(listing.warnings[0]?.what).toContain('the archive ends before its directory; 2600 bytes')
  })

  it('an empty archive is told from a broken one', async () => {
    const { listing } = await readArchive(zipFile(await made({})))
    expect(listing.warnings[0]?.what).toBe('evidence.zip is a zip archive with no entries')
  })

  it('random bytes only give warnings', async () => {
    const tail = Uint8Array.of(0x50, 0x4b, 5, 6)
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc
        .tuple(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ minLength: 18, maxLength: 40 }))
        .map(([a, b]) => Uint8Array.from([...a, ...tail, ...b])),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const { listing } = await readArchive(zipFile(content))
        expect(listing.entries.length + listing.warnings.length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('a damaged archive never throws and never hangs', async () => {
    const whole = await made({ 'a.log': 'x'.repeat(300), 'dir/b.log': 'y'.repeat(300) })
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = whole.slice()
        for (const [at, value] of changes) bytes[at] = value
        const { listing } = await readArchive(zipFile(bytes))
        expect(listing.entries.length + listing.warnings.length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})

describe('hostile entries', () => {
  it.each(['..\\..\\x.log', '/etc/x.log0', 'C:\\x\\ab.log', 'a\u0001b\u007fcd.log', '../../x.log'])(
    'the name %j is kept as it is',
    async (name) => {
      const placeholder = 'n'.repeat(name.length)
      const zip = renamed(await made({ [placeholder]: 'text' }), placeholder, name)
      const { listing, opened } = await readArchive(zipFile(zip))
      expect(listing.entries[0]?.rawPath).toBe(name)
      expect(textOf(opened[0])).toBe('text')
    },
  )

  it('a bidi character in a name survives', async () => {
    const { listing } = await readArchive(zipFile(await made({ 'a\u202egol.exe': 'x' })))
    expect(listing.entries[0]?.rawPath).toBe('a\u202egol.exe')
  })

  it('two entries of one name are both kept', async () => {
    const zip = renamed(await made({ 'one.log': '1', 'two.log': '2' }), 'two.log', 'one.log')
    const { listing, opened } = await readArchive(zipFile(zip))
    expect(listing.entries.map(({ rawPath }) => rawPath)).toEqual(['one.log', 'one.log'])
    expect(opened.map(textOf)).toEqual(['1', '2'])
  })

  it('a size declared too small loses nothing, with a warning', async () => {
    const zip = await made({ 'a.log': 'x'.repeat(1000) })
    new DataView(zip.buffer).setUint32(indexOfSignature(zip, 0x02014b50) + 24, 10, true)
    const { opened } = await readArchive(zipFile(zip))
    expect(bytesOf(opened[0]).length).toBe(1000)
    expect(opened[0]).toMatchObject({
      warnings: [
        { wanted: '10 bytes', found: '1000 bytes' },
        { what: 'the data goes on after its declared size; it is read to its end', offset: 10 },
      ],
    })
  })

  it('damaged data gives what stands before it and a warning at its offset', async () => {
    const zip = await made({ 'a.log': 'x'.repeat(1000) })
    const data = indexOfSignature(zip, 0x04034b50) + 30 + 'a.log'.length
    zip.fill(0xff, data, data + 6)
    const { opened } = await readArchive(zipFile(zip))
    expect(opened[0]).toMatchObject({
      warnings: [{ what: 'the data is damaged here; the rest cannot be read', offset: 0 }],
    })
  })

  it('a local header that names another file is followed, with a warning', async () => {
    const zip = await made({ 'a.log': 'text' })
    zip[indexOfSignature(zip, 0x04034b50) + 30] = 0x62
    const { opened } = await readArchive(zipFile(zip))
    expect(textOf(opened[0])).toBe('text')
    expect(opened[0]).toMatchObject({ warnings: [{ wanted: 'a.log', found: 'b.log' }] })
  })

  it('a local header of which only the signature is damaged is read, with a warning', async () => {
    const zip = await made({ 'a.log': 'text' })
    zip[0] = 0
    zip[1] = 0
    const { opened } = await readArchive(zipFile(zip))
    expect(textOf(opened[0])).toBe('text')
    expect(opened[0]).toMatchObject({ warnings: [{ found: '0x04030000' }] })
  })

  it('a missing local header is a reason, not an exception', async () => {
    const zip = await made({ 'a.log': 'text' })
    zip.fill(0, 0, 35)
    const { opened } = await readArchive(zipFile(zip))
    expect(opened[0]).toEqual({ reason: 'no local header at offset 0 (found 0x00000000)' })
  })

  it('an archive under an innocent name is known by its bytes', async () => {
    const inner = await made({ 'a.log': 'text' })
    const zip = new JSZip()
    zip.file('picture.aspx', inner)
    const bytes = await zip.generateAsync({ type: 'uint8array' })
    const { opened } = await readArchive(zipFile(bytes))
    expect(opened[0]).toEqual({ reason: 'archive inside an archive: not read' })
  })

  it('an encrypted entry says so', async () => {
    const zip = await made({ 'a.log': 'text' })
    const flags = indexOfSignature(zip, 0x02014b50) + 8
    zip[flags] = (zip[flags] ?? 0) | 1
    const { opened } = await readArchive(zipFile(zip))
    expect(opened[0]).toEqual({ reason: 'encrypted: no password given' })
  })
})

describe('what archives may have about them', () => {
  const log = { name: 'a.log', data: text('text') }

  it('a comment that holds an end record, empty or made up, changes nothing', async () => {
    const empty = `PK\x05\x06${'\0'.repeat(18)}`
    const madeUp = `PK\x05\x06\0\0\0\0\x01\0\x01\0\x10\0\0\0\x05\0\0\0\0\0`
    for (const comment of [empty, madeUp, `${madeUp}tail`, 'PK\x05\x06', 'PK\x03\x04 PK\x01\x02']) {
      const { listing, opened } = await readArchive(zipFile(makeZip([log], comment).bytes))
      expect(listing.entries.map(({ rawPath }) => rawPath)).toEqual(['a.log'])
      expect(textOf(opened[0])).toBe('text')
    }
  })

  it('the mark of an archive that was meant to be split is passed over', async () => {
    const { bytes, directoryAt } = makeZip([log])
    const view = new DataView(bytes.buffer)
    view.setUint32(directoryAt + 42, 4, true)
    view.setUint32(bytes.length - 6, directoryAt + 4, true)
    const file = new File([Uint8Array.of(0x50, 0x4b, 7, 8), bytes], 'x.zip')
    const { listing, opened } = await readArchive(file)
    expect(textOf(opened[0])).toBe('text')
    expect(listing.warnings).toEqual([])
  })

  it('a Unicode path field names the entry, unless it is of another name', async () => {
    const raw = Uint8Array.of(0x81, 0x2e, 0x6c)
    const field = (name: string, of: Uint8Array) => {
      const path = text(name)
      const bytes = new DataView(new ArrayBuffer(9 + path.length))
      bytes.setUint16(0, 0x7075, true)
      bytes.setUint16(2, 5 + path.length, true)
      bytes.setUint8(4, 1)
      bytes.setUint32(5, crc32(of), true)
      new Uint8Array(bytes.buffer).set(path, 9)
      return new Uint8Array(bytes.buffer)
    }
    const named = async (extra: Uint8Array) => {
      const made = makeZip([{ ...log, name: raw, centralExtra: extra, localExtra: extra }])
      const { listing, opened } = await readArchive(zipFile(made.bytes))
      expect(opened[0]).toMatchObject({ warnings: [] })
      return listing.entries[0]?.rawPath
    }
    expect(await named(field('日本.l', raw))).toBe('日本.l')
    expect(await named(field('日本.l', text('other')))).toBe('ü.l')
  })

  it('a Zip64 field holds only those numbers that are all ones', async () => {
    const sized = Uint8Array.of(1, 0, 8, 0, 4, 0, 0, 0, 0, 0, 0, 0)
    const { bytes, directoryAt } = makeZip([{ ...log, centralExtra: sized }])
    new DataView(bytes.buffer).setUint32(directoryAt + 24, 0xffffffff, true)
    const { listing, opened } = await readArchive(zipFile(bytes))
    expect(listing.entries[0]).toMatchObject({ size: 4, headerOffset: 0 })
    expect(textOf(opened[0])).toBe('text')
  })

  it('sizes and checksums that differ between header and directory are told', async () => {
    const { bytes } = makeZip([log])
    const view = new DataView(bytes.buffer)
    view.setUint32(14, 7, true)
    view.setUint32(22, 9, true)
    const { opened } = await readArchive(zipFile(bytes))
    expect(textOf(opened[0])).toBe('text')
    expect(opened[0]).toMatchObject({
      warnings: [
        { wanted: '4 bytes', found: '9 bytes' },
        { wanted: '0x3b8ba7c7', found: '0x00000007' },
      ],
    })
  })
})

describe('extents', () => {
  it('overlapping entries end at the next header; one header is read once', () => {
    const extents = [
      { headerOffset: 0, compressedSize: 500 },
      { headerOffset: 100, compressedSize: 50 },
      { headerOffset: 100, compressedSize: 50 },
    ]
    expect(availableBytes(extents, 1000)).toEqual([70, 870, -1])
  })
})

describe('times and names', () => {
  it('a DOS time is local text, an impossible one is empty', () => {
    const raw = (41 << 25) | (3 << 21) | (12 << 16) | (14 << 11) | (5 << 5) | 29
    expect(dosTime(raw >>> 0)).toBe('2021-03-12 14:05:58')
    expect(dosTime(0)).toBe('')
    expect(dosTime((41 << 25) | (2 << 21) | (30 << 16))).toBe('')
  })

  it('NTFS time wins over extended time, to the microsecond', () => {
    const ntfs = new DataView(new ArrayBuffer(36))
    ntfs.setUint16(0, 0x000a, true)
    ntfs.setUint16(2, 32, true)
    ntfs.setUint16(8, 1, true)
    ntfs.setUint16(10, 24, true)
    ntfs.setBigUint64(12, 132_600_000_001_234_567n, true)
    const extended = [0x55, 0x54, 5, 0, 1, 1, 0, 0, 0]
    const both = Uint8Array.from([...extended, ...new Uint8Array(ntfs.buffer)])
    expect(modifiedTime(both)).toBe(1_615_526_400_123_456)
    expect(modifiedTime(Uint8Array.from(extended))).toBe(1_000_000)
    expect(modifiedTime(new Uint8Array(0))).toBeNaN()
    expect(modifiedTime(Uint8Array.from([0x55, 0x54, 200, 0, 1]))).toBeNaN()
  })

  it('a name that is not UTF-8 is code page 437', () => {
    expect(decodeEntryName(Uint8Array.of(0x81, 0x62, 0x65, 0x72))).toBe('über')
    expect(decodeEntryName(new TextEncoder().encode('über'))).toBe('über')
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    expect(new Set(decodeEntryName(all)).size).toBe(256)
  })
})
