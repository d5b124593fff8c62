/** Events as they are made for tests, of the shape that Windows gives them. */
import {
  bytesOfNumber,
  element,
  utf16,
  type Instance,
  type Node,
  type Tree,
  type Value,
} from './make-log.js'

export const SOME_TIME = 132_591_927_834_567_891n
const GUID = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index)
const SYSTEM_SID = Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0)

const optional = (substitution: number, type: number): Node => ({
  substitution,
  type,
  optional: true,
})

const SYSTEM = element(
  'System',
  {
    name: 'Provider',
    attributes: [
      ['Name', { substitution: 0, type: 1 }],
      ['Guid', optional(1, 15)],
    ],
  },
  { name: 'EventID', attributes: [['Qualifiers', optional(3, 6)]], children: [optional(2, 6)] },
  element('Version', optional(4, 4)),
  element('Level', optional(5, 4)),
  element('Task', optional(6, 6)),
  element('Opcode', optional(7, 4)),
  element('Keywords', optional(8, 21)),
  { name: 'TimeCreated', attributes: [['SystemTime', optional(9, 17)]] },
  element('EventRecordID', optional(10, 10)),
  { name: 'Correlation', attributes: [['ActivityID', optional(11, 15)]] },
  {
    name: 'Execution',
    attributes: [
      ['ProcessID', optional(12, 8)],
      ['ThreadID', optional(13, 8)],
    ],
  },
  element('Channel', { substitution: 14, type: 1 }),
  element('Computer', { substitution: 15, type: 1 }),
  { name: 'Security', attributes: [['UserID', optional(16, 19)]] },
)
const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event'
export const EVENT: Tree = {
  name: 'Event',
  attributes: [['xmlns', NAMESPACE]],
  children: [SYSTEM, optional(17, 0x21)],
}

export interface EventSpec {
  readonly record: number
  readonly id?: number
  readonly provider?: string
  readonly channel?: string
  readonly time?: bigint
  /** The part behind System; none makes a value that is not there. */
  readonly data?: Instance
}

export function event(spec: EventSpec): Instance {
  const { record, id = 4624, provider = 'Microsoft-Windows-Security-Auditing', data } = spec
  const number = (type: number, size: number, value: number | bigint): Value => ({
    type,
    bytes: bytesOfNumber(value, size),
  })
  const text = (value: string): Value => ({ type: 1, bytes: utf16(value) })
  const none: Value = { type: 0, bytes: new Uint8Array(0) }
  return {
    tree: EVENT,
    values: [
      text(provider),
      { type: 15, bytes: GUID },
      number(6, 2, id),
      none,
      number(4, 1, 2),
      number(4, 1, 4),
      number(6, 2, 12544),
      number(4, 1, 0),
      number(21, 8, 0x8020_0000_0000_0000n - (1n << 64n)),
      number(17, 8, spec.time ?? SOME_TIME),
      number(10, 8, record),
      none,
      number(8, 4, 632),
      number(8, 4, 4711),
      text(spec.channel ?? 'Security'),
      text('MAIL01.corp.example'),
      { type: 19, bytes: SYSTEM_SID },
      data ? { type: 0x21, bytes: data } : none,
    ],
  }
}

export function dataTree(names: readonly string[], types: readonly number[]): Tree {
  return element(
    'EventData',
    ...names.map((name, index): Node => ({
      name: 'Data',
      ...(name !== '' && { attributes: [['Name', name]] as const }),
      children: [{ substitution: index, type: types[index] ?? 1 }],
    })),
  )
}
