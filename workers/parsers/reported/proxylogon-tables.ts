import type { EventSink } from '../../event-sink.js'
import { judgeRow } from '../shared/judge-row.js'
import type { DelimitedRow } from '../shared/delimited.js'
import { REPORTED, addClaim, statusOfText } from './claims.js'
import type { StatedClock } from './stated-time.js'
import type { TableHeader, TakeRow } from './table.js'

interface TableReader {
  take: TakeRow
  finish(): void
}

/** How one of the script's tables is read. */
interface ProxyLogonTable {
  /** Its dates are in the culture of the machine that the script ran on. */
  readonly localDates: boolean
  open(sink: EventSink, clock: StatedClock): TableReader
}

const SAYS = 'Reported by Test-ProxyLogon: '
/** Columns that the script takes from HttpProxy logs; the first edition took two of them. */
const PROXY_COLUMNS = new Set(
  'datetime requestid clientipaddress urlhost urlstem routinghint useragent anchormailbox httpstatus'.split(
    ' ',
  ),
)
const EVENT_COLUMNS = ['timecreated', 'machinename', 'message']
const FILE_COLUMNS = ['computername', 'type', 'path', 'name', 'lastwrite']
/** How old the oldest log of each kind is: what the script could look back to. */
const AGE_COLUMNS = ['oabgen', 'ecp', 'ecpproxy', 'owaproxy']

/** The table of the script's that has these columns; null where none has. */
export function proxyLogonTable(header: TableHeader, path: string): ProxyLogonTable | null {
  const host = hostOf(path)
  if (header.has('datetime', 'anchormailbox')) {
    if (!header.names.every((name) => PROXY_COLUMNS.has(name))) return null
    const reset = /resetvdir/i.test(path)
    return { localDates: false, open: (sink, clock) => requests(sink, clock, header, host, reset) }
  }
  if (header.count === EVENT_COLUMNS.length && header.has(...EVENT_COLUMNS)) {
    return { localDates: true, open: (sink, clock) => events(sink, clock, header) }
  }
  if (header.has(...FILE_COLUMNS) && header.count === FILE_COLUMNS.length) {
    return { localDates: true, open: (sink, clock) => files(sink, clock, header) }
  }
  if (header.has(...AGE_COLUMNS)) {
    return { localDates: false, open: (sink) => ages(sink, header, host) }
  }
  return null
}

/** `<HOST>-Cve-2021-26855.csv` and the like. */
export function hostOf(path: string): string {
  return /(?:^|\/)([^/]{1,64}?)-(?:cve-2021|logagedays|other\b)[^/]*$/i.exec(path)?.[1] ?? ''
}

/** CVE-2021-26855, and resets of virtual directories (CVE-2021-27065): rows of HttpProxy logs, UTC. */
function requests(
  sink: EventSink,
  clock: StatedClock,
  header: TableHeader,
  host: string,
  reset: boolean,
): TableReader {
  const claim = reset
    ? 'virtual directory reset (CVE-2021-27065)'
    : 'request to a back end of the client’s choice (CVE-2021-26855)'
  const time = header.column('datetime')
  const anchor = header.column('anchormailbox')
  const client = header.column('clientipaddress')
  const agent = header.column('useragent')
  const status = header.column('httpstatus')
  const stem = header.column('urlstem')
  let rows = 0
  return {
    take: (row) => {
      rows++
      const added = addClaim(sink, {
        ...place(row),
        ...timeOf(sink, clock, row, time),
        action: SAYS + claim,
        client: row.text(client),
        agent: row.text(agent),
        target: row.text(anchor) || row.text(stem),
        status: statusOfText(row.text(status)),
      })
      // What it picked from HttpProxy's rows stands here word for word.
      judgeRow(sink, added, REPORTED)
    },
    finish: () => {
      if (host !== '' && rows > 0) sink.server(host, rows)
    },
  }
}

/** CVE-2021-26857: events of Unified Messaging. */
function events(sink: EventSink, clock: StatedClock, header: TableHeader): TableReader {
  const time = header.column('timecreated')
  const machine = header.column('machinename')
  const message = header.column('message')
  const servers = new ServerNames(sink)
  return {
    take: (row) => {
      servers.add(row.text(machine))
      addClaim(sink, {
        ...place(row),
        ...timeOf(sink, clock, row, time),
        action: `${SAYS}error of Unified Messaging (CVE-2021-26857)`,
        target: row.text(message),
      })
    },
    finish: () => {
      servers.tell()
    },
  }
}

/** Dumps of lsass and archives; their times are UTC, written in the machine's culture. */
function files(sink: EventSink, clock: StatedClock, header: TableHeader): TableReader {
  const machine = header.column('computername')
  const type = header.column('type')
  const path = header.column('path')
  const time = header.column('lastwrite')
  const servers = new ServerNames(sink)
  return {
    take: (row) => {
      servers.add(row.text(machine))
      addClaim(sink, {
        ...place(row),
        ...timeOf(sink, clock, row, time),
        action: `${SAYS}${fileClaim(row.text(type))}, last written`,
        target: row.text(path),
      })
    },
    finish: () => {
      clock.localSeen = false
      servers.tell()
    },
  }
}

function fileClaim(type: string): string {
  if (/^lsassdump$/i.test(type)) return 'dump of lsass'
  if (/^suspiciousarchive$/i.test(type)) return 'archive in ProgramData'
  return `suspicious file (${type.slice(0, 40)})`
}

/** One row a kind of log, without a time: the report does not say when it was made. */
function ages(sink: EventSink, header: TableHeader, host: string): TableReader {
  let rows = 0
  return {
    take: (row) => {
      header.names.forEach((name, column) => {
        const age = row.text(column).trim()
        if (name === 'pscomputername' || name === 'runspaceid' || age === '') return
        rows++
        addClaim(sink, {
          ...place(row),
          time: NaN,
          action: `${SAYS}age of the oldest log`,
          target: `${name}: ${age} days`,
        })
      })
    },
    finish: () => {
      if (host !== '' && rows > 0) sink.server(host, rows)
    },
  }
}

class ServerNames {
  private readonly rows = new Map<string, number>()

  constructor(private readonly sink: EventSink) {}

  add(name: string): void {
    if (name !== '') this.rows.set(name, (this.rows.get(name) ?? 0) + 1)
  }

  tell(): void {
    for (const [name, rows] of this.rows) this.sink.server(name, rows)
  }
}

function place(row: DelimitedRow): { readonly offset: number; readonly size: number } {
  return { offset: row.offset, size: row.size }
}

function timeOf(
  sink: EventSink,
  clock: StatedClock,
  row: DelimitedRow,
  column: number,
): { readonly time: number; readonly tenths: number } {
  const text = row.text(column)
  const { ambiguous } = clock
  const time = clock.read(text)
  if (Number.isNaN(time) && text !== '' && ambiguous === clock.ambiguous) {
    const found = text.slice(0, 60)
    sink.warn(row.offset, 'row with a time that cannot be read', 'a day and time that exist', found)
  }
  return { time, tenths: clock.tenths }
}
