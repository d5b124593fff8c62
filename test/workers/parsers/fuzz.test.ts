import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessLog } from '../../../workers/parsers/access-log.js'
import { ecpServer } from '../../../workers/parsers/ecp-server.js'
import { exchangeLog } from '../../../workers/parsers/exchange-log.js'
import { httpErr } from '../../../workers/parsers/http-err.js'
import { httpProxy } from '../../../workers/parsers/http-proxy.js'
import { iisFtp } from '../../../workers/parsers/iis-ftp.js'
import { iisNative } from '../../../workers/parsers/iis-native.js'
import { iisW3c } from '../../../workers/parsers/iis-w3c.js'
import { PARSERS } from '../../../workers/parsers/index.js'
import { fixtures } from './fixtures.js'
import { MemoryInput } from './memory-input.js'
import { readAll, type ReadLog } from './read-all.js'

const RUNS = { numRuns: 60, seed: 26_855 }
const all = fixtures()
const LOG_PARSERS = [
  iisW3c,
  httpProxy,
  ecpServer,
  exchangeLog,
  httpErr,
  iisFtp,
  iisNative,
  accessLog,
]

/** What a line of the longest kind is made of; lines are cut by the reader of lines beyond that. */
const LONG = [
  ',',
  '"',
  '"",',
  ' ',
  '[',
  '\\',
  'x',
  '::',
  "';",
  ', ',
  '" 200 ',
  '2021-03-03T01:02:03.4Z,a,b,',
  '2021-03-03 01:02:03 1.1.1.1 ',
  '[03/Mar/2021:06:49:51 +0100] "',
  '1.1.1.1, ',
  'Download failed and temporary file ',
]
const LONG_LINE = 120_000

/** Counts that must agree whatever was read, with every row and warning inside the file. */
function expectSound(log: ReadLog, size: number): void {
  const { totals, rows } = log
  expect(rows).toHaveLength(totals.events)
  expect(totals.records).toBe(totals.events + totals.unreadable)
  if (totals.unreadable > 0) expect(totals.warnings.length).toBeGreaterThan(0)
  for (const row of rows) {
    expect(row.offset + row.size).toBeLessThanOrEqual(size)
    expect(row.size).toBeGreaterThan(0)
  }
}

describe.each(LOG_PARSERS)('$id under damage', (parser) => {
  const mine = all.filter((one) => one.parser === parser.id)

  it('keeps every row of the part that is left when the file is cut anywhere', async () => {
    const cut = fc.record({
      sample: fc.constantFrom(...mine),
      where: fc.double({ min: 0, max: 1, noNaN: true }),
      blockLines: fc.integer({ min: 1, max: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(cut, async ({ sample, where, blockLines }) => {
        const end = Math.floor(sample.bytes.length * where)
        const left = await readAll(parser, sample.bytes.slice(0, end), { blockLines })
        expectSound(left, end)
        const whole = await readAll(parser, sample.bytes)
        const untouched = whole.rows.filter((row) => row.offset + row.size < end)
        expect(left.rows.slice(0, untouched.length)).toEqual(untouched)
      }),
      RUNS,
    )
  })

  it('takes bytes overwritten anywhere, and reads the lines that were not touched', async () => {
    const damage = fc.record({
      sample: fc.constantFrom(...mine),
      where: fc.double({ min: 0, max: 0.99, noNaN: true }),
      junk: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ sample, where, junk }) => {
        const bytes = sample.bytes.slice()
        const at = Math.min(Math.floor(bytes.length * where), bytes.length - junk.length)
        bytes.set(junk, Math.max(0, at))
        expectSound(await readAll(parser, bytes), bytes.length)
      }),
      RUNS,
    )
  })

  it('takes random bytes, and lines made of the format’s own crumbs', async () => {
    const crumb = fc.constantFrom(
      '#Fields:',
      '#Fields: date time c-ip cs-uri-stem sc-status',
      '#Fields: DateTime,Protocol,UrlStem,AnchorMailbox,ClientIpAddress,HttpStatus',
      '#Fields: date-time,remote-endpoint,event,data,context',
      '#Log-type: audit',
      '#Log-type: SMTP Receive Protocol Log',
      '#Version: 15.01.2106.002',
      '#Fields: date time c-ip cs-method cs-uri sc-status s-reason',
      ' - - [03/Mar/2021:06:49:51 +0100] "',
      ' HTTP/1.1" 200 5 "-" "',
      '10.1.1.1, -, 3/4/2021, 7:55:20, W3SVC1, EX1, 10.0.0.5, 1, 2, 3, 200, 0, ',
      ', ',
      '\\',
      '\\x22',
      '#Date: 2021-03-03 00:00:00',
      '2021-03-03',
      '2021-03-03T01:02:03.4Z,',
      '00:00:01',
      ' ',
      ',',
      '"',
      "'",
      ';',
      'S:CMD=',
      'Set-Mailbox',
      '\0',
      '\r\n',
      '\n',
      '443',
      '203.0.113.1',
      '/owa/',
      'GET',
      '\ufeff',
    )
    const text = fc
      .array(crumb, { maxLength: 120 })
      .map((parts) => new TextEncoder().encode(parts.join('')))
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 3000 }), text)
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (data, blockLines) => {
        const log = await readAll(parser, data, { blockLines })
        expectSound(log, data.length)
        expect((await readAll(parser, data)).rows).toEqual(log.rows)
      }),
      { ...RUNS, numRuns: 150 },
    )
  })

  it('is not held up by a long line of anything', async () => {
    const header = mine.find(({ name }) => !name.includes('cut'))?.bytes ?? new Uint8Array(0)
    for (const crumb of LONG) {
      const line = new TextEncoder().encode(crumb.repeat(Math.ceil(LONG_LINE / crumb.length)))
      const bytes = new Uint8Array(header.length + 2 + line.length)
      bytes.set(header)
      bytes.set([0x0d, 0x0a], header.length)
      bytes.set(line, header.length + 2)
      const started = performance.now()
      const log = await readAll(parser, bytes)
      expect(performance.now() - started, crumb).toBeLessThan(1_000)
      expectSound(log, bytes.length)
      const whole = await readAll(parser, header)
      expect(log.rows.slice(0, whole.rows.length)).toEqual(whole.rows)
    }
  })

  it('never throws while sniffing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (head) => {
        const input = new MemoryInput(head)
        for (const one of PARSERS) expect(one.sniff(head, input.entry)).toBeTypeOf('boolean')
      }),
      RUNS,
    )
  })
})

describe('a log of random bytes', () => {
  it('is known to no parser', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 4096 }), (head) => {
        const input = new MemoryInput(head)
        expect(PARSERS.some((one) => one.sniff(head, input.entry))).toBe(false)
      }),
      RUNS,
    )
  })

  it('read as a log all the same gives warnings only', async () => {
    let state = 12_345
    const bytes = Uint8Array.from({ length: 200_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 24
    })
    for (const parser of LOG_PARSERS) {
      const log = await readAll(parser, bytes)
      expect(log.rows).toEqual([])
      expect(log.totals.unreadable).toBeGreaterThan(100)
      expect(log.totals.warnings.length).toBeLessThan(10)
    }
  })
})
