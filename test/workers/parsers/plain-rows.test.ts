import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  COLUMN_NAMES,
  INTERNED,
  type EventBatch,
  type EventColumns,
} from '../../../src/model/event-table.js'
import { plain } from '../../../src/model/plain.js'
import { generateDemo } from '../../../workers/demo/generate.js'
import type { LogRecord } from '../../../workers/detections/detection.js'
import { EventSink, type SinkTotals } from '../../../workers/event-sink.js'
import { exchangeLog } from '../../../workers/parsers/exchange-log.js'
import { httpProxy } from '../../../workers/parsers/http-proxy.js'
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

/** Columns without what stands behind the last row, which nobody reads. */
function used(columns: EventColumns): EventColumns {
  const { length } = columns
  const parts = COLUMN_NAMES.map((name) => [name, columns[name].slice(0, length)] as const)
  return { length, ...Object.fromEntries(parts) } as EventColumns
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
    batches.push({ ...batch, columns: used(batch.columns) })
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, [probe], kernels)
  await parser.parse(new MemoryInput(bytes, options), sink)
  return { batches, totals: await sink.finish(), seen }
}

/** The outcome with texts in the place of their indices. */
function withTexts({ batches, ...rest }: Outcome): object {
  const strings: string[] = []
  const rows = batches.map(({ columns, newStrings, lateStrings = [], hits }) => {
    strings.push(...newStrings)
    for (const [index, text] of lateStrings) strings[index] = text
    const texts = INTERNED.map((name) => Array.from(columns[name], (index) => strings[index]))
    const numbers = COLUMN_NAMES.filter((name) => !(INTERNED as readonly string[]).includes(name))
    return { texts, numbers: numbers.map((name) => columns[name]), hits }
  })
  return { rows, ...rest }
}

/** The kernel's rows are those of the parser that reads line by line, to the order of strings. */
async function expectSame(
  parser: Parser,
  bytes: Uint8Array,
  options: MemoryOptions = {},
): Promise<Outcome> {
  const byLine = await outcome(parser, bytes, options)
  const byKernel = await outcome(parser, bytes, { ...options, kernels })
  // Words that a parser makes of cells come between the strings of many rows or of one.
  if (parser === exchangeLog) expect(withTexts(byKernel)).toEqual(withTexts(byLine))
  else expect(byKernel).toEqual(byLine)
  return byKernel
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const literals = ['y.js', 'python-', 'ServerInfo', 'x=1']

let files: ReturnType<typeof generateDemo>['files'] | undefined
const PARSERS = new Map([iisW3c, httpProxy, exchangeLog].map((parser) => [parser.id, parser]))

describe('rows that the kernel reads', () => {
  it.each(fixtures().filter(({ parser }) => PARSERS.has(parser)))(
    'are those read line by line, in $parser/$name',
    async ({ parser, bytes }) => {
      const by = PARSERS.get(parser) ?? iisW3c
      for (const blockLines of [1, 2, 1000]) {
        await expectSame(by, bytes, { blockLines, literals })
        await expectSame(by, bytes, { blockLines })
      }
    },
  )

  it.skipIf(!existsSync(evidence))('are those read line by line, in real evidence', async () => {
    for (const [folder, parser] of [
      ['iis', iisW3c],
      ['httpproxy', httpProxy],
      ['exchange-logs', httpProxy],
      ['exchange-logs', exchangeLog],
    ] as const) {
      for (const name of readdirSync(`${evidence}/${folder}`)) {
        const bytes = new Uint8Array(readFileSync(`${evidence}/${folder}/${name}`))
        await expectSame(parser, bytes, { literals })
        await expectSame(parser, bytes, { literals, blockLines: 3 })
      }
    }
  })

  it.each([
    ['IIS', iisW3c, /u_ex\d+\.log$/],
    ['HttpProxy', httpProxy, /HttpProxy_\d+-\d\.LOG$/i],
  ] as const)('are those read line by line, in the demo: %s', async (_, parser, names) => {
    files ??= generateDemo({ attacked: true }, () => undefined).files
    const logs = files.filter((file) => names.test(file.path)).slice(-5)
    expect(logs).toHaveLength(5)
    for (const { path, bytes } of logs) {
      const { totals } = await expectSame(parser, bytes.slice(0, 60_000), { path, literals })
      expect(totals.events).toBeGreaterThan(0)
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

/** Mostly the first two, so that most rows are plain. */
const mostlyFirst = (cells: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...cells.slice(0, 2)) },
    fc.constantFrom(...cells),
  )

function logsOf(
  head: string,
  columns: readonly (readonly string[])[],
  separator: string,
  oddities: readonly string[],
  directives: readonly string[],
): fc.Arbitrary<Uint8Array> {
  const row = fc.tuple(...columns.map(mostlyFirst)).map((cells) => cells.join(separator))
  const oddRow = fc.tuple(row, fc.nat(), fc.constantFrom(...oddities)).map(([text, at, what]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + what + text.slice(place + (at % 3))
  })
  return fc
    .tuple(
      fc.array(
        fc.oneof(
          { weight: 30, arbitrary: row },
          { weight: 4, arbitrary: oddRow },
          fc.constantFrom(head, ...directives),
        ),
        { minLength: 5, maxLength: 40, size: 'max' },
      ),
      fc.constantFrom('\r\n', '\n'),
      fc.constantFrom('', '\ufeff'),
      fc.boolean(),
    )
    .map(([lines, end, mark, whole]) =>
      encode(mark + [head, ...lines].join(end) + (whole ? end : '')),
    )
}

const ODDITIES = [
  ' ',
  '\0',
  '\r',
  '#',
  '\ufeff',
  'x y',
  '\t',
  '\r\r',
  ',',
  '"',
  '""',
  ',"',
  '",',
  '',
]
const iisLogs = logsOf(HEAD, CELLS, ' ', ODDITIES, [
  '#Fields: date time c-ip cs-uri-stem sc-status',
  '#Fields: time cs-uri-stem c-ip',
  '#Fields: c-ip',
  `#Fields: date time cs-uri-stem ${'x '.repeat(260)}`,
  '#Date: 2021-03-02 00:00:00',
  '#Software: Microsoft Internet Information Services 10.0',
  '',
  ' ',
])

const PROXY_HEAD =
  '#Fields: DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,Protocol,' +
  'UrlStem,AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,' +
  'Method,UrlQuery,GenericInfo'
const PROXY_CELLS: readonly (readonly string[])[] = [
  [
    '2021-03-02T01:02:03.456Z',
    '2021-03-02T01:02:04Z',
    '2021-03-02T01:02:03.1234567Z',
    '2021-03-02T01:02:03.12345678Z',
    '2021-03-02T01:02:03.Z',
    '2021-03-02 01:02:03.4Z',
    '2021-03-02T01:02:03.456',
    '2021-03-02T01:02:03.456+01:00',
    '2021-02-29T01:02:03.456Z',
    '"2021-03-02T01:02:03.456Z"',
    '9999-12-31T23:59:59.9999999Z',
    'DateTime',
  ],
  ['3b3f0a3e-1111-4222-8333-444455556666', ''],
  ['15', '15', '"15"'],
  ['1'],
  ['2106', '2106', '2106', '2242'],
  ['2', '2', '2', '4', ''],
  ['Ecp', 'Ecp', 'Owa', '', '"Ews"', 'X'],
  ['/ecp/y.js', '/owa/', '"/a,b"', '"/a""b"', '/owa/healthcheck.htm', '/ü', '"/ü"', '"/"x', '/"x"'],
  ['', 'EX\\user', '"EX\\a,b"', 'HealthMailbox0123', '""', '"', 'a"b'],
  ['', plain('Server¦Info~a]@x:444/y?#'), '"Sid~S-1-5, x"'],
  [
    'Mozilla/5.0 (x  y)',
    '"Mozilla/5.0 (x, like y)"',
    'AMProbe/Local',
    '"a ""b"" c"',
    'u'.repeat(200),
  ],
  ['10.0.0.5', '203.0.113.9', '::1', 'fe80::1%3', '', '-', '"10.0.0.5"', '10.0.0.5:1', 'x'],
  ['EX01', 'EX01', 'EX01', 'EX02', '', '"EX01"', 'E'.repeat(100)],
  ['200', '401', '', '"200"', '099'],
  ['GET', 'POST', '', '"GET"', 'G"T'],
  ['', '?x=1', '"?a,b"'],
  ['a=1;b=2', '"a=1,b=""2"";"', '"ü,', ''],
]
const proxyLogs = logsOf(PROXY_HEAD, PROXY_CELLS, ',', ODDITIES, [
  '#Version: 15.01.2106.002',
  '#Version: 15.01.2242.004',
  '#Date: 2021-03-02T00:00:00.000Z',
  '#Fields: DateTime,Protocol,UrlStem,AnchorMailbox,ClientIpAddress,HttpStatus',
  '#Fields: DateTime,Protocol',
  'DateTime,HttpStatus,ClientIpAddress,AnchorMailbox,UrlStem,Protocol',
  'HttpStatus,ClientIpAddress,AnchorMailbox,UrlStem,Protocol,DateTime',
  '',
])
const EWS_HEAD =
  '#Fields: DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,' +
  'AuthenticatedUser,UserAgent,ClientIpAddress,ServerHostName,SoapAction,HttpStatus,' +
  'ImpersonatedUser,ActAsUser,GenericInfo'
const EWS_CELLS = [
  ...PROXY_CELLS.slice(0, 6),
  PROXY_CELLS[8],
  PROXY_CELLS[10],
  PROXY_CELLS[11],
  PROXY_CELLS[12],
  ['GetFolder', 'SyncFolderItems', '', '"Get,Item"', 'login', '*'],
  PROXY_CELLS[13],
  ['', 'boss@x.example', '"a ""b"""'],
  ['', 'legal@x.example', '"a, b"'],
  PROXY_CELLS[16],
].map((cells) => cells ?? [])
const exchangeLogs = logsOf(EWS_HEAD, EWS_CELLS, ',', ODDITIES, [
  '#Version: 15.01.2106.002',
  '#Version: 15.0.0.0',
  '#Log-type: EWS Logs',
  '#Log-type: IMAP4 Log',
  '#Log-type: SMTP Receive Protocol Log',
  '#Log-type: audit',
  '#Date: 2021-03-02T00:00:00.000Z',
  '#Fields: date-time,remote-endpoint,event,data,context',
  '#Fields: dateTime,cIp,user,command,parameters,context',
  '#Fields: a,b',
  'DateTime,HttpStatus,SoapAction',
  '2021-03-02T00:00:00.000Z,203.0.113.9:25,*,,Inbound AUTH LOGIN failed because of LogonDenied',
  '2021-03-02T00:00:00.000Z,203.0.113.9:25,*,,User Name: boss',
  '2021-03-02T00:00:00.000Z,[::2]:993,boss,login,boss *****,"R=""a2 NO LOGIN failed."""',
  '2021-03-02T00:00:00.000Z,[::2]:993,boss,login,boss *****,R=OK',
  '',
])
const KINDS = [
  ['IIS', iisW3c, iisLogs],
  ['HttpProxy', httpProxy, proxyLogs],
  ['Exchange', exchangeLog, exchangeLogs],
] as const

describe.each(KINDS)('rows of any %s log', (_, parser, logs) => {
  it('are those read line by line', async () => {
    let rows = 0
    await fc.assert(
      fc.asyncProperty(logs, fc.integer({ min: 1, max: 50 }), async (bytes, blockLines) => {
        const { totals } = await expectSame(parser, bytes, { blockLines, literals })
        rows += totals.events
      }),
      { numRuns: 200, seed: SEED },
    )
    expect(rows).toBeGreaterThan(2_000)
  })

  it('are those read line by line when bytes are overwritten', async () => {
    const damage = fc.record({
      bytes: logs,
      where: fc.double({ min: 0, max: 0.99, noNaN: true }),
      junk: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(damage, async ({ bytes, where, junk }) => {
        const at = Math.floor(bytes.length * where)
        bytes.set(junk.subarray(0, bytes.length - at), at)
        await expectSame(parser, bytes, { literals })
      }),
      { numRuns: 100, seed: SEED },
    )
  })
})

describe('rows of a long log', () => {
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
