import { exportedCsv } from '../../../../workers/parsers/exported-csv.js'
import { exportedJson } from '../../../../workers/parsers/exported-json.js'
import { exportedXml } from '../../../../workers/parsers/exported-xml.js'
import type { Parser } from '../../../../workers/parsers/parser.js'
import { bytesOf } from '../read-all.js'

/** One failed logon and one installed service, in the words of whoever exports them. */
const NAMED = {
  SubjectUserSid: 'S-1-5-18',
  SubjectUserName: 'EX01$',
  SubjectDomainName: 'CONTOSO',
  SubjectLogonId: '0x3e7',
  TargetUserSid: 'S-1-0-0',
  TargetUserName: 'eve',
  TargetDomainName: 'CONTOSO',
  Status: '0xc000006d',
  FailureReason: '%%2313',
  SubStatus: '0xc000006a',
  LogonType: '8',
  LogonProcessName: 'Advapi',
  AuthenticationPackageName: 'Negotiate',
  WorkstationName: 'EX01',
  TransmittedServices: '-',
  LmPackageName: '-',
  KeyLength: '0',
  ProcessId: '0x1',
  ProcessName: 'C:\\Windows\\System32\\inetsrv\\w3wp.exe',
  IpAddress: '203.0.113.7',
  IpPort: '4711',
}
const SERVICE = {
  ServiceName: 'updater',
  ImagePath: 'C:\\x.exe -a "b" <c>',
  ServiceType: 'user mode service',
  StartType: 'auto start',
  AccountName: 'LocalSystem',
}
const AUDITING = 'Microsoft-Windows-Security-Auditing'
const MANAGER = 'Service Control Manager'
export const SID = 'S-1-5-21-1-2-3-500'

function dumped(attributes: (name: string, pairs: object, text?: unknown) => object) {
  const system = (
    provider: string,
    id: number,
    channel: string,
    second: string,
    extra: object,
  ) => ({
    ...attributes('Provider', { Name: provider, Guid: '{0}' }),
    ...extra,
    Level: 4,
    ...attributes('TimeCreated', { SystemTime: `2021-03-03T04:05:${second}Z` }),
    EventRecordID: id === 4625 ? 10 : 3,
    Channel: channel,
    Computer: 'EX01.contoso.local',
    ...attributes('Security', id === 4625 ? {} : { UserID: SID }),
  })
  return [
    {
      Event: {
        '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
        System: system(AUDITING, 4625, 'Security', '06.123000', { EventID: 4625 }),
        EventData: { ...NAMED, LogonType: 8 },
      },
    },
    {
      Event: {
        System: system(
          MANAGER,
          7045,
          'System',
          '07.000000',
          attributes('EventID', { Qualifiers: 16384 }, 7045),
        ),
        EventData: { ...SERVICE, Binary: null },
      },
    },
  ]
}

export const INSIDE = dumped((name, pairs, text) => ({
  [name]: { '#attributes': pairs, ...(text === undefined ? {} : { '#text': text }) },
}))
const BESIDE = dumped((name, pairs, text) => ({
  [`${name}_attributes`]: pairs,
  ...(text === undefined ? {} : { [name]: text }),
}))

export function fromPowerShell(date: (milliseconds: number) => unknown, level: number) {
  const one = (id: number, provider: string, log: string, at: number, values: object) => ({
    Id: id,
    Version: 0,
    Qualifiers: null,
    Level: level,
    RecordId: id === 4625 ? 10 : 3,
    ProviderName: provider,
    LogName: log,
    MachineName: 'EX01.contoso.local',
    UserId: id === 4625 ? null : { BinaryLength: 28, AccountDomainSid: {}, Value: SID },
    TimeCreated: date(Date.UTC(2021, 2, 3, 4, 5, 6) + at),
    Properties: Object.values(values).map((value: unknown) => ({
      Value: value === 'S-1-5-18' ? { BinaryLength: 12, Value: value } : value,
    })),
    Message: 'Ein Konto konnte nicht angemeldet werden.\r\n',
  })
  return [
    one(4625, AUDITING, 'Security', 123, { ...NAMED, LogonType: 8 }),
    one(7045, MANAGER, 'System', 1_000, SERVICE),
  ]
}

const VELOCIRAPTOR = [
  {
    System: {
      Provider: { Name: AUDITING, Guid: '{0}' },
      EventID: { Value: 4625 },
      Level: 0,
      TimeCreated: { SystemTime: 1614744306.123 },
      EventRecordID: 10,
      Channel: 'Security',
      Computer: 'EX01.contoso.local',
      Security: {},
    },
    EventData: { ...NAMED, LogonType: 8 },
    Message: 'An account failed to log on',
  },
  {
    EventTime: '2021-03-03T04:05:07Z',
    Computer: 'EX01.contoso.local',
    Channel: 'System',
    Provider: MANAGER,
    EventID: 7045,
    EventRecordID: 3,
    UserSID: SID,
    EventData: SERVICE,
  },
]

function payload(values: object): string {
  const data = Object.entries(values).map(([name, text]) => ({
    '@Name': name,
    '#text': String(text),
  }))
  return JSON.stringify({ EventData: { Data: data, Binary: '' } })
}

const ECMD = [
  {
    PayloadData1: 'Target: eve',
    MapDescription: 'Failed logon',
    ChunkNumber: 0,
    Computer: 'EX01.contoso.local',
    Payload: payload(NAMED),
    Channel: 'Security',
    Provider: AUDITING,
    EventId: 4625,
    EventRecordId: '10',
    Level: 'LogAlways',
    UserId: '',
    TimeCreated: '2021-03-03 04:05:06.1230000',
  },
  {
    PayloadData1: '',
    MapDescription: '',
    ChunkNumber: 0,
    Computer: 'EX01.contoso.local',
    Payload: payload(SERVICE),
    Channel: 'System',
    Provider: MANAGER,
    EventId: 7045,
    EventRecordId: '3',
    Level: 'Info',
    UserId: SID,
    TimeCreated: '2021-03-03 04:05:07.0000000',
  },
]

function csv(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const cell = (value: unknown) => {
    const text = String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const names = Object.keys(rows[0] ?? {})
  return [names, ...rows.map((row) => names.map((name) => row[name]))]
    .map((row) => row.map(cell).join(','))
    .join('\r\n')
}

function escaped(text: unknown): string {
  return String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

export function xml(quote: string, between = '') {
  const one = (
    provider: string,
    id: string,
    channel: string,
    time: string,
    security: string,
    values: object,
  ) => {
    const data = Object.entries(values).map(
      ([name, value]) => `<Data Name=${quote}${name}${quote}>${escaped(value)}</Data>`,
    )
    const system = [
      `<Provider Name=${quote}${provider}${quote} Guid=${quote}{0}${quote}/>`,
      `<EventID Qualifiers=${quote}0${quote}>${id}</EventID>`,
      '<Level>4</Level>',
      `<TimeCreated SystemTime=${quote}${time}${quote}/>`,
      `<EventRecordID>${id === '4625' ? '10' : '3'}</EventRecordID>`,
      `<Channel>${channel}</Channel>`,
      '<Computer>EX01.contoso.local</Computer>',
      `<Security${security}/>`,
    ]
    const namespace = `xmlns=${quote}http://schemas.microsoft.com/win/2004/08/events/event${quote}`
    const inside = `<System>${system.join(between)}</System>${between}<EventData>${data.join(between)}</EventData>`
    return `<Event ${namespace}>${between}${inside}${between}</Event>`
  }
  return [
    one(AUDITING, '4625', 'Security', '2021-03-03T04:05:06.1230000Z', '', NAMED),
    one(
      MANAGER,
      '7045',
      'System',
      '2021-03-03T04:05:07Z',
      ` UserID=${quote}${SID}${quote}`,
      SERVICE,
    ),
  ]
}

export const oneALine = (records: readonly object[]) =>
  records.map((one) => JSON.stringify(one)).join('\n')
const pretty = (records: readonly object[]) =>
  records.map((one, index) => `Record ${index + 1}\n${JSON.stringify(one, null, 2)}`).join('\n')
export const inMilliseconds = (at: number) => `/Date(${at})/`
const viewer = `\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>${xml("'").join('')}</Events>`

/** By the name of the writer: what reads it, and its text of both events. */
export const EXPORTS: readonly (readonly [writer: string, parser: Parser, text: string])[] = [
  ['evtx_dump, one a line', exportedJson, oneALine(INSIDE)],
  ['evtx_dump, one behind the other', exportedJson, pretty(INSIDE)],
  ['evtx_dump, attributes by themselves', exportedJson, oneALine(BESIDE)],
  ['Windows PowerShell', exportedJson, JSON.stringify(fromPowerShell(inMilliseconds, 0), null, 4)],
  [
    'PowerShell 7, on one line',
    exportedJson,
    JSON.stringify(fromPowerShell((at) => new Date(at).toISOString(), 4)),
  ],
  [
    'PowerShell with a date of its own',
    exportedJson,
    oneALine(fromPowerShell((at) => ({ value: `/Date(${at})/`, DateTime: 'Wednesday' }), 4)),
  ],
  ['Velociraptor', exportedJson, oneALine(VELOCIRAPTOR)],
  ['EvtxECmd as JSON', exportedJson, `\ufeff${oneALine(ECMD)}\r\n`],
  ['EvtxECmd as CSV', exportedCsv, `\ufeff${csv(ECMD)}\r\n`],
  ['Event Viewer', exportedXml, viewer],
  ['wevtutil', exportedXml, xml("'").join('\r\n')],
  [
    'evtx_dump.py',
    exportedXml,
    `<?xml version="1.1"?>\n<Events>\n${xml('"', '\n').join('\n')}\n</Events>`,
  ],
]

/** Whole exports by the parser that reads them; UTF-16 apart, whose places are those of its text. */
export const EXPORT_SAMPLES = Object.fromEntries(
  [exportedCsv, exportedJson, exportedXml].map((parser) => [
    parser.id,
    () => EXPORTS.filter(([, by]) => by === parser).map(([, , text]) => ({ bytes: bytesOf(text) })),
  ]),
)
