import { FLAG_NOISE } from '../../../src/model/event-table.js'
import type { Bytes } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { tellerOf, type Told } from './channels.js'
import type { Tell } from './description.js'
import { accountOfSid, addressOf, firstValues, oneLine } from './tell.js'
import { TextIndices } from './text-indices.js'
import type { WindowsEvent } from './windows-event.js'

const UINT32_MAX = 0xffff_ffff
/** Providers, channels and ids remembered; a machine has a few thousand. */
const MOST_TOLD = 8_192
/** Computers told apart; a collector of forwarded events has hundreds. */
const MOST_COMPUTERS = 4_096

/**
 * Windows events as rows of their families, in plain words. One for an entry: after the last event
 * `finish` tells the servers' names.
 */
export class EventRows {
  private readonly texts: TextIndices
  private told = new Map<string, Map<string, Map<number, Told>>>()
  private toldCount = 0
  private readonly computers = new Map<string, number>()

  constructor(private readonly sink: EventSink) {
    this.texts = new TextIndices(sink)
  }

  /** `offset` and `size` are the record's place in the entry. */
  add(event: WindowsEvent, offset: Bytes, size: Bytes): void {
    const { sink, texts } = this
    const { family, description, isNoise } = this.toldOf(event)
    const row = sink.row()
    const { columns } = sink
    columns.time[row] = event.time
    columns.tenths[row] = event.tenths
    columns.family[row] = family
    columns.offset[row] = offset
    columns.size[row] = Math.min(size, UINT32_MAX)
    columns.status[row] = event.id
    const { action, target, user, client, agent } = description
    columns.action[row] = texts.of(typeof action === 'string' ? action : oneLine(action(event)))
    columns.target[row] = texts.of(oneLine(target ? target(event) : firstValues(event)))
    columns.user[row] = texts.of(user ? oneLine(user(event)) : accountOfSid(event.userId))
    if (client) columns.client[row] = texts.of(addressOf(client(event)))
    if (agent) columns.agent[row] = this.line(agent, event)
    if (isNoise?.(event)) columns.flags[row] = FLAG_NOISE
    this.count(event.computer)
  }

  /** To be called once, behind the last event. */
  finish(): void {
    for (const [name, rows] of this.computers) this.sink.server(name, rows)
  }

  private line(tell: Tell, event: WindowsEvent): number {
    return this.texts.of(oneLine(tell(event)))
  }

  /** Other logs name the server without its domain. */
  private count(name: string): void {
    const computer = /^\d+\./.test(name) ? name : name.replace(/\..*/s, '')
    const { computers } = this
    const rows = computers.get(computer)
    if (rows !== undefined) computers.set(computer, rows + 1)
    else if (computer !== '' && computers.size < MOST_COMPUTERS) computers.set(computer, 1)
  }

  private toldOf({ provider, channel, id }: WindowsEvent): Told {
    const known = this.told.get(provider)?.get(channel)?.get(id)
    if (known) return known
    if (this.toldCount++ === MOST_TOLD) {
      this.told = new Map()
      this.toldCount = 1
    }
    const channels = this.told.get(provider) ?? new Map<string, Map<number, Told>>()
    this.told.set(provider, channels)
    const ids = channels.get(channel) ?? new Map<number, Told>()
    channels.set(channel, ids)
    const told = tellerOf(provider, channel, id)
    ids.set(id, told)
    return told
  }
}
