import { familyIndex } from '../../../src/model/families.js'
import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { judgeRow } from '../shared/judge-row.js'
import { SECTOR } from './base-block.js'
import type { KeyState } from './forest.js'
import type { KeyFacts } from './key-facts.js'

const REGISTRY = familyIndex('registry')
const PROGRAMS = familyIndex('programs')

/** What a row says besides its key. */
export interface KeyRow {
  /** Plain words. */
  readonly action: string
  /** Behind the key's path; left out, the path stands alone. */
  readonly detail?: string
  /** Program that the key names. */
  readonly program?: string
  readonly user?: string
  /** Where it is not when the key was last written. */
  readonly time?: Microseconds
  readonly tenths?: number
}

interface WholeRow {
  readonly family: number
  readonly action: string
  readonly user: string
  readonly agent: string
  readonly target: string
  readonly time: Microseconds
  readonly tenths: number
  readonly at: Bytes
  readonly size: Bytes
}

const STATE_WORDS: Readonly<Record<KeyState, string>> = {
  listed: '',
  deleted: ' (deleted key)',
  lost: ' (key that its parent no longer lists)',
}

/** Rows of one hive. */
export class KeyRows {
  /** Of the key that is being told. */
  private suffix = ''
  /** The computer's name, '' where the hive does not state it. */
  server = ''
  /** A security update of Exchange is registered. */
  exchangeUpdated = false
  private readonly builds: { build: string; time: Microseconds; at: Bytes }[] = []

  constructor(
    private readonly sink: EventSink,
    /** Bytes of the entry: rows of what came from a log stand at its end at most. */
    private readonly entrySize: Bytes,
    /** Whose hive it is, '' for the machine's. */
    private readonly owner: string,
  ) {}

  begin(state: KeyState, inUse: boolean): void {
    this.suffix = STATE_WORDS[state] + (inUse ? '' : ' (control set not in use)')
  }

  warn(at: Bytes, what: string, wanted: string, found: string): void {
    this.sink.warn(Math.min(at, this.entrySize), what, wanted, found)
  }

  /** A build of Exchange that Setup's key states. */
  build(build: string, key: KeyFacts): void {
    this.builds.push({ build, time: key.time, at: Math.min(key.at, this.entrySize) })
  }

  /** Call when every key was told. */
  finish(): void {
    const { sink, server } = this
    // A security update leaves Setup's build as it was: the hive then does not say what runs.
    if (!this.exchangeUpdated) {
      for (const { build, time, at } of this.builds) sink.build(build, '', time, at)
    }
    if (server !== '') sink.server(server, sink.rows)
  }

  add(key: KeyFacts, row: KeyRow): void {
    const { detail = '', program = '', user = this.owner } = row
    const target = detail === '' ? key.path : `${key.path}: ${detail}`
    this.put(key, REGISTRY, row, user, program, target)
  }

  /** A program that Windows has listed; `about` says what the row's time means. */
  addProgram(key: KeyFacts, row: KeyRow & { readonly path: string; readonly about: string }): void {
    this.put(key, PROGRAMS, row, row.user ?? this.owner, row.about, row.path)
  }

  /** The hive as a whole: its first sector. */
  addHive(target: string, time: Microseconds, tenths: number): void {
    const action = 'Registry hive last written'
    this.write({
      family: REGISTRY,
      action,
      user: this.owner,
      agent: '',
      target,
      time,
      tenths,
      at: 0,
      size: SECTOR,
    })
  }

  private put(
    key: KeyFacts,
    family: number,
    { action, time = key.time, tenths }: KeyRow,
    user: string,
    agent: string,
    target: string,
  ): void {
    // The key's own tenths belong to its own time alone.
    const below = tenths ?? (time === key.time ? key.tenths : 0)
    const { at, size } = key
    this.write({
      family,
      action: action + this.suffix,
      user,
      agent,
      target,
      time,
      tenths: below,
      at,
      size,
    })
  }

  private write(one: WholeRow): void {
    const { sink, entrySize } = this
    const row = sink.row()
    const { columns } = sink
    columns.time[row] = one.time
    columns.tenths[row] = one.tenths
    columns.family[row] = one.family
    columns.offset[row] = Math.min(one.at, entrySize)
    columns.size[row] = Math.max(0, Math.min(one.size, entrySize - one.at))
    columns.user[row] = sink.internText(one.user)
    columns.agent[row] = sink.internText(one.agent)
    columns.action[row] = sink.internText(one.action)
    columns.target[row] = sink.internText(one.target)
    judgeRow(sink, row, one.family)
  }
}
