import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { EventBatch } from '../../../src/model/event-table.js'
import { generateDemo } from '../../../workers/demo/generate.js'
import type { LogRecord } from '../../../workers/detections/detection.js'
import { EventSink, type SinkTotals } from '../../../workers/event-sink.js'
import { iisW3c } from '../../../workers/parsers/iis-w3c.js'
import type { Parser } from '../../../workers/parsers/parser.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { fixtures } from './fixtures.js'
import { MemoryInput, type MemoryOptions } from './memory-input.js'

const kernels = await loadKernels()
const evidence =
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const SEED = 26_855

interface Outcome {
  readonly batches: readonly EventBatch[]
  readonly totals: SinkTotals
  readonly seen: readonly string[]
}

/** Everything that comes of an entry, batches as they are sent. */
async function outcome(
  parser: Parser,
  bytes: Uint8Array,
  options: MemoryOptions,
): Promise<Outcome> {
  const batches: EventBatch[] = []
  const seen: string[] = []
  const probe = {
    match(record: LogRecord): number {
      const { client, user, agent, method, stem, query, urls, status, family } = record
      const { fromSelf, reshaped } = record
      const time = record.field('time')
      seen.push(
        [
          client,
          user,
          agent,
          method,
          stem,
          query,
          ...urls,
          status,
          family,
          fromSelf,
          reshaped,
          time,
        ]
          .map(String)
          .join('\t'),
      )
      return seen.length % 3
    },
  }
  const deliver = (batch: EventBatch): Promise<void> => {
    batches.push(batch)
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, [probe], kernels)
  await parser.parse(new MemoryInput(bytes, options), sink)
  return { batches, totals: await sink.finish(), seen }
}

/** The kernel's rows are those of the parser that reads line by line, to the order of strings. */
async function expectSame(
  parser: Parser,
  bytes: Uint8Array,
  options: MemoryOptions = {},
): Promise<Outcome> {
  const byLine = await outcome(parser, bytes, options)
  const byKernel = await outcome(parser, bytes, { ...options, kernels })
  expect(byKernel).toEqual(byLine)
  return byKernel
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const literals = ['y.js', 'python-', 'ServerInfo', 'x=1']

describe('rows that the kernel reads', () => {
  it.each(fixtures().filter(({ parser }) => parser === iisW3c.id))(
    'are those read line by line, in $parser/$name',
    async ({ bytes }) => {
      for (const blockLines of [1, 2, 1000]) {
        await expectSame(iisW3c, bytes, { blockLines, literals })
        await expectSame(iisW3c, bytes, { blockLines })
      }
    },
  )

  it.skipIf(!existsSync(evidence))('are those read line by line, in real evidence', async () => {
    for (const name of readdirSync(`${evidence}/iis`)) {
      const bytes = new Uint8Array(readFileSync(`${evidence}/iis/${name}`))
      await expectSame(iisW3c, bytes, { literals })
      await expectSame(iisW3c, bytes, { literals, blockLines: 3 })
    }
  })

  it('are those read line by line, in the demo', async () => {
    const { files } = generateDemo({ attacked: true }, () => undefined)
    const logs = files.filter((file) => /u_ex\d+\.log$/.test(file.path)).slice(-6)
    for (const { path, bytes } of logs) {
      const { batches } = await expectSame(iisW3c, bytes.slice(0, 200_000), { path, literals })
      expect(batches).toHaveLength(1)
    }
  })
})

const HEAD =
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip ' +
  'cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken X-Forwarded-For'
const CELLS: readonly (readonly string[])[] = [
  ['2021-03-02', '2020-02-29', '2021-02-29', '2021-02-30', '1600-12-31', '9999-12-31', '2021-3-02'],
  [
    '01:02:03',
    '23:59:59',
    '24:00:00',
    '00:60:00',
    '00:00:60',
    '01:02:03.1234567',
    '1:02:03',
    '0a:00:00',
  ],
  [
    '10.0.0.5',
    '::1',
    'fe80::1%6',
    '127.0.0.1',
    '-',
    'not.an.address',
    '10.0.0.6:80',
    'x'.repeat(97),
  ],
  ['GET', 'POST', 'RPC_IN_DATA', '-', 'get'],
  ['/owa/', '/ews/exchange.asmx', '/ecp/y.js', '/owa/healthcheck.htm', '/ü', 's'.repeat(1100), '-'],
  ['-', 'x=1', '&CorrelationID=<empty>;', 'q'.repeat(70)],
  ['443', '444', '80', '81', '-', '65536', '1234567890', '0443', '4x3'],
  ['-', 'EX\\user', 'HealthMailbox0123', 'EX\\HealthMailbox0123@x.example', 'ünï'],
  [
    '10.0.0.5',
    '203.0.113.9',
    'fe80::1%6',
    '::1',
    '-',
    '203.0.113.9:443',
    '[::1]:80',
    '1.2.3',
    'fe80::1',
  ],
  ['AMProbe/Local/ClientAccess', 'Mozilla/5.0+(x;+y)', '-', 'python-requests/2.25', 'MSExchMon'],
  ['-', 'https://x.example/'],
  ['200', '401', '999', '099', '1000', '-', '0200', '2x0'],
  ['0'],
  ['0', '64'],
  ['15', '0'],
  ['-', '198.51.100.7', '198.51.100.7,+10.0.0.1', '198.51.100.7:5,10.0.0.1', 'unknown', '::1', '+'],
]
const rareFirst = (cells: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...cells.slice(0, 2)) },
    fc.constantFrom(...cells),
  )
const row = fc.tuple(...CELLS.map(rareFirst)).map((cells) => cells.join(' '))
const oddRow = fc
  .tuple(row, fc.nat(), fc.constantFrom(' ', '\0', '\r', '#', '\ufeff', 'x y', '\t', '\r\r', ''))
  .map(([text, at, what]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + what + text.slice(place + (at % 3))
  })
const directive = fc.constantFrom(
  HEAD,
  '#Fields: date time c-ip cs-uri-stem sc-status',
  '#Fields: time cs-uri-stem c-ip',
  '#Fields: c-ip',
  `#Fields: date time cs-uri-stem ${'x '.repeat(260)}`,
  '#Date: 2021-03-02 00:00:00',
  '#Software: Microsoft Internet Information Services 10.0',
  '',
  ' ',
)
const log = fc
  .array(fc.oneof({ weight: 30, arbitrary: row }, { weight: 4, arbitrary: oddRow }, directive), {
    minLength: 5,
    maxLength: 40,
    size: 'max',
  })
  .chain((lines) =>
    fc
      .tuple(fc.constantFrom('\r\n', '\n'), fc.constantFrom('', '\ufeff'), fc.boolean())
      .map(([end, mark, whole]) => encode(mark + [HEAD, ...lines].join(end) + (whole ? end : ''))),
  )

describe('rows of any log', () => {
  it('are those read line by line', async () => {
    let plain = 0
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 50 }), async (bytes, blockLines) => {
        const { totals } = await expectSame(iisW3c, bytes, { blockLines, literals })
        plain += totals.events
      }),
      { numRuns: 200, seed: SEED },
    )
    expect(plain).toBeGreaterThan(2_000)
  })

  it('are those read line by line when bytes are overwritten', async () => {
    const damage = fc.record({
      bytes: log,
      where: fc.double({ min: 0, max: 0.99, noNaN: true }),
      junk: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ bytes, where, junk }) => {
        const at = Math.floor(bytes.length * where)
        bytes.set(junk.subarray(0, bytes.length - at), at)
        await expectSame(iisW3c, bytes, { literals })
      }),
      { numRuns: 200, seed: SEED },
    )
  })

  it('are those read line by line across batches and many runs of the kernel', async () => {
    const lines = Array.from({ length: 40_000 }, (_, at) =>
      at % 997 === 0 ? '' : `2021-03-02 01:02:03 /p${at % 7_000} 10.0.${at % 250}.${at % 9} 200`,
    )
    const head = '#Fields: date time cs-uri-stem c-ip sc-status'
    const bytes = encode([head, ...lines].join('\r\n'))
    const { batches } = await expectSame(iisW3c, bytes, { blockLines: 9_000, literals })
    expect(batches).toHaveLength(2)
  })
})
