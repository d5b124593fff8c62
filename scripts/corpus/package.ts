import type { Rung } from '../../src/model/finding.js'
import { Random } from '../../workers/demo/random.js'
import { iso } from './dates.js'
import {
  auditRow,
  cmdletRow,
  iisRow,
  panelRow,
  proxyRow,
  type Asked,
  type CmdletCall,
  type PanelCall,
  type Proxied,
} from './log-rows.js'
import { logHeader, logPath, type LogName, type Period } from './logs.js'
import { LINK_LOCAL, type Milliseconds, type Server } from './server.js'
import type { Step, TrapCount } from './truth.js'

export interface PackageFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** 0 where it has none. */
  readonly lines: number
}

/** What somebody who plants a record says of it. */
export interface Planted {
  readonly what: string
  readonly tier: Rung | null
}

interface Row {
  readonly time: Milliseconds
  readonly text: string
  readonly planted: Planted | null
}

/** Rows and files of one server, gathered in any order; each log comes out in order of time. */
export class Package {
  readonly random: Random
  readonly steps: Step[] = []
  private rows = new Map<string, { readonly name: LogName; readonly rows: Row[] }>()
  private files: PackageFile[] = []
  private readonly traps = new Map<string, { rows: number; readonly paths: Set<string> }>()
  private trapName = ''
  /** Rows so far, those of binary files among them. */
  count = 0

  constructor(
    readonly server: Server,
    seed: string,
    private readonly period: Period,
  ) {
    this.random = new Random(seed)
  }

  /** All that `fill` adds counts for that class of false alarms. */
  trap(name: string, fill: () => void): void {
    this.trapName = name
    fill()
    this.trapName = ''
  }

  log(name: LogName, time: Milliseconds, text: string, planted: Planted | null = null): void {
    const path = logPath(name, this.server, time, this.period)
    const known = this.rows.get(path)
    if (known) known.rows.push({ time, text, planted })
    else this.rows.set(path, { name, rows: [{ time, text, planted }] })
    this.noted(path, 1)
  }

  /** At the front end alone: answered there, never passed on. */
  direct(asked: Asked, planted: Planted | null = null): void {
    this.log('front', asked.time, iisRow(asked, 443, ''), planted)
  }

  /** Through HttpProxy: a row there and one at the front end, under one request id. */
  visit(asked: Asked, proxied: Proxied, iis: Planted | null = null, proxy = iis): void {
    const id = this.random.guid()
    this.log('front', asked.time, iisRow(asked, 443, id), iis)
    const text = proxyRow(this.server, asked, proxied, id)
    this.log(`proxy/${proxied.protocol}`, asked.time, text, proxy)
  }

  /** The same request at the back end, from the server's own address. */
  behind(asked: Asked, planted: Planted | null = null): void {
    const passed = { ...asked, client: LINK_LOCAL, referer: '' }
    this.log('back', asked.time, iisRow(passed, 444, ''), planted)
  }

  panel(call: PanelCall, planted: Planted | null = null): void {
    this.log('panel', call.time, panelRow(this.server, call, this.random.guid()), planted)
  }

  /** In CmdletInfra and in the audit. */
  cmdlet(call: CmdletCall, planted: Planted | null = null, audit = planted): void {
    this.log('cmdlets', call.time, cmdletRow(this.server, call, this.random.guid()), planted)
    this.log('audit', call.time, auditRow(this.server, call, this.random.guid()), audit)
  }

  /** A file that is no log of lines; `rows`: records in it. */
  file(path: string, content: Uint8Array | string, rows = 0): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    this.files.push({ path, bytes, lines: rows })
    this.noted(path, rows)
  }

  /** Something planted that is told by a whole file, or by a record of a file without lines. */
  step(path: string, time: Milliseconds | null, planted: Planted, about = ''): void {
    const when = time === null ? null : iso(time)
    this.steps.push({ ...planted, time: when, path, line: null, about })
  }

  /** What was gathered since the last call, ordered by path; forgets it. */
  take(): PackageFile[] {
    const logs = [...this.rows].map(([path, { name, rows }]) => this.written(path, name, rows))
    const all = [...logs, ...this.files].sort((a, b) => (a.path < b.path ? -1 : 1))
    this.rows = new Map()
    this.files = []
    return all
  }

  trapCounts(): TrapCount[] {
    return [...this.traps].map(([name, { rows, paths }]) => ({
      ...{ name, rows, paths: [...paths].sort() },
    }))
  }

  /** Rows of a file that is written later. */
  noted(path: string, rows: number): void {
    this.count += rows
    if (this.trapName === '') return
    const trap = this.traps.get(this.trapName) ?? { rows: 0, paths: new Set() }
    trap.rows += rows
    trap.paths.add(path)
    this.traps.set(this.trapName, trap)
  }

  private written(path: string, name: LogName, rows: Row[]): PackageFile {
    rows.sort((a, b) => a.time - b.time)
    const header = logHeader(name, this.server, rows[0]?.time ?? 0)
    rows.forEach(({ planted, time }, at) => {
      if (planted)
        this.steps.push({
          ...planted,
          time: iso(time),
          path,
          line: header.length + at + 1,
          about: '',
        })
    })
    const lines = [...header, ...rows.map(({ text }) => text)]
    const bytes = new TextEncoder().encode(`${lines.join('\r\n')}\r\n`)
    return { path, bytes, lines: rows.length }
  }
}
