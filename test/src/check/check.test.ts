import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { posixCommands, posixWord, powerShellCommands } from '../../../src/check/commands.js'
import { ledgerLines } from '../../../src/check/ledger-lines.js'
import { emptyResult, type Entry, type EntryResult } from '../../../src/model/evidence.js'
import { fakeCase } from '../../page-preview/fake-case.js'

const [evidence] = fakeCase.evidence
const [first] = fakeCase.entries
if (!evidence || !first) throw new Error('the hand-made case is empty')
const LOG = '#Fields: date time\r\n2021-03-01 00:00:00\r\n\r\n2021-03-01 00:00:01\r\n'

function entryOf(rawPath: string): { entry: Entry; result: EntryResult } {
  const size = LOG.length
  const entry = { ...first!, rawPath, path: rawPath, size, encrypted: false }
  const kernelBytes = { crc32: size, sha256: size, lines: size, match: size }
  const result = { ...emptyResult(entry, 'read', ''), noRecord: '^#|^ *$', kernelBytes }
  return { entry, result }
}

describe('a word of a shell', () => {
  it('stays one word with the same text, whatever is in it', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 8 })
    fc.assert(
      fc.property(texts, (words) => {
        const clean = words.map((word) => word.replaceAll('\0', ''))
        const line = `printf '%s\\0' x ${clean.map(posixWord).join(' ')}`
        expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(
          ['x', ...clean].map((word) => `${word}\0`).join(''),
        )
      }),
      { numRuns: 25 },
    )
  })
})

const unzip = spawnSync('unzip', ['-v']).status === 0

describe.skipIf(!unzip)('commands to count again (unzip is installed)', () => {
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'afterpatch-check-'))
    const zip = new JSZip()
    for (const path of NAMES) zip.file(path, LOG)
    writeFileSync(
      join(folder, "town's evidence.zip"),
      await zip.generateAsync({ type: 'uint8array' }),
    )
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const NAMES = [
    'C/inetpub/logs/u_ex210301.log',
    "a b/it's $(touch x) `y`.log",
    'brackets [1]*?.log',
    '-rf.log',
  ]

  it.each(NAMES)('print the records and the hash of %s', (path) => {
    const { entry, result } = entryOf(path)
    const commands = posixCommands({ ...evidence, name: "town's evidence.zip" }, entry, result)
    const run = (line: string) =>
      execFileSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' })
    expect(run(commands.count).trim()).toBe('2')
    const expected = createHash('sha256').update(LOG).digest('hex')
    expect(run(commands.hash).split(' ')[0]).toBe(expected)
  })
})

describe('no command', () => {
  it('is given for a name that cannot be typed, an archive inside an archive, or an encrypted file', () => {
    const cases: Partial<Entry>[] = [{ rawPath: 'a\u202eb.log' }, { depth: 1 }, { encrypted: true }]
    for (const change of cases) {
      const { entry, result } = entryOf('a.log')
      for (const make of [posixCommands, powerShellCommands]) {
        const { count, hash, none } = make(evidence, { ...entry, ...change }, result)
        expect([count, hash]).toEqual(['', ''])
        expect(none).not.toBe('')
      }
    }
  })

  it('to count lines is given where the bytes were not read as lines as they stand', () => {
    const { entry, result } = entryOf('a.log')
    const kernelBytes = { ...result.kernelBytes, lines: 0 }
    expect(posixCommands(evidence, entry, { ...result, kernelBytes }).count).toBe('')
  })
})

describe('the ledger', () => {
  const lineOf = (rows: number, folded: number, change: Partial<EntryResult>) => {
    const { entry, result } = entryOf('a.log')
    const results = [{ ...result, parser: 'iis-w3c', ...change }]
    const judged = { ...fakeCase, entries: [entry], results: results.map((one) => one) }
    const counts = { rows: Uint32Array.of(rows), folded: Uint32Array.of(folded) }
    return ledgerLines({ ...judged, entries: [{ ...entry, index: 0 }] }, counts)
  }

  it('adds up where each record is accounted for', () => {
    const [line] = lineOf(4, 3, { entry: 0, events: 7, records: 10, unreadable: 2 })
    expect(line).toMatchObject({ shown: 4, folded: 3, unreadable: 2, quiet: 1, addsUp: true })
  })

  it('says so where one is not', () => {
    expect(lineOf(4, 2, { entry: 0, events: 7, records: 10 })[0]?.addsUp).toBe(false)
    expect(lineOf(7, 0, { entry: 0, events: 7, records: 6 })[0]?.addsUp).toBe(false)
  })

  it('counts a copy’s events in the copy', () => {
    const [line] = lineOf(0, 0, { entry: 0, events: 7, records: 7 })
    expect(line).toMatchObject({ elsewhere: 7, addsUp: true })
  })
})
