import { compactDate, hourOf } from './dates.js'
import { ecpHeader, ecpRow, type EcpCall } from './ecp-log.js'
import { httpProxyHeader, httpProxyRow } from './httpproxy-log.js'
import { iisHeader, iisRow } from './iis-log.js'
import type { Planted, Trigger } from './planted.js'
import type { Random } from './random.js'
import type { Protocol, Proxied, Request } from './request.js'
import { HOUR, MINUTE, PATCH_BEGINS, PATCH_ENDS, type Milliseconds } from './server.js'

const IIS = 'C/inetpub/logs/LogFiles'
const LOGGING = 'C/Program Files/Microsoft/Exchange Server/V15/Logging'
const BYTE_ORDER_MARK = '\ufeff'
const LINE_END = '\r\n'

type LogName = 'front' | 'back' | 'ecp' | Protocol

interface Row {
  readonly time: Milliseconds
  readonly text: string
  readonly triggers: readonly Trigger[]
}

export interface TextFile {
  readonly path: string
  readonly text: string
  readonly lines: number
}

/** The rows of one day, gathered in any order and written as the day's files in order of time. */
export class DayLogs {
  private readonly logs = new Map<LogName, Row[]>()

  constructor(
    readonly start: Milliseconds,
    private readonly random: Random,
  ) {}

  /** A request at the front end that is answered there and never reaches HttpProxy. */
  direct(request: Request, triggers: readonly Trigger[] = []): void {
    this.add('front', request.time, iisRow(request, 443, ''), triggers)
  }

  /** A request through HttpProxy: one row there, one at the front end, under one request id. */
  visit(
    request: Request,
    proxied: Proxied,
    triggers: { readonly iis: readonly Trigger[]; readonly proxy: readonly Trigger[] } = {
      iis: [],
      proxy: [],
    },
  ): void {
    const id = this.random.guid()
    this.add('front', request.time, iisRow(request, 443, id), triggers.iis)
    this.add(proxied.protocol, request.time, httpProxyRow(request, proxied, id), triggers.proxy)
  }

  back(request: Request, triggers: readonly Trigger[] = []): void {
    this.add('back', request.time, iisRow(request, 444, ''), triggers)
  }

  ecp(call: EcpCall, triggers: readonly Trigger[] = []): void {
    this.add('ecp', call.time, ecpRow(call), triggers)
  }

  /** The day's files; what was planted is added to `planted` with the place it came to. */
  files(planted: Planted[]): TextFile[] {
    const files: TextFile[] = []
    for (const [name, rows] of this.logs) {
      rows.sort((a, b) => a.time - b.time)
      if (name === 'front' || name === 'back') files.push(this.iisFile(name, rows, planted))
      else files.push(...this.exchangeFiles(name, rows, planted))
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  private add(log: LogName, time: Milliseconds, text: string, triggers: readonly Trigger[]): void {
    if (time >= PATCH_BEGINS && time < PATCH_ENDS) return
    const rows = this.logs.get(log)
    if (rows) rows.push({ time, text, triggers })
    else this.logs.set(log, [{ time, text, triggers }])
  }

  /** One file a day; a new block of fields where the service was started again. */
  private iisFile(name: 'front' | 'back', rows: readonly Row[], planted: Planted[]): TextFile {
    const site = name === 'front' ? 'W3SVC1' : 'W3SVC2'
    const path = `${IIS}/${site}/u_ex${compactDate(this.start).slice(2)}.log`
    const starts = [this.start, this.start + 3 * HOUR + this.random.between(0, 90) * MINUTE]
    if (PATCH_ENDS > this.start && PATCH_ENDS < this.start + 24 * HOUR) starts.push(PATCH_ENDS)
    const lines: string[] = []
    let next = 0
    for (const row of rows) {
      while (next < starts.length && (starts[next] as number) <= row.time) {
        lines.push(...iisHeader(starts[next++] as number))
      }
      lines.push(row.text)
    }
    record(path, rows, planted)
    return { path, text: lines.join(LINE_END) + LINE_END, lines: lines.length }
  }

  /** One file a day and log; a second one after the service was started with another build. */
  private exchangeFiles(
    name: 'ecp' | Protocol,
    rows: readonly Row[],
    planted: Planted[],
  ): TextFile[] {
    const before = rows.filter((row) => row.time < PATCH_BEGINS)
    const after = rows.filter((row) => row.time >= PATCH_BEGINS)
    return [before, after]
      .filter((part) => part.length > 0)
      .map((part, index) => {
        const first = (part[0] as Row).time
        const date = compactDate(this.start)
        const hour = index === 0 ? '00' : hourOf(PATCH_ENDS)
        const path =
          name === 'ecp'
            ? `${LOGGING}/ECP/Server/ECPServer${date}-${String(index + 1)}.LOG`
            : `${LOGGING}/HttpProxy/${name}/HttpProxy_${date}${hour}-1.LOG`
        const header = name === 'ecp' ? ecpHeader(first) : httpProxyHeader(name, first)
        const lines = [...header, ...part.map((row) => row.text)]
        record(path, part, planted)
        const text = BYTE_ORDER_MARK + lines.join(LINE_END) + LINE_END
        return { path, text, lines: lines.length }
      })
  }
}

function record(path: string, rows: readonly Row[], planted: Planted[]): void {
  for (const { time, text, triggers } of rows) {
    if (triggers.length > 0) planted.push({ path, line: text, time, triggers })
  }
}
