import type { Sample } from '../fuzz/run.js'
import { dataTree, event } from './events.js'
import { bytesOfNumber, element, LogMaker, utf16, type Instance, type Value } from './make-log.js'

const HEADER = 4_096
const FREE_AT = 48

/** A value of every type, and lists of some. */
const VALUES: readonly Value[] = [
  { type: 1, bytes: utf16('C:\\Windows\\System32\\cmd.exe') },
  { type: 2, bytes: Uint8Array.of(0x61, 0x62, 0) },
  ...[3, 4, 5, 6, 7, 8, 9, 10, 13, 16, 17, 20, 21, 32].map((type) => ({
    type,
    bytes: bytesOfNumber(0x01d7_0fd2_0102_0304n, [1, 1, 2, 2, 4, 4][type - 3] ?? 8),
  })),
  { type: 11, bytes: new Uint8Array(Float32Array.of(1.5).buffer) },
  { type: 12, bytes: new Uint8Array(Float64Array.of(1.5).buffer) },
  { type: 14, bytes: Uint8Array.of(1, 2, 3) },
  { type: 15, bytes: new Uint8Array(16) },
  { type: 18, bytes: new Uint8Array(Uint16Array.of(2021, 3, 3, 3, 4, 5, 6, 7).buffer) },
  { type: 19, bytes: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0) },
  { type: 0x81, bytes: utf16('one\0two\0') },
  { type: 0x88, bytes: new Uint8Array(12) },
  { type: 0x93, bytes: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0) },
]
const EVERY = dataTree(
  VALUES.map(({ type }) => `value ${String(type)}`),
  VALUES.map(({ type }) => type),
)
const LOGON = dataTree(['TargetUserName', 'IpAddress'], [1, 1])
const INNER: Instance = {
  tree: element('Inner', { substitution: 0, type: 1 }),
  values: [{ type: 1, bytes: utf16('deep') }],
}
const NESTED = element('UserData', element('Outer', { substitution: 0, type: 0x21 }))
const PLAIN = element(
  'Event',
  element(
    'System',
    { name: 'Provider', attributes: [['Name', 'MSExchange CmdletLogs']] },
    element('EventID', '1'),
    { name: 'TimeCreated', attributes: [['SystemTime', '2021-11-19T16:52:33.8337335Z']] },
    element('Channel', 'MSExchange Management'),
  ),
  element('EventData', element('Data', 'Set-Mailbox', { entity: 'amp' }, { cdata: 'x' })),
)

function logonOf(user: string): Instance {
  const texts = [user, '203.0.113.7'].map((text) => ({ type: 1, bytes: utf16(text) }))
  return { tree: LOGON, values: texts }
}

/** One chunk of events of all kinds, without what stands empty behind them; and a whole log. */
export function logSamples(): Sample[] {
  const maker = new LogMaker()
  for (let record = 1; record <= 3; record++) {
    maker.add({ instance: event({ record, data: logonOf(`user${String(record)}`) }) })
  }
  maker.add({ instance: event({ record: 4, id: 1, data: { tree: EVERY, values: VALUES } }) })
  maker.add({ instance: { tree: PLAIN, values: null } })
  const values = [{ type: 0x21, bytes: INNER }]
  maker.add({ instance: event({ record: 6, id: 1102, data: { tree: NESTED, values } }) })
  maker.add({ instance: event({ record: 7, data: logonOf('last') }) })
  const bytes = maker.finish()
  const free = new DataView(bytes.buffer).getUint32(HEADER + FREE_AT, true)
  const chunk = bytes.slice(HEADER, HEADER + free)
  const slack = chunk.slice()
  new DataView(slack.buffer).setUint32(FREE_AT, 1_400, true)
  return [{ bytes: chunk }, { bytes: slack }, { bytes: bytes.slice(0, HEADER + free) }]
}
