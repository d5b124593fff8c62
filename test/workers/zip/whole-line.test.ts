import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../../../scripts/root.mjs'
import { openEntry } from '../../../workers/zip/entry-stream.js'
import { zipFile } from './reading.js'
import { startLine, wholeLine, type LineResult, type WholeLine } from './whole-line.js'

const FOLDER = process.env['AFTERPATCH_EVIDENCE'] ?? atRoot('../shared/data')
const TRUTH = join(FOLDER, 'zip-truth.json')
const ABSENT = !existsSync(TRUTH)

/** Most that one of these small archives may take, list to verdict. */
const LIMIT_MS = 2_000

interface Known {
  readonly name: string
  readonly crc: string
  readonly sha256?: string
}
interface Truth {
  readonly python_zipfile: { readonly list?: readonly Known[] }
}

/** Entries that are not read: the first pattern that fits tells the reason. */
const NOT_READ: readonly (readonly [archive: RegExp, reason: string])[] = [
  [/lorem-split\.zip$/, 'of a split archive; join its parts'],
  [
    /lorem-(bzip2|dcl-implode|lzma|ppmd)-encrypted|lorem-secure-|strong encryption/,
    'encrypted with PKWARE strong encryption, which is not read; unpack it first',
  ],
  [/bzip2/, 'compression method BZip2 (12) is not read; repack with Deflate'],
  [/lzma/, 'compression method LZMA (14) is not read; repack with Deflate'],
  [/ppmd/, 'compression method PPMd (98) is not read; repack with Deflate'],
  [/zstd/, 'compression method Zstandard (93) is not read; repack with Deflate'],
  [/dcl-implode/, 'compression method PKWARE DCL Implode (10) is not read; repack with Deflate'],
  [/implode/, 'compression method Implode (6) is not read; repack with Deflate'],
  [/shrink|compression method 1\./, 'compression method Shrink (1) is not read; repack with Def'],
  [/bogus-compression/, 'compression method unknown (7) is not read; repack with Deflate'],
  [/encrypt|malformed-aes/, 'encrypted: no password given'],
]

/** Entries of which other bytes are read than the reference reads, and why. */
const READ_OTHERWISE: readonly (readonly [archive: RegExp, entry: string, why: string])[] = [
  [/ratio-bomb-64MB/, 'zeros.log', 'the data is packed beyond what logs can be'],
]

const truth = (ABSENT ? {} : JSON.parse(readFileSync(TRUTH, 'utf8'))) as Record<string, Truth>
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe.skipIf(ABSENT)('every archive through the whole line (needs evidence folder)', () => {
  const names = Object.keys(truth)
  const all = new Map<string, WholeLine>()
  const slow: string[] = []
  let line: Awaited<ReturnType<typeof startLine>>
  const open = (name: string, passwords: readonly string[] = []): Promise<WholeLine> =>
    wholeLine(line, zipFile(readFileSync(join(FOLDER, name)), basename(name)), passwords)

  beforeAll(async () => {
    line = await startLine()
    for (const name of readdirSync(join(FOLDER, 'collectors'))) names.push(`collectors/${name}`)
    for (const name of names) {
      const started = performance.now()
      all.set(name, await open(name))
      const took = performance.now() - started
      if (took > LIMIT_MS) slow.push(`${name}: ${String(took)} ms`)
    }
  }, 60_000)

  const each = (look: (at: string, one: LineResult, archive: string) => void): void => {
    for (const [name, { results }] of all) {
      for (const one of results) look(`${name}: ${one.task.entry.path}`, one, name)
    }
  }

  it('ends, each within two seconds', () => {
    expect(all.size).toBe(names.length)
    expect(all.size).toBeGreaterThan(110)
    expect(slow).toEqual([])
  })

  it('says of every entry what became of it, and why where it is not read', () => {
    const used = new Set<string>()
    each((at, { result, warnings }, archive) => {
      if (!result) return expect.fail(`${at} has no result`)
      expect(result.state, at).toMatch(/^(read|ignored|partial|not-read|unpacked)$/)
      if (result.state === 'partial') expect(warnings, at).not.toEqual([])
      if (!/^(read|unpacked)$/.test(result.state)) expect(result.reason, at).not.toBe('')
      if (result.state !== 'not-read') return
      const reason = NOT_READ.find(([pattern]) => pattern.test(archive))?.[1] ?? 'is read'
      expect(result.reason, at).toContain(reason)
      used.add(reason)
    })
    expect([...used].sort()).toEqual(NOT_READ.map(([, reason]) => reason).sort())
    for (const [name, { results, warnings }] of all) {
      if (results.length === 0) expect(warnings, name).not.toEqual([])
    }
  })

  it('reads the bytes that the reference reads, or tells what differs', () => {
    let compared = 0
    each((at, { task, result, warnings }, archive) => {
      const { entry } = task
      if (!result?.sha256 || entry.depth) return
      const same = (truth[archive]?.python_zipfile.list ?? []).filter(
        ({ name }) => name === entry.rawPath,
      )
      const exception = READ_OTHERWISE.find(
        ([pattern, path]) => pattern.test(archive) && path === entry.path,
      )
      const hashes = same.flatMap((one) => one.sha256 ?? [])
      if (exception) expect(warnings[0]?.what, at).toContain(exception[2])
      else if (hashes.length > 0) expect(hashes, at).toContain(result.sha256)
      else if (result.crcMatches !== true) expect(warnings, at).not.toEqual([])
      if (same.length > 0 && result.crcMatches === true && !entry.salvaged) {
        const stated = entry.crc32.toString(16).padStart(8, '0')
        expect(
          same.map(({ crc }) => crc),
          at,
        ).toContain(stated)
      }
      compared += hashes.length > 0 || result.crcMatches === true ? 1 : 0
    })
    expect(compared).toBeGreaterThan(1_050)
  })

  it('reads with the kernels what the browser’s own inflater reads', async () => {
    let compared = 0
    for (const [name, { results }] of all) {
      for (const { task, result } of results) {
        // Where a bomb is stopped depends on how large the pieces are.
        if (!result?.sha256 || /ratio-bomb/.test(name)) continue
        const opened = await openEntry(task.file, task.entry, task.password)
        const at = `${name}: ${task.entry.path}`
        if ('reason' in opened) return expect.fail(`${at}: ${opened.reason}`)
        const bytes = new Uint8Array(await new Response(opened.stream).arrayBuffer())
        expect(sha256(bytes), at).toBe(result.sha256)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(1_100)
  })

  it('marks a wrong checksum, be it zero, and keeps the entry', () => {
    const [one] = all.get('zip/zipjs/lorem-invalid-crc.zip')?.results ?? []
    expect(one?.result).toMatchObject({ crcMatches: false, kernelBytes: { sha256: 1_162 } })
    expect(one?.warnings.map(({ what, wanted }) => [what, wanted])).toEqual([
      ['the checksum differs', 'CRC-32 00000000'],
    ])
  })

  it('reads with a password what it opens, and says of the rest why none does', async () => {
    const lorem = all.get('zip/zipjs/lorem.zip')?.results[0]?.result?.sha256
    const told = async (name: string) => (await open(name, ['password'])).results[0]?.result
    expect(lorem).toHaveLength(64)
    expect((await told('zip/zipjs/lorem-encrypted.zip'))?.sha256).toBe(lorem)
    expect((await told('zip/zipjs/malformed-aes-strength.zip'))?.reason).toBe(
      'encrypted with AES of an unknown strength',
    )
    expect((await told('zip/zipjs/lorem-secure-aes128.zip'))?.reason).toContain('PKWARE strong')
  })

  it('finds the files of archives inside archives', () => {
    const paths = (name: string) =>
      (all.get(name)?.results ?? []).map(({ task, result }) => [
        ...[task.entry.path, result?.state, task.entry.depth ?? 0],
      ])
    expect(paths('zip/synthetic/nested3.zip')).toEqual([
      ['outer.zip', 'unpacked', 0],
      ['outer.zip/lvl2.zip', 'unpacked', 1],
      ['outer.zip/lvl2.zip/lvl1.zip', 'unpacked', 2],
      ['outer.zip/lvl2.zip/lvl1.zip/leaf.log', 'ignored', 3],
    ])
    const states = paths('collectors/nested.zip').map(([, state]) => state)
    expect(states.filter((state) => state === 'unpacked')).toHaveLength(11)
    expect(states.filter((state) => state === 'ignored')).toHaveLength(55)
  })
})
