import fc from 'fast-check'
import JSZip from 'jszip'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { BadSavedCase } from '../../../workers/keep/damage.js'
import { readCase } from '../../../workers/keep/read-case.js'
import { writeCase } from '../../../workers/keep/write-case.js'
import { digest, exampleKept } from './kept.js'

const MANIFEST = 'afterpatch-case.json'

interface Manifest {
  version: number
  rows: number
  streams: { name: string; parts: { size: number; sha256: string }[] }[]
}

let saved: Uint8Array<ArrayBuffer>
let names: string[]

beforeAll(async () => {
  saved = new Uint8Array(await (await writeCase(exampleKept(), digest)).arrayBuffer())
  names = Object.keys((await JSZip.loadAsync(saved)).files)
})

/** Opened or refused with a reason: nothing else may come of any file. */
async function outcome(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    await readCase(new Blob([bytes]), digest)
    return ''
  } catch (error) {
    if (!(error instanceof BadSavedCase)) throw error
    return error.message
  }
}

/** The saved case with parts of it made anew, checksums and stated sizes and all. */
async function changed(
  parts: Record<string, (bytes: Buffer) => Uint8Array>,
  manifest: (manifest: Manifest) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const zip = await JSZip.loadAsync(saved)
  const told = JSON.parse(await zip.file(MANIFEST)!.async('string')) as Manifest
  for (const [name, change] of Object.entries(parts)) {
    const bytes = change(inflateRawSync(await zip.file(name)!.async('nodebuffer')))
    zip.file(name, deflateRawSync(bytes))
    const stream = told.streams.find((one) => name === `${one.name}/0000`)
    if (stream?.parts[0]) stream.parts[0].size = bytes.length
  }
  for (const { name, parts } of told.streams) {
    if (parts[0]) parts[0].sha256 = digest(await zip.file(`${name}/0000`)!.async('nodebuffer'))
  }
  manifest(told)
  zip.file(MANIFEST, JSON.stringify(told))
  return zip.generateAsync({ type: 'uint8array', compression: 'STORE' }) as Promise<
    Uint8Array<ArrayBuffer>
  >
}

describe('a saved case that is damaged', () => {
  it('says what is wrong and where, wherever a byte of it was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(saved.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const bytes = saved.slice()
          bytes[at]! ^= by
          const said = await outcome(bytes)
          if (said !== '') expect(said).toMatch(/saved case|saved by/)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('says so where its end is cut off', async () => {
    expect(await outcome(saved.slice(0, saved.length - 30))).toMatch(/cut|damaged/)
    expect(await outcome(saved.slice(0, 100))).toMatch(/cut/)
  })

  it('names the part whose bytes changed', async () => {
    const zip = await JSZip.loadAsync(saved)
    const part = await zip.file('columns/time/0000')!.async('uint8array')
    const at = Buffer.from(saved).indexOf(Buffer.from(part.subarray(0, 24)))
    const bytes = saved.slice()
    bytes[at + 8]! ^= 1
    expect(await outcome(bytes)).toMatch(/columns\/time\/0000: its checksum differs, at byte \d+/)
  })
})

describe('a saved case that somebody made to harm', () => {
  it('is opened or refused whatever stands in any of its parts', async () => {
    const parts = names.filter((name) => /\/0000$/.test(name) && !name.startsWith('raw'))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...parts),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(0, 0, 0, 1, 5),
        async (name, bytes, cut) => {
          const change = (given: Buffer) => {
            for (const [at, byte] of bytes) given[at % given.length] = byte
            return given.subarray(0, given.length - cut)
          }
          await outcome(await changed({ [name]: change }))
        },
      ),
      { numRuns: 100 },
    )
  })

  const json = (name: string, change: (value: Record<string, unknown>) => unknown) =>
    changed({
      [`${name}/0000`]: (bytes) =>
        Buffer.from(
          bytes
            .toString('utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.stringify(change(JSON.parse(line) as Record<string, unknown>)))
            .join('\n') + '\n',
        ),
    })

  it.each([
    ['findings', { rows: [{ entry: 999 }] }, /findings 0: rows\.0\.entry is not a whole number/],
    ['findings', { rows: 5 }, /findings 0: rows is not a list/],
    ['coverage', { holes: [null] }, /coverage 0: holes\.0 is not an object/],
    ['entries', { evidence: -1 }, /entries 0: evidence is not a whole number/],
    ['results', { state: 'eaten' }, /results 0: state is not one of/],
    ['facts', { hostNames: [] }, /facts: not one for each server/],
  ])('is refused for what %s may not hold: %j', async (name, wrong, message) => {
    expect(await outcome(await json(name, (value) => ({ ...value, ...wrong })))).toMatch(message)
  })

  it('leaves out what it has no place for', async () => {
    const bytes = await json('findings', (value) => ({ ...value, unknown: 1 }))
    const { gathered } = await readCase(new Blob([bytes]), digest)
    expect(gathered).toEqual(exampleKept().gathered)
  })

  it('is refused where it states more rows than its columns have, before memory is taken', async () => {
    const rows = await changed({}, (manifest) => (manifest.rows = 39_000_000))
    expect(await outcome(rows)).toMatch(/columns\/entry: not as many rows as stated/)
  })

  it('is refused where a part would unpack to more than it states', async () => {
    const bomb = await changed(
      { 'strings/0000': () => new Uint8Array(4_000_000) },
      ({ streams }) => (streams.find(({ name }) => name === 'strings')!.parts[0]!.size = 100),
    )
    expect(await outcome(bomb)).toMatch(/strings\/0000: it should unpack to 100 bytes/)
  })

  it('is refused where texts, entries or servers are named that there are not', async () => {
    const all = (bytes: Buffer) => Buffer.from([0, 1, ...bytes.subarray(2).fill(255)])
    for (const name of ['client', 'entry', 'host', 'family']) {
      const wide = (bytes: Buffer) =>
        bytes[1] === 0
          ? Buffer.from([0, 1, ...Array<number>(exampleKept().input.table.length).fill(255)])
          : all(bytes)
      expect(await outcome(await changed({ [`columns/${name}/0000`]: wide }))).toMatch(
        new RegExp(`columns/${name}: not `),
      )
    }
  })

  it('is not opened by an older Afterpatch than saved it', async () => {
    expect(await outcome(await changed({}, (manifest) => (manifest.version = 2)))).toMatch(/newer/)
  })
})
