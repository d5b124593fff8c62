import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { listZip } from '../../../workers/zip/directory.js'
import { bytesOf, readArchive, zipFile, type Opened } from './reading.js'

const FOLDER = process.env.AFTERPATCH_EVIDENCE ?? '../shared/data'
const TRUTH = join(FOLDER, 'zip-truth.json')
const ABSENT = !existsSync(TRUTH)

interface Truth {
  readonly python_zipfile: {
    readonly entries?: number | null
    readonly list?: readonly {
      readonly name: string
      readonly sha256?: string
      readonly error?: string
    }[]
  }
  readonly sevenzip: { readonly entries: number; readonly exit: number }
}

/**
 * Where the two references disagree, or we list otherwise than both: how many entries, and why that
 * loses less. Elsewhere what Python's zipfile lists is listed, or 7-Zip where it gives up.
 */
const LISTED_OTHERWISE: readonly (readonly [name: RegExp, entries: number, why: string])[] = [
  [/prepended-junk\.zip$/, 3, 'Python: 7-Zip gives up at the junk'],
  [/truncated-cd\.zip$/, 2, '7-Zip: by local headers; Python lists nothing'],
  [/End of central directory .*truncated\.zip$/, 2, '7-Zip: the same'],
  [/invalid central directory file header/, 2, '7-Zip: the damaged record’s entry has a header'],
  [/extra field length exceeds/, 2, '7-Zip: only times are lost by a malformed extra field'],
  [/zip64 extended information/, 1, '7-Zip: the local header has what the directory lacks'],
  [/lorem-overlapping-entries\.zip$/, 2, 'Python: both are named, and read whole'],
  [/lorem-secure-full-utf8\.zip$/, 1, '7-Zip: the names are encrypted, the entry is there'],
  [/lorem-signed-cd\.zip$/, 1, '7-Zip: a signature behind the directory harms nothing'],
  [/lorem-split\.zip$/, 4, 'both: all are listed, with the part that has them as the reason'],
  [/multi-disk zip files are not supported/, 2, 'Python: 7-Zip counts each entry twice'],
  [/malformed-local-header\.zip$/, 1, 'Python: only the header’s signature is damaged'],
  [/unicode-path-extra-field\.zip$/, 1, 'Python: 7-Zip gives up at the empty name'],
]

/** Archives without entries, and what says why. */
const REFUSED: readonly (readonly [name: RegExp, reason: string])[] = [
  [/malformed-cd-/, 'the directory of'],
  [/invalid zip64 end of central directory/, 'the directory of'],
  [/malformed-eocd-too-short/, 'it looks like nothing but zero bytes'],
  [/malformed-multi-disk|malformed-split/, 'one part of a split archive'],
  [/file is truncated_1/, 'is empty (0 bytes)'],
]

/** Python ignores the Info-ZIP Unicode path field, which unzip, JSZip and we follow. */
const NAMED_OTHERWISE = /unicode-path-extra-field\.zip$/

/** Entries of well-formed archives that JSZip gives otherwise, or not: why. */
const OTHERWISE_THAN_JSZIP: readonly (readonly [archive: RegExp, entry: string, why: string])[] = [
  [/nested3/, 'outer.zip', 'an archive in an archive is unpacked, where JSZip gives its bytes'],
  [/ratio-bomb/, 'zeros.log', 'JSZip inflates a bomb to its end'],
  [/traversal-names/, '.', 'JSZip makes one name of “.” and “..”'],
  [/lorem-non-ascii/, 'lorém.txt', 'JSZip takes a name in code page 437 for UTF-8'],
  [/lorem-non-ascii/, 'lor\ufffdm.txt', 'the name that this gives'],
]

const truth = ABSENT
  ? {}
  : (JSON.parse(readFileSync(TRUTH, 'utf8')) as Readonly<Record<string, Truth>>)
const collectors = ABSENT
  ? []
  : readdirSync(join(FOLDER, 'collectors')).map((name) => `collectors/${name}`)
const load = (name: string): File => zipFile(readFileSync(join(FOLDER, name)), name)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Those that both references and their readers find nothing wrong with. */
const wellFormed = Object.keys(truth).filter((name) => {
  const { python_zipfile: python, sevenzip } = truth[name] as Truth
  const damaged = (python.list ?? []).some(({ error }) =>
    /BadZip|Error -|OSError/.test(error ?? ''),
  )
  return sevenzip.exit === 0 && python.entries === sevenzip.entries && !damaged
})

/** Archives as we and JSZip read them; those that it refuses are checked to be what it cannot read. */
async function asJSZipReads(names: readonly string[]) {
  const read = new Map<string, Awaited<ReturnType<typeof readArchive>> & { theirs: Digests }>()
  for (const name of names) {
    const file = load(name)
    const archive = await readArchive(file)
    const other = await JSZip.loadAsync(file.arrayBuffer()).catch((error: unknown) => String(error))
    if (typeof other === 'string') {
      if (!wellFormed.includes(name)) continue
      const beyond = archive.listing.entries.filter(
        ({ encrypted, method }) => encrypted || method === 'other' || method === 'deflate64',
      )
      expect(other, name).toMatch(/Encrypted zip are not supported|compression .* unknown/)
      expect(beyond, name).not.toEqual([])
      continue
    }
    const theirs: Digests = new Map()
    for (const one of Object.values(other.files).filter(({ dir }) => !dir)) {
      const bytes = await one.async('uint8array').catch(() => null)
      theirs.set(one.unsafeOriginalName ?? one.name, bytes && sha256(bytes))
    }
    read.set(name, { ...archive, theirs })
  }
  return read
}

/** The last of those with one name, as JSZip keeps it. */
function byName({ listing, opened }: Awaited<ReturnType<typeof readArchive>>) {
  const read = listing.entries.map(({ rawPath }, index) => [rawPath, opened[index]] as const)
  return new Map(read.filter((pair): pair is readonly [string, Opened] => pair[1] !== undefined))
}

/** SHA-256 by name; null where it could not be read. */
type Digests = Map<string, string | null>

describe.skipIf(ABSENT)('archives of the evidence folder (needs evidence folder)', () => {
  it('lists what the reference lists, or says why not', async () => {
    for (const [name, { python_zipfile: python, sevenzip }] of Object.entries(truth)) {
      const { entries, warnings } = await listZip(load(name))
      const exception = LISTED_OTHERWISE.find(([pattern]) => pattern.test(name))
      const expected = exception?.[1] ?? python.entries ?? sevenzip.entries
      expect(entries.length, name).toBe(expected)
      if (expected === 0 && !/yauzl-success.empty\.zip$/.test(name)) {
        const reason = REFUSED.find(([pattern]) => pattern.test(name))?.[1] ?? 'no reason is known'
        expect(warnings[0]?.what, name).toContain(reason)
      }
      const found = entries.filter(({ salvaged }) => salvaged).length
      const told = warnings.some(({ what }) => what.includes('not in the directory, found by'))
      expect(told, name).toBe(found > 0)
      if (exception || NAMED_OTHERWISE.test(name)) continue
      const names = (python.list ?? []).map((entry) => entry.name)
      expect(
        entries.slice(0, names.length).map((entry) => entry.name),
        name,
      ).toEqual(names)
    }
  })

  it('reads the bytes that the reference reads', async () => {
    let compared = 0
    for (const [name, { python_zipfile: python }] of Object.entries(truth)) {
      const { listing, opened } = await readArchive(load(name))
      for (const [index, entry] of listing.entries.entries()) {
        const result = opened[index]
        if (!result || 'reason' in result || result.warnings.length > 0) continue
        const known = (python.list ?? []).filter(({ name: path }) => path === entry.rawPath)
        const hashes = known.flatMap((one) => one.sha256 ?? [])
        if (hashes.length === 0) continue
        expect(hashes, `${name}: ${entry.rawPath}`).toContain(sha256(result.bytes))
        compared++
      }
    }
    expect(compared).toBeGreaterThan(100)
  })

  it('reads of every well-formed archive what JSZip reads: same names, same bytes', async () => {
    let compared = 0
    const differing = new Set<string>()
    for (const [name, { listing, opened, theirs }] of await asJSZipReads(wellFormed)) {
      const ours = byName({ listing, opened })
      const paths = new Set([...ours.keys(), ...theirs.keys()])
      for (const path of paths) {
        const at = `${name}: ${path}`
        const [read, expected] = [ours.get(path), theirs.get(path)]
        const same = read && expected && !('reason' in read) && sha256(read.bytes) === expected
        if (same) compared++
        else {
          const known = OTHERWISE_THAN_JSZIP.find(
            ([pattern, entry]) => pattern.test(name) && entry === path,
          )
          expect(known, at).toBeDefined()
          if (known) differing.add(known[2])
        }
      }
    }
    expect(compared).toBeGreaterThan(1_040)
    expect([...differing].sort()).toEqual(OTHERWISE_THAN_JSZIP.map(([, , why]) => why).sort())
  })

  it('reads of a malformed archive what JSZip reads, warned about or not', async () => {
    let compared = 0
    const others = Object.keys(truth).filter((name) => !wellFormed.includes(name))
    for (const [name, { listing, opened, theirs }] of await asJSZipReads(others)) {
      for (const [path, read] of byName({ listing, opened })) {
        const expected = theirs.get(path)
        if ('reason' in read || !expected) continue
        expect(sha256(read.bytes), `${name}: ${path}`).toBe(expected)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(12)
  })

  it('inflates Deflate64', async () => {
    const { opened } = await readArchive(load('zip/zipjs/lorem-deflate64.zip'))
    const bytes = bytesOf(opened[0])
    expect(bytes.length).toBe(8176)
    expect(opened[0]).toMatchObject({ warnings: [] })
  })

  it('bounds the bomb and says so', async () => {
    const { opened } = await readArchive(load('zip/synthetic/ratio-bomb-64MB.zip'))
    expect(bytesOf(opened[0]).length).toBeLessThan(64_000_000)
    expect(opened[0]).toMatchObject({
      warnings: [{ what: 'the data is packed beyond what logs can be; the rest is not read' }],
    })
  })

  it('lists collectors; encrypted and nested ones say why they are not read', async () => {
    const reasons: Record<string, (string | undefined)[]> = {}
    for (const name of collectors) {
      const { listing, opened } = await readArchive(load(name))
      expect(listing.entries.every(({ archiveTime }) => !archiveTime.includes('-00'))).toBe(true)
      reasons[name] = [...new Set(opened.map((one) => ('reason' in one ? one.reason : '')))]
      if (name.includes('collector')) {
        expect(listing.entries.length, name).toBeGreaterThan(0)
      }
    }
    expect(reasons['collectors/encrypted_collector_password.zip']).toEqual([
      'encrypted: no password given',
    ])
    expect(reasons['collectors/nested.zip']).toEqual(['archive inside an archive: not read'])
    expect(reasons['collectors/unencrypted_collector.zip']).toEqual([''])
  })
})
