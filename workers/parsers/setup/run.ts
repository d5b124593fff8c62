import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { normalBuild } from '../exchange/build.js'
import { addFact } from '../shared/facts.js'
import type { SetupLine } from './lines.js'

/** Where a line stands. */
export interface LinePlace {
  readonly offset: Bytes
  readonly size: Bytes
}

/** Modes after which the version that setup brought is on the server. */
const BRINGS_VERSION = /^(?:install|upgrade|recoverserver|buildtobuildupgrade|disasterrecovery)$/i

/** What setup says of itself, with the part of a run that it tells. */
const STATED: readonly (readonly [pattern: RegExp, key: StatedKey])[] = [
  [/^Setup version: (\d[\d.]*\d)\.?$/i, 'version'],
  [/^The locally installed version is (\d[\d.]*\d)\.?$/i, 'local'],
  [/^The backup copy of the previously installed version is '(\d[\d.]*\d)'\.?$/i, 'local'],
  [/^Logged on user: (.{1,300}?)\.?$/i, 'user'],
  [/^Command Line Parameter Name='mode', Value='([^']{1,60})'/i, 'mode'],
  [/^Command Line Parameter Name='(prepare\w{1,30})'/i, 'mode'],
  [/^The installation mode is set to: '([^']{1,60})'/i, 'kind'],
  [/^RuntimeAssembly was started with the following command: '(.*?)'?\.?$/is, 'command'],
  [/^Server Name=(.{1,255})$/i, 'server'],
  [/^Local time zone: (.{1,200}?)\.?$/i, 'zone'],
]
type StatedKey = 'version' | 'local' | 'user' | 'mode' | 'kind' | 'command' | 'server' | 'zone'

/** One run of setup, from its first line to the last before the next run. */
export class SetupRun {
  private readonly stated = new Map<StatedKey, string>()
  private succeeded = false
  private stopped = false
  private errors = 0
  private lastComplaint = ''

  constructor(
    private readonly sink: EventSink,
    private readonly product: string,
    private readonly start: Microseconds,
    private readonly place: LinePlace,
  ) {}

  /** Errors count at any level, what setup states of itself at its own. */
  take({ text, time, level }: SetupLine, place: LinePlace): void {
    if (text.startsWith('[ERROR]')) this.complain('Setup error', text.slice(7), time, place)
    else if (text.startsWith('[REQUIRED]')) {
      this.complain('Setup requirement not met', text.slice(10), time, place)
    } else if (/^Setup is stopping now because/i.test(text)) this.stopped = true
    else if (/^The Exchange Server setup operation didn.t complete/i.test(text)) this.stopped = true
    else if (/^The Exchange Server setup operation completed successfully/i.test(text)) {
      this.succeeded = true
    } else if (level === 0) this.state(text)
  }

  /** `ended`: setup says that it ends; else the log only stops, or the next run begins. */
  end(time: Microseconds, place: LinePlace, ended: boolean): void {
    const { sink } = this
    const get = (key: StatedKey): string => this.stated.get(key) ?? ''
    const version = normalBuild(get('version')) || get('version')
    const local = normalBuild(get('local')) || get('local')
    const mode = get('mode') || get('kind')
    const known = { user: get('user'), agent: get('command') }
    const target = local !== '' && local !== version ? `${local} → ${version}` : version
    addFact(sink, 'exchange-setup', {
      ...known,
      ...this.place,
      time: this.start,
      action: `Setup of ${this.product} started${mode === '' ? '' : `: ${mode}`}`,
      target,
    })
    const zone = get('zone')
    if (zone !== '') {
      const fact = { time: this.start, ...this.place, target: zone }
      addFact(sink, 'exchange-setup', { ...fact, action: 'Time zone of the server, by setup' })
    }
    const action = `Setup of ${this.product} ${this.result(ended)}`
    addFact(sink, 'exchange-setup', { ...known, ...place, time, action, target })
    const server = get('server')
    if (server !== '') sink.server(server, 1)
    const build = normalBuild(version)
    if (this.succeeded && !this.stopped && build !== '' && BRINGS_VERSION.test(mode)) {
      sink.build(build, server, time, place.offset)
    }
  }

  private result(ended: boolean): string {
    const errors = this.errors > 0 ? ` (${String(this.errors)} errors)` : ''
    if (this.stopped) return `failed${errors}`
    if (this.succeeded) return `completed${errors}`
    return ended ? `ended and does not say how${errors}` : `broke off${errors}`
  }

  private complain(action: string, text: string, time: Microseconds, place: LinePlace): void {
    // Tasks report one error to each other on its way up.
    if (text === this.lastComplaint) return
    this.lastComplaint = text
    this.errors++
    addFact(this.sink, 'exchange-setup', { time, ...place, action, target: text.trim() })
  }

  /** What is stated twice counts as it was first. */
  private state(text: string): void {
    for (const [pattern, key] of STATED) {
      const value = pattern.exec(text)?.[1]
      if (value === undefined) continue
      if (!this.stated.has(key)) this.stated.set(key, value)
      return
    }
  }
}
