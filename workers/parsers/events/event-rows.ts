import { FLAG_CANDIDATE, FLAG_NOISE } from '../../../src/model/event-table.js'
import { dayNumber, formatIso } from '../../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Bytes, type Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { LazyRecord } from '../../log-record.js'
import { normalBuild } from '../exchange/build.js'
import { RowRecord } from '../shared/row-record.js'
import { tellerOf, type Told } from './channels.js'
import { installedBuild } from './installed.js'
import { RecordGaps } from './record-gaps.js'
import { ScriptBlocks } from './script-blocks.js'
import { accountOfSid, addressOf, firstValues, oneLine } from './tell.js'
import { TextIndices } from './text-indices.js'
import type { WindowsEvent } from './windows-event.js'

/** 1 January 1993. */
const NO_EVENT_BEFORE: Microseconds = dayNumber(1993, 1, 1) * MICROSECONDS_PER_DAY
const UINT32_MAX = 0xffff_ffff
/** Providers, channels and ids remembered; a machine has a few thousand. */
const MOST_TOLD = 8_192
/** Computers told apart; a collector of forwarded events has hundreds. */
const MOST_COMPUTERS = 4_096

/**
 * Windows events as rows of their families, in plain words. One for an entry: `finish` behind the last
 * event tells scripts whose parts are not all there, gaps in the record numbers and servers' names.
 */
export class EventRows {
  private readonly texts: TextIndices
  private readonly gaps: RecordGaps
  private readonly scripts: ScriptBlocks
  private told = new Map<string, Map<string, Map<number, Told>>>()
  private toldCount = 0
  private readonly computers = new Map<string, number>()
  private lastComputer = ''
  private lastCount = 0

  constructor(private readonly sink: EventSink) {
    this.texts = new TextIndices(sink)
    this.gaps = new RecordGaps(sink)
    this.scripts = new ScriptBlocks((part, offset, size, action, seen) => {
      const told = this.toldOf(part)
      const row = this.write(part, offset, size, told)
      sink.columns.action[row] = this.texts.of(action)
      if (!seen) this.detect(part, told.family, row)
    })
  }

  /** `offset` and `size` are the record's place in the entry. */
  add(event: WindowsEvent, offset: Bytes, size: Bytes): void {
    this.count(event.computer)
    const told = this.toldOf(event)
    this.gaps.add(event, offset, told.family)
    if (told.isScript && this.scripts.take(event, offset, size)) return
    const row = this.write(event, offset, size, told)
    if (told.isNoise?.(event)) this.sink.columns.flags[row] = FLAG_NOISE
    if (told.isInstaller) this.addBuild(event, offset)
    this.detect(event, told.family, row)
  }

  finish(): void {
    this.scripts.finish()
    this.gaps.finish()
    this.countLast()
    for (const [name, rows] of this.computers) this.sink.server(name, rows)
  }

  /** No Windows event is older than Windows NT: a time of nought is none. */
  private timeOf({ time }: WindowsEvent, offset: Bytes): Microseconds {
    if (!(time < NO_EVENT_BEFORE)) return time
    this.sink.warn(offset, 'event without a time', 'a time since 1993', formatIso(time))
    return NaN
  }

  private write(event: WindowsEvent, offset: Bytes, size: Bytes, told: Told): number {
    const { sink, texts } = this
    const { action, target, user, client, agent } = told.description
    const row = sink.row()
    const { columns } = sink
    columns.time[row] = this.timeOf(event, offset)
    columns.tenths[row] = event.tenths
    columns.family[row] = told.family
    columns.offset[row] = offset
    columns.size[row] = Math.min(size, UINT32_MAX)
    columns.status[row] = event.id
    columns.action[row] = texts.of(typeof action === 'string' ? action : oneLine(action(event)))
    columns.target[row] = texts.of(oneLine(target ? target(event) : firstValues(event)))
    columns.user[row] = texts.of(user ? oneLine(user(event)) : accountOfSid(event.userId))
    if (client) columns.client[row] = texts.of(addressOf(client(event)))
    if (agent) columns.agent[row] = texts.of(oneLine(agent(event)))
    return row
  }

  private detect(event: WindowsEvent, family: number, row: number): void {
    const { sink } = this
    const which = sink.detectionsOf(family, event.id)
    if (which.length === 0) return
    const { columns } = sink
    // What a detection looks at is never folded away unseen.
    columns.flags[row] = ((columns.flags[row] as number) & ~FLAG_NOISE) | FLAG_CANDIDATE
    const facts = { family, fromSelf: false, status: event.id, reshaped: false }
    const source = new RowRecord(sink, row, (name) => event.data(name))
    sink.detectBy(new LazyRecord(source, facts, event), row, which)
  }

  private addBuild(event: WindowsEvent, offset: Bytes): void {
    const build = normalBuild(installedBuild(event))
    if (build !== '') this.sink.build(build, serverName(event.computer), event.time, offset)
  }

  /** Events of one computer mostly stand together. */
  private count(computer: string): void {
    if (computer !== this.lastComputer) {
      this.countLast()
      this.lastComputer = computer
    }
    this.lastCount++
  }

  private countLast(): void {
    const { computers, lastCount } = this
    const name = serverName(this.lastComputer)
    this.lastCount = 0
    const rows = computers.get(name)
    if (rows !== undefined) computers.set(name, rows + lastCount)
    else if (name !== '' && computers.size < MOST_COMPUTERS) computers.set(name, lastCount)
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

/** Other logs name the server without its domain. */
function serverName(computer: string): string {
  const dot = computer.indexOf('.')
  return dot < 0 || /^[\d.]+$/.test(computer) ? computer : computer.slice(0, dot)
}
