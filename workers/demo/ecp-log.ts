import { iso } from './dates.js'
import { HOST, revisionAt, type Milliseconds } from './server.js'

/** A request as the control panel's own log tells it: the cmdlets it ran. */
export interface EcpCall {
  readonly time: Milliseconds
  /** `Cmdlet.Param=value.Param='text'`. */
  readonly command: string
  readonly url: string
  readonly session: string
  readonly activity: string
}

export function ecpHeader(time: Milliseconds): readonly string[] {
  return [
    '#Software: Microsoft Exchange Server',
    '#Version: 15.0.0.0',
    '#Log-type: ECP Server Log',
    `#Date: ${iso(time)}`,
    '#Fields: TimeStamp,ServerName,EventId,EventData',
  ]
}

export function ecpRow(call: EcpCall): string {
  const { time, session, activity } = call
  const data =
    `S:TIME=${String(12 + (time % 90))};S:SID=${session};${item('S:CMD', call.command)};S:REQID=;` +
    `${item('S:URL', call.url)};S:REFERRER=;S:EX=;S:ACTID=${activity};S:RS=0;` +
    `S:BLD=15.1.2106.${String(revisionAt(time))};S:TNAME=<null>;S:TID=;S:USID=${session};` +
    'S:EDOID=;S:ACID='
  return `${iso(time)},${HOST},ECP.Request,${cell(data)}`
}

/** An item whose value holds `;` or a quote is quoted whole, inner quotes doubled. */
function item(key: string, value: string): string {
  const text = `${key}=${value}`
  return /[;']/.test(value) ? `'${text.replaceAll("'", "''")}'` : text
}

function cell(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
