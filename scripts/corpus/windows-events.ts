/** Event logs in Windows' own binary format. */
import {
  bytesOfNumber,
  element,
  LogMaker,
  utf16,
  type Instance,
  type Node,
  type Tree,
  type Value,
} from '../../test/workers/parsers/evtx/make-log.js'
import type { Milliseconds } from './server.js'

export interface WindowsEvent {
  readonly time: Milliseconds
  readonly provider: string
  readonly id: number
  /** 1 critical … 5 verbose; 4 where not stated. */
  readonly level?: number
  /** Unnamed where a provider writes them so: then the name is ''. */
  readonly data: readonly (readonly [name: string, value: string])[]
}

const EPOCH = 116_444_736_000_000_000n
const place = (substitution: number, type: number): Node => ({ substitution, type, optional: true })

const SYSTEM = element(
  'System',
  { name: 'Provider', attributes: [['Name', { substitution: 0, type: 1 }]] },
  element('EventID', place(1, 6)),
  element('Version', place(2, 4)),
  element('Level', place(3, 4)),
  element('Task', place(4, 6)),
  element('Opcode', place(5, 4)),
  element('Keywords', place(6, 21)),
  { name: 'TimeCreated', attributes: [['SystemTime', place(7, 17)]] },
  element('EventRecordID', place(8, 10)),
  element('Channel', { substitution: 9, type: 1 }),
  element('Computer', { substitution: 10, type: 1 }),
)
const EVENT: Tree = {
  name: 'Event',
  attributes: [['xmlns', 'http://schemas.microsoft.com/win/2004/08/events/event']],
  children: [SYSTEM, place(11, 0x21)],
}

const number = (type: number, size: number, value: number | bigint): Value => ({
  ...{ type, bytes: bytesOfNumber(value, size) },
})
const text = (value: string): Value => ({ type: 1, bytes: utf16(value) })

/** A log of one channel; events come in any order and are numbered in order of time. */
export function eventLog(
  channel: string,
  computer: string,
  events: readonly WindowsEvent[],
): Uint8Array {
  const maker = new LogMaker()
  const trees = new Map<string, Tree>()
  const ordered = [...events].sort((a, b) => a.time - b.time)
  ordered.forEach((event, at) => {
    maker.add({ instance: instance(event, at + 1, channel, computer, trees) })
  })
  return maker.finish()
}

function instance(
  event: WindowsEvent,
  record: number,
  channel: string,
  computer: string,
  trees: Map<string, Tree>,
): Instance {
  const { provider, id, time, data, level = 4 } = event
  const names = data.map(([name]) => name)
  const key = `${provider}\n${String(id)}\n${names.join('\n')}`
  const tree = trees.get(key) ?? dataTree(names)
  trees.set(key, tree)
  const values = data.map(([, value]) => text(value))
  return {
    tree: EVENT,
    values: [
      ...[text(provider), number(6, 2, id), number(4, 1, 1), number(4, 1, level)],
      ...[number(6, 2, 1), number(4, 1, 0), number(21, 8, 0)],
      number(17, 8, EPOCH + BigInt(time) * 10_000n),
      ...[number(10, 8, record), text(channel), text(computer)],
      { type: 0x21, bytes: { tree, values } },
    ],
  }
}

function dataTree(names: readonly string[]): Tree {
  const children = names.map((name, at): Node => ({
    name: 'Data',
    ...(name !== '' && { attributes: [['Name', name]] as const }),
    children: [{ substitution: at, type: 1 }],
  }))
  return element('EventData', ...children)
}
