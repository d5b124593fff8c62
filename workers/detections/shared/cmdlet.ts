import type { EventKey, LogRecord } from '../detection.js'
import { unescapeMarkup } from './text.js'

/** A cmdlet that was run, in lower case, from whichever log tells of it. */
export interface Cmdlet {
  readonly name: string
  /** As given: ` -Name "value"` pairs, or an audit record's JSON. Backslashes stand alone. */
  readonly parameters: string
  readonly caller: string
  /** Process and application pool that ran it, '' where the log does not say. */
  readonly process: string
  readonly failed: boolean
}

/** 1: it succeeded, 6: it failed. */
export const CMDLET_EVENTS: readonly EventKey[] = [{ family: 'evtx-management', ids: [1, 6] }]

/** Places of the unnamed values; FORMATS of CSS-Exchange's and Sentinel's readers agree. */
const NAME = 0
const PARAMETERS = 1
const CALLER = 2
const PROCESS = 6

/** The cmdlet behind a record of MSExchange Management, CmdletInfra or the admin audit; else null. */
export function cmdletOf(record: LogRecord): Cmdlet | null {
  const { event, family } = record
  if (event) {
    const [name = '', ...joined] = (event.values[NAME] ?? '').split(', ')
    const value = (at: number): string => (event.values[at] ?? '').toLowerCase()
    return {
      name: name.toLowerCase(),
      parameters: plainText(`${joined.join(', ')} ${event.values[PARAMETERS] ?? ''}`),
      caller: value(CALLER),
      process: value(PROCESS),
      failed: event.id === 6,
    }
  }
  if (family !== 'cmdlet-infra' && family !== 'admin-audit') return null
  const audit = family === 'admin-audit'
  const result = record.field('executionresult').toLowerCase()
  return {
    name: (audit ? record.field('operation') : record.field('cmdlet')).toLowerCase(),
    parameters: plainText(record.field(audit ? 'data' : 'parameters')),
    caller: record.user.toLowerCase(),
    process: record.field('processname').toLowerCase(),
    failed: result !== '' && result !== 'success',
  }
}

/** Is the parameter given, with any value? `name` in lower case. */
export function isGiven({ parameters }: Cmdlet, name: string): boolean {
  return (
    new RegExp(`(?:^|[\\s{,])-?${name}[\\s:="]`).test(parameters) ||
    parameters.includes(`"name":"${name}"`)
  )
}

/** Run by Exchange's own account or by one of its health mailboxes, in a process that serves requests. */
export function isRunByServer({ caller, process }: Cmdlet): boolean {
  if (/healthmailbox/.test(caller)) return !process.includes('hmworker')
  const system = /nt authority\\system|s-1-5-18/.test(caller)
  return system && (caller.includes('w3wp') || process.includes('w3wp'))
}

/** A path that the web server would run or that lies in one of its folders. */
const WEB_PATH =
  /\.(?:aspx|ashx|asmx|asp|cshtml|soap)\b|inetpub\\|aspnet_client|\\frontend\\httpproxy|\\clientaccess\\/

export function namesWebPath({ parameters }: Cmdlet): boolean {
  return WEB_PATH.test(parameters)
}

function plainText(text: string): string {
  return unescapeMarkup(text)
    .replace(/\\{2,}/g, '\\')
    .trim()
}
