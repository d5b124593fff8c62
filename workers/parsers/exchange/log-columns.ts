import { GENERAL, type ExchangeLog, type Role } from './logs.js'

/** The columns of one header by their roles; -1 where a log has none for a role. */
export class LogColumns {
  readonly count: number
  readonly time: number
  readonly client: number
  readonly user: number
  readonly agent: number
  readonly action: number
  readonly target: number
  readonly status: number
  readonly server: number
  readonly further: number
  readonly major: number
  private readonly byName = new Map<string, number>()

  constructor(
    names: readonly string[],
    readonly log: ExchangeLog,
  ) {
    this.count = names.length
    names.forEach((name, index) => {
      if (!this.byName.has(name)) this.byName.set(name, index)
    })
    this.time = this.of('time')
    this.client = this.of('client')
    this.user = this.of('user')
    this.agent = this.of('agent')
    this.action = this.of('action')
    this.target = this.of('target')
    this.status = this.of('status')
    this.server = this.of('server')
    this.further = this.of('further')
    const major = this.indexOf('majorversion')
    const build = ['minorversion', 'buildversion', 'revisionversion'].every(
      (name, at) => this.indexOf(name) === major + at + 1,
    )
    this.major = build ? major : -1
  }

  /** `name` in lower case. */
  indexOf(name: string): number {
    return this.byName.get(name) ?? -1
  }

  /** Major to revision of the build stand side by side; the last of them. */
  get revision(): number {
    return this.major < 0 ? -1 : this.major + 3
  }

  /** The columns as the kernel of assembly/csv.ts orders them. */
  get plan(): readonly number[] {
    const { time, client, user, agent, action, target, further, status, server } = this
    const { major, revision } = this
    return [time, client, user, agent, action, target, further, status, server, major, revision]
  }

  private of(role: Role): number {
    const names = this.log.columns[role] ?? GENERAL[role]
    const found = names.find((name) => this.byName.has(name))
    return found === undefined ? -1 : this.indexOf(found)
  }
}

/** Names of a header line, the value alone, in lower case. */
export function columnNames(header: string): string[] {
  return header.split(',').map((name) => name.replaceAll('"', '').trim().toLowerCase())
}
