import type { EventSink } from '../../event-sink.js'
import { normalBuild } from '../exchange/build.js'
import { addClaim } from './claims.js'
import type { StatedClock } from './stated-time.js'

const SAYS = 'Reported by HealthChecker: '
/** `HealthChecker-<server>-<yyyyMMddHHmmss>` */
const FILE_NAME = /(?:^|\/)HealthChecker-(.{1,64}?)-(\d{14})\.[a-z]{3,4}$/i
const CVE = /CVE-\d{4}-\d{4,7}/g
const KB = /KB\d{6,8}/
/** Distinct claims of a report that are kept; a report names some hundreds at most. */
const MAX_CLAIMS = 20_000

interface HealthClaim {
  readonly what: string
  readonly target: string
  readonly offset: number
  readonly size: number
  readonly server: string
}

interface BuildClaim {
  readonly build: string
  readonly offset: number
  readonly server: string
}

/**
 * Takes what a report states as names with values, in whatever form the report has, and tells it once
 * the report's time and server are known: those can stand behind what they date.
 */
export class HealthFacts {
  private time = NaN
  private server = ''
  private readonly servers = new Map<string, number>()
  private readonly claims: HealthClaim[] = []
  private readonly builds: BuildClaim[] = []
  private readonly seen = new Set<string>()

  constructor(
    private readonly sink: EventSink,
    private readonly clock: StatedClock,
    private readonly path: string,
  ) {}

  fact(name: string, stated: string, offset: number, size: number): void {
    const value = stated.replace(/\s+/g, ' ').trim()
    const key = name.replace(/\s+/g, ' ').trim().toLowerCase()
    if (value === '' || key.length > 120) return
    if (/^(?:server ?name|name)$/.test(key)) this.setServer(value)
    else if (/^(?:generation ?time|report ?time)$/.test(key)) this.setTime(value)
    else if (isBuildName(key)) this.addBuild(value, offset, size)
    else if (key === 'version' || key === 'exchange version') {
      this.claim('version of Exchange', value, offset, size)
    } else if (/vulnerab/.test(key)) this.addVulnerabilities(value, offset, size)
    else if (/iis module/.test(key)) {
      this.claim(key.includes('anomal') ? 'anomalies of IIS modules' : key, value, offset, size)
    } else if (/security hotfix|exchange iu|security update/.test(key)) {
      this.claim('update installed', value, offset, size)
    } else if (/mitigations? (?:applied|blocked)/.test(key)) this.claim(key, value, offset, size)
    else this.free(`${name.trim()}: ${value}`, offset, size)
  }

  /** Text without a name, as lists under one have it. */
  free(text: string, offset: number, size: number): void {
    const value = text.replace(/\s+/g, ' ').trim()
    if (/^security vulnerab.{0,200}CVE-/i.test(value)) this.addVulnerabilities(value, offset, size)
    else if (KB.test(value) && /update|hotfix/i.test(value)) {
      this.claim('update installed', value, offset, size)
    } else if (/module.{0,80}(?:not signed|not found|anomal|suspicious)/i.test(value)) {
      this.claim('anomalies of IIS modules', value, offset, size)
    }
  }

  finish(): void {
    const { sink } = this
    const [, named = '', stamp = ''] = FILE_NAME.exec(this.path) ?? []
    const dated = Number.isNaN(this.time)
      ? this.clock.read(stamp.replace(/^\d{8}/, '$&T'))
      : this.time
    const { tenths } = this.clock
    for (const { what, target, offset, size, server } of this.claims) {
      const name = server || named
      const told = name === '' ? target : `${name}: ${target}`
      addClaim(sink, { time: dated, tenths, offset, size, action: SAYS + what, target: told })
    }
    for (const { build, offset, server } of this.builds) {
      sink.build(build, server || named, dated, offset)
    }
    for (const [server, rows] of this.servers) sink.server(server, rows)
    if (this.servers.size === 0 && named !== '') sink.server(named, Math.max(1, this.claims.length))
  }

  private setServer(name: string): void {
    if (!/^[\w.-]{1,64}$/.test(name)) return
    this.server = name
    this.servers.set(name, this.servers.get(name) ?? 1)
  }

  private setTime(value: string): void {
    const time = this.clock.read(value)
    if (!Number.isNaN(time)) this.time = time
  }

  private addBuild(value: string, offset: number, size: number): void {
    const build = normalBuild(/\d+\.\d+\.\d+\.\d+/.exec(value.slice(0, 120))?.[0] ?? '')
    if (!/^(?:8|14|15)\./.test(build)) return
    if (!this.isNew(`build ${build}`)) return
    this.builds.push({ build, offset, server: this.server })
    this.claim('build of Exchange', build, offset, size)
  }

  private addVulnerabilities(value: string, offset: number, size: number): void {
    const cves = new Set(value.slice(0, 8_192).match(CVE))
    for (const cve of cves) this.claim('vulnerable', cve, offset, size)
    if (cves.size === 0 && !/^(?:none|false|no)\b/i.test(value)) {
      this.claim('vulnerabilities', value, offset, size)
    }
  }

  private claim(what: string, target: string, offset: number, size: number): void {
    if (!this.isNew(`${what} ${target}`)) return
    this.claims.push({ what, target, offset, size: Math.max(1, size), server: this.server })
    const rows = this.servers.get(this.server)
    if (rows !== undefined) this.servers.set(this.server, rows + 1)
  }

  /** A report says the same in several places. */
  private isNew(what: string): boolean {
    const key = `${this.server} ${what.slice(0, 300)}`
    if (this.seen.has(key) || this.seen.size >= MAX_CLAIMS) return false
    this.seen.add(key)
    return true
  }
}

function isBuildName(key: string): boolean {
  return /^(?:build ?number|build ?version|exchange build|exsetup(?: file)? ?version|fileversion)$/.test(
    key,
  )
}
