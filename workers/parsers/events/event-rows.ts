import { FLAG_CANDIDATE, FLAG_NOISE } from '../../../src/model/event-table.js'
import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { LazyRecord } from '../../log-record.js'
import { normalBuild } from '../exchange/build.js'
import { RowRecord } from '../shared/row-record.js'
import { tellerOf, type Told } from './channels.js'
import { installedBuild } from './installed.js'
import { RecordGaps } from './record-gaps.js'
import { ScriptBlocks, type ScriptPart } from './script-blocks.js'
import { accountOfSid, addressOf, firstValues, oneLine } from './tell.js'
import { TextIndices } from './text-indices.js'
import type { WindowsEvent } from './windows-event.js'

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

  constructor(private readonly sink: EventSink) {
    this.texts = new TextIndices(sink)
    this.gaps = new RecordGaps(sink)
    this.scripts = new ScriptBlocks((part, action, target) => {
      this.addPart(part, action, target)
    })
  }

  /** `offset` and `size` are the record's place in the entry. */
  add(event: WindowsEvent, offset: Bytes, size: Bytes): void {
    this.gaps.add(event, offset)
    this.count(event.computer)
    const { family, description, isNoise, isScript, isInstaller } = this.toldOf(event)
    if (isScript && this.scripts.take(event, offset, size)) return
    const { texts } = this
    const row = this.row(family, event, offset, size)
    const { columns } = this.sink
    const { action, target, user, client, agent } = description
    columns.status[row] = event.id
    columns.action[row] = texts.of(typeof action === 'string' ? action : oneLine(action(event)))
    columns.target[row] = texts.of(oneLine(target ? target(event) : firstValues(event)))
    columns.user[row] = texts.of(user ? oneLine(user(event)) : accountOfSid(event.userId))
    if (client) columns.client[row] = texts.of(addressOf(client(event)))
    if (agent) columns.agent[row] = texts.of(oneLine(agent(event)))
    if (isNoise?.(event)) columns.flags[row] = FLAG_NOISE
    if (isInstaller) this.addBuild(event, offset)
    this.detect(event, family, row)
  }

  finish(): void {
    this.scripts.finish()
    this.gaps.finish()
    for (const [name, rows] of this.computers) this.sink.server(name, rows)
  }

  private row(
    family: number,
    at: { readonly time: Microseconds; readonly tenths: number },
    offset: Bytes,
    size: Bytes,
  ): number {
    const row = this.sink.row()
    const { columns } = this.sink
    columns.time[row] = at.time
    columns.tenths[row] = at.tenths
    columns.family[row] = family
    columns.offset[row] = offset
    columns.size[row] = Math.min(size, UINT32_MAX)
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
    sink.detectEvent(new LazyRecord(source, facts, event), row, which)
  }

  private addPart(part: ScriptPart, action: string, target: string): void {
    const { family } = tellerOf(part.provider, part.channel, part.id)
    const row = this.row(family, part, part.offset, part.size)
    const { sink, texts } = this
    sink.columns.status[row] = part.id
    sink.columns.action[row] = texts.of(action)
    sink.columns.target[row] = texts.of(oneLine(target))
    sink.columns.user[row] = texts.of(accountOfSid(part.userId))
    sink.columns.agent[row] = texts.of(oneLine(part.path))
  }

  private addBuild(event: WindowsEvent, offset: Bytes): void {
    const build = normalBuild(installedBuild(event))
    if (build !== '') this.sink.build(build, serverName(event.computer), event.time, offset)
  }

  private count(computer: string): void {
    const { computers } = this
    const name = serverName(computer)
    const rows = computers.get(name)
    if (rows !== undefined) computers.set(name, rows + 1)
    else if (name !== '' && computers.size < MOST_COMPUTERS) computers.set(name, 1)
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
