import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/model/evidence.js'
import { unlock } from '../../../workers/intake/unlock.js'
import { openEntry } from '../../../workers/zip/entry-stream.js'
import { sealedZip, type Sealed } from './encrypted-archives.js'
import { listArchive } from './reading.js'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
/** Packs to well above one read of the library, and does not repeat itself. */
const LONG = Array.from(
  { length: 40_000 },
  (_, line) => `2021-03-03 00:00:00 10.0.0.5 GET /owa/${String((line * 2654435761) % 4294967296)}`,
).join('\r\n')

async function entryOf(file: File, at = 0): Promise<Entry> {
  const entry = (await listArchive(file)).entries[at]
  if (!entry) throw new Error('no entry')
  return { ...entry, index: at }
}

async function readWith(file: File, password: string, at = 0) {
  const entry = await entryOf(file, at)
  const [unlocked] = await unlock([{ entry, file, checkpointBudget: 0 }], password, () => undefined)
  const opened = await openEntry(file, entry, unlocked?.password ?? utf8(password))
  if ('reason' in opened) return { ...opened, unlocked }
  const text = await new Response(opened.stream).text()
  return { text, warnings: opened.warnings, unlocked }
}

const KINDS: readonly (readonly [string, Partial<Sealed>])[] = [
  ['traditional encryption', {}],
  ['AES-128', { strength: 1 }],
  ['AES-192', { strength: 2 }],
  ['AES-256', { strength: 3 }],
  ['traditional encryption, stored', { level: 0 }],
  ['AES-256, stored', { strength: 3, level: 0 }],
]

describe('encrypted entries', () => {
  it.each(KINDS)('%s reads with its password, whole', async (_, kind) => {
    const file = await sealedZip({ 'a.log': { content: LONG, password: 'pa55 word', ...kind } })
    const read = await readWith(file, 'pa55 word')
    expect(read).toMatchObject({ warnings: [], unlocked: { doubtful: false, reason: '' } })
    expect('text' in read && read.text === LONG).toBe(true)
  })

  it.each(KINDS)('%s knows a wrong password beforehand', async (_, kind) => {
    const content = LONG.slice(0, 100_000)
    const file = await sealedZip({ 'a.log': { content, password: 'right', ...kind } })
    const { unlocked } = await readWith(file, 'wrong but long enough')
    expect(unlocked?.doubtful === true || unlocked?.password === null).toBe(true)
  })

  it.each([0, 6])(
    'a wrong password that passes the check (level %i) is doubtful',
    async (level) => {
      const content = LONG.slice(0, 4_000)
      const file = await sealedZip({ 'a.log': { content, password: 'right', level } })
      const entry = await entryOf(file)
      // Every 256th passes; that 6,000 do not is less likely than one in ten thousand million.
      for (let at = 0; at < 6_000; at++) {
        const [one] = await unlock(
          [{ entry, file, checkpointBudget: 0 }],
          `wrong ${String(at)}`,
          () => undefined,
        )
        if (one?.doubtful) return
        expect(one?.password).toBeNull()
      }
      expect.fail('no wrong password passed the check')
    },
  )

  it('says why it is not read where no password is given', async () => {
    const file = await sealedZip({ 'a.log': { content: 'x', password: 'p', strength: 3 } })
    const opened = await openEntry(file, await entryOf(file))
    expect(opened).toEqual({ reason: 'encrypted: no password given' })
  })

  it.each([
    ['UTF-8', utf8('Grüße 密码 🔑'), 'Grüße 密码 🔑'],
    ['Windows-1252', Uint8Array.from([0x47, 0x72, 0xfc, 0xdf, 0x65]), 'Grüße'],
    ['code page 437', Uint8Array.from([0x47, 0x72, 0x81, 0xe1, 0x65]), 'Grüße'],
  ])('takes a password beyond ASCII in %s', async (_, stored, typed) => {
    for (const strength of [undefined, 3] as const) {
      const sealed = { content: LONG, password: stored, ...(strength ? { strength } : {}) }
      const read = await readWith(await sealedZip({ 'a.log': sealed }), typed)
      expect('text' in read && read.text === LONG).toBe(true)
    }
  })

  it.each(KINDS)('%s, cut off, gives what there is and says so', async (_, kind) => {
    const file = await sealedZip({ 'a.log': { content: LONG, password: 'p', ...kind } })
    const entry = await entryOf(file)
    const half = entry.headerOffset + Math.floor(entry.compressedSize / 2)
    const cut = new File([file.slice(0, half)], 'cut.zip')
    const opened = await openEntry(cut, entry, utf8('p'))
    if ('reason' in opened) throw new Error(opened.reason)
    const text = await new Response(opened.stream).text()
    expect(text.length).toBeGreaterThan(LONG.length * 0.4)
    expect(LONG.startsWith(text.slice(0, -40))).toBe(true)
    expect(opened.warnings.length).toBeGreaterThan(0)
  })

  it('an altered AES entry is read to its end, with a warning', async () => {
    const file = await sealedZip({
      'a.log': { content: LONG, password: 'p', strength: 3, level: 0 },
    })
    const bytes = new Uint8Array(await file.arrayBuffer())
    bytes[100_000] = (bytes[100_000] ?? 0) ^ 1
    const altered = new File([bytes], 'altered.zip')
    const read = await readWith(altered, 'p')
    expect(read).toMatchObject({
      warnings: [{ what: 'the authentication code differs: damaged, or the wrong password' }],
    })
    expect('text' in read && read.text.length).toBe(LONG.length)
  })
})
