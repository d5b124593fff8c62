import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listZip } from '../../../workers/zip/directory.js'
import { makeZip, text, type Descriptor, type MadeEntry } from './make-zip.js'
import { bytesOf, readArchive, textOf, zipFile, type Opened } from './reading.js'

const LINE = '2021-03-03 04:05:06 POST /ecp/y.js 203.0.113.9 200\r\n'
const LOG = text(LINE.repeat(40))

function logs(count: number, descriptor: Descriptor = 'none', method?: 'stored'): MadeEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `logs/${String(index)}.log`,
    data: text(LINE.repeat(index + 1)),
    descriptor,
    ...(method ? { method } : {}),
  }))
}

function withoutDirectory(entries: readonly MadeEntry[]): File {
  const { bytes, directoryAt } = makeZip(entries)
  return zipFile(bytes.subarray(0, directoryAt))
}

function containing(part: string): string {
  return expect.stringContaining(part) as string
}

function clean(opened: Opened | undefined): boolean {
  return opened !== undefined && 'bytes' in opened && opened.warnings.length === 0
}

describe('an archive without its directory', () => {
  const forms: Descriptor[] = ['none', 'signed', 'unsigned', 'signed64', 'unsigned64']
  it.each(forms.flatMap((form) => [[form, 'deflate'] as const, [form, 'stored'] as const]))(
    'gives every entry whole (descriptor %s, %s)',
    async (form, method) => {
      const made = logs(5, form).map((entry) => ({ ...entry, method }))
      const { listing, opened } = await readArchive(withoutDirectory(made))
      expect(listing.entries.map(({ rawPath }) => rawPath)).toEqual(made.map(({ name }) => name))
      expect(listing.entries.map(({ size }) => size)).toEqual(made.map(({ data }) => data.length))
      expect(opened.map(textOf)).toEqual(made.map(({ data }) => Buffer.from(data).toString()))
      expect(opened.every(clean)).toBe(true)
      expect(listing.entries.every(({ salvaged }) => salvaged)).toBe(true)
    },
  )

  it('says what is wrong, where, and how many entries were found', async () => {
    const made = makeZip(logs(3))
    const { listing } = await readArchive(zipFile(made.bytes.subarray(0, made.directoryAt)))
    expect(listing.warnings).toMatchObject([
      { what: containing('ends before its directory'), offset: made.directoryAt },
      { what: containing('3 entries not in the directory'), offset: 0 },
    ])
    expect(listing.warnings[1]?.found).toBe('0 listed, 3 salvaged')
  })

  it('gives what is left of the entry that it ends in', async () => {
    const noise = Uint8Array.from(
      { length: 3000 },
      (_, at) => Math.imul(at, at * 40503 + 7919) >>> 13,
    )
    for (const method of ['stored', 'deflate'] as const) {
      const made = makeZip([
        { name: 'a.log', data: LOG },
        { name: 'b.bin', data: noise, method },
      ])
      const cut = made.bytes.subarray(0, (made.places[1]?.data ?? 0) + 2000)
      const { listing, opened } = await readArchive(zipFile(cut))
      expect(textOf(opened[0])).toBe(LINE.repeat(40))
      const rest = bytesOf(opened[1])
      expect(rest.length).toBeGreaterThan(1000)
      expect(rest).toEqual(noise.subarray(0, rest.length))
      expect(listing.entries[1]?.size).toBe(3000)
      expect(clean(opened[1])).toBe(false)
    }
  })

  it('reads an entry of unknown size until its data ends', async () => {
    const made = makeZip([
      { name: 'a.log', data: LOG, descriptor: 'left out' },
      { name: 'b.log', data: LOG, descriptor: 'left out' },
    ])
    const { listing, opened } = await readArchive(zipFile(made.bytes.subarray(0, made.directoryAt)))
    expect(listing.entries.map(({ size }) => size)).toEqual([NaN, NaN])
    expect(opened.map(textOf)).toEqual([LINE.repeat(40), LINE.repeat(40)])
    expect(opened.every(clean)).toBe(true)
    expect(listing.warnings[1]?.found).toContain('the size of 2 unknown')
  })

  it('says so where an entry of unknown size is cut off', async () => {
    const made = makeZip([{ name: 'a.log', data: LOG, descriptor: 'signed' }])
    const half = ((made.places[0]?.data ?? 0) + made.directoryAt - 16) >> 1
    const { opened } = await readArchive(zipFile(made.bytes.subarray(0, half)))
    expect(opened[0]).toMatchObject({ warnings: [{ what: containing('damaged') }] })
  })

  it.each(['signed', 'left out'] as const)(
    'takes the checksum that a header leaves out from behind the data (descriptor %s)',
    async (descriptor) => {
      const { bytes, places, directoryAt } = makeZip(logs(1, descriptor, 'stored'))
      const view = new DataView(bytes.buffer)
      const { header, data } = places[0] as { header: number; data: number }
      const size = LINE.length
      view.setUint32(header + 18, size, true)
      view.setUint32(header + 22, size, true)
      const { listing } = await readArchive(zipFile(bytes.subarray(0, directoryAt)))
      const stated = descriptor === 'signed' ? view.getUint32(data + size + 4, true) : NaN
      expect(listing.entries).toMatchObject([{ size, crc32: stated }])
    },
  )

  it('takes from the rest of a directory what headers do not state', async () => {
    const made = makeZip(logs(3, 'left out'))
    const whole = await readArchive(zipFile(made.bytes))
    const cut = await readArchive(zipFile(made.bytes.subarray(0, made.bytes.length - 60)))
    expect(cut.listing.entries.slice(0, 2)).toEqual(
      whole.listing.entries.slice(0, 2).map((entry) => ({ ...entry, salvaged: true })),
    )
    expect(cut.opened.map(textOf)).toEqual(whole.opened.map(textOf))
  })

  it('lists entries of which only the directory is left', async () => {
    const made = makeZip(logs(2))
    const bytes = made.bytes.slice(0, made.bytes.length - 22)
    bytes.fill(0, 0, made.places[0]?.end)
    const { listing } = await readArchive(zipFile(bytes, 'x.zip'))
    expect(listing.entries.map(({ rawPath, notReadReason }) => [rawPath, notReadReason])).toEqual([
      ['logs/1.log', ''],
      ['logs/0.log', 'the directory names it, but its data is not in the archive'],
    ])
  })

  it('finds them behind junk and between it', async () => {
    const junk = Buffer.from('MZ PK\x03\x04 PK\x01\x02 PK\x07\x08 junk'.repeat(99), 'latin1')
    const [a, b] = [withoutDirectory(logs(1)), withoutDirectory(logs(2, 'unsigned'))]
    const file = new File([junk, a, junk, b, junk], 'x.zip')
    const { opened } = await readArchive(file)
    expect(opened.map(textOf)).toEqual([LINE, LINE, LINE + LINE])
  })

  it('does not take the entries of an archive inside an entry for its own', async () => {
    const inner = makeZip(logs(4, 'signed')).bytes
    for (const descriptor of ['none', 'signed', 'unsigned64'] as const) {
      for (const name of ['inner.zip', 'innocent.bin']) {
        const made = [
          { name, data: inner, method: 'stored' as const, descriptor },
          { name: 'after.log', data: LOG },
        ]
        const { entries } = await listZip(withoutDirectory(made))
        expect(entries.map((entry) => entry.name)).toEqual([name, 'after.log'])
        expect(entries[0]?.size).toBe(inner.length)
      }
    }
  })

  it('ends an entry whose stated size leads nowhere at the next header', async () => {
    const made = makeZip(logs(3))
    const bytes = made.bytes.slice(0, made.directoryAt)
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(
      (made.places[1]?.header ?? 0) + 18,
      9e8,
      true,
    )
    const { listing, opened } = await readArchive(zipFile(bytes))
    expect(listing.entries.length).toBe(3)
    expect(opened.map(textOf)).toEqual([LINE, LINE.repeat(2), LINE.repeat(3)])
  })

  it('loses no whole entry, wherever it is cut', async () => {
    const form = fc.constantFrom<Descriptor>('none', 'signed', 'unsigned', 'signed64')
    const entry = fc.record({
      name: fc.stringMatching(/^[a-zäß/ .]{1,12}$/),
      data: fc.uint8Array({ maxLength: 600 }),
      method: fc.constantFrom('stored' as const, 'deflate' as const),
      descriptor: form,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (entries, share) => {
          const made = makeZip(entries)
          const cut = Math.floor(made.bytes.length * share)
          const { listing, opened } = await readArchive(zipFile(made.bytes.subarray(0, cut)))
          const whole = made.places.filter(({ end }) => end <= cut)
          const files = entries.slice(0, whole.length).filter(({ name }) => !name.endsWith('/'))
          const read = listing.entries.map(({ rawPath }, at) => [rawPath, opened[at]] as const)
          for (const { name, data } of files) {
            const found = read.some(
              ([path, one]) => path === name && one && 'bytes' in one && same(one.bytes, data),
            )
            expect(found, name).toBe(true)
          }
        },
      ),
      { numRuns: 150, seed: 4 },
    )
  })

  it('comes to an end on headers that state nothing', async () => {
    const { bytes, directoryAt } = makeZip(
      Array.from({ length: 20_000 }, (_, at) => ({
        name: String(at),
        data: new Uint8Array(0),
        method: 'stored' as const,
        descriptor: 'left out' as const,
      })),
    )
    const { entries } = await listZip(zipFile(bytes.subarray(0, directoryAt)))
    expect(entries.length).toBe(20_000)
  }, 10_000)
})

describe('a directory that leaves entries out', () => {
  it.each([0, 1, 2])('gives the one at place %i too, and says so', async (place) => {
    const made = logs(3).map((entry, at) => ({ ...entry, hidden: at === place }))
    const { listing, opened } = await readArchive(zipFile(makeZip(made).bytes))
    expect(opened.map(textOf).sort()).toEqual(made.map(({ data }) => Buffer.from(data).toString()))
    expect(listing.entries.filter(({ salvaged }) => salvaged).length).toBe(1)
    const told = listing.warnings.find(({ what }) => what.includes('1 entry not in the directory'))
    expect(told?.found).toBe('2 listed, 1 salvaged')
  })

  it('gives both archives where one was appended to another', async () => {
    const file = new File([makeZip(logs(2)).bytes, makeZip(logs(3, 'signed')).bytes], 'x.zip')
    const { opened } = await readArchive(file)
    expect(opened.length).toBe(5)
  })

  it('gives what its damaged rest would have listed', async () => {
    const made = makeZip(logs(4, 'signed'))
    const bytes = made.bytes.slice()
    bytes[made.directoryAt + 2 * (46 + 10)] = 0
    const { listing, opened } = await readArchive(zipFile(bytes))
    expect(opened.map(textOf)).toEqual([1, 2, 3, 4].map((times) => LINE.repeat(times)))
    expect(listing.warnings[0]).toMatchObject({ what: containing('damaged here') })
  })

  it('of a whole archive reads no entry', async () => {
    const nested = makeZip(logs(3)).bytes
    const extra = Uint8Array.of(0xfe, 0xca, 40, 0, ...new Uint8Array(40))
    const { bytes } = makeZip([
      { name: 'a.zip', data: nested, method: 'stored', localExtra: extra },
      { name: 'b.log', data: LOG, descriptor: 'signed64' },
      { name: 'c.log', data: LOG, centralExtra: extra },
    ])
    const { entries, warnings } = await listZip(zipFile(bytes))
    expect(entries.map(({ name, salvaged }) => [name, salvaged])).toEqual([
      ['a.zip', false],
      ['b.log', false],
      ['c.log', false],
    ])
    expect(warnings).toEqual([])
  })
})

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
