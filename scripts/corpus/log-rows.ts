/** Rows of the logs of IIS and of Exchange, as their own software writes them. */
import type { Random } from '../../workers/demo/random.js'
import { dateAndTime, iso } from './dates.js'
import {
  buildAt,
  fqdn,
  LINK_LOCAL,
  mailHost,
  SERVER_ADDRESS,
  type Milliseconds,
  type Server,
} from './server.js'

export type Protocol =
  'Autodiscover' | 'Eas' | 'Ecp' | 'Ews' | 'Mapi' | 'Oab' | 'Owa' | 'PowerShell' | 'RpcHttp'

/** One HTTP request as any of the logs tells it. */
export interface Asked {
  readonly time: Milliseconds
  readonly method: string
  readonly stem: string
  readonly query?: string
  /** As logged; none where anonymous. */
  readonly user?: string
  readonly client: string
  readonly agent: string
  readonly referer?: string
  readonly status: number
  readonly substatus?: number
  readonly win32?: number
  /** Milliseconds. */
  readonly taken?: number
}

/** What HttpProxy logs beyond the request. */
export interface Proxied {
  readonly protocol: Protocol
  readonly anchor?: string
  readonly hint?: string
  readonly authentication?: string
  /** '' where the request was not sent on. */
  readonly backEndStatus?: string
  readonly errorCode?: string
  readonly info?: string
}

/** `requestId`: what joins the row to HttpProxy's, '' where none. */
export function iisRow(asked: Asked, port: 443 | 444, requestId: string): string {
  const { client, query = '', user = '', agent, referer = '' } = asked
  const suffix = requestId ? `&CorrelationID=<empty>;&cafeReqId=${requestId};&encoding=;` : ''
  const address = client === '::1' || client === LINK_LOCAL ? client : SERVER_ADDRESS
  const { status, substatus = 0, win32 = 0, taken = 15 } = asked
  const text = `${dateAndTime(asked.time)} ${address} ${asked.method} ${asked.stem}`
  const who = `${user || '-'} ${client} ${agent.replaceAll(' ', '+') || '-'} ${referer || '-'}`
  return `${text} ${query + suffix || '-'} ${port} ${who} ${status} ${substatus} ${win32} ${taken}`
}

export function proxyRow(server: Server, asked: Asked, proxied: Proxied, id: string): string {
  const { time, user = '', taken = 15, query = '', agent, status } = asked
  const {
    protocol,
    anchor = '',
    hint = '',
    backEndStatus = '',
    errorCode = '',
    info = '',
  } = proxied
  const ends = iso(time)
  const begins = iso(time - taken)
  const [major, minor, number, revision] = buildAt(server, time).split('.')
  const signedIn = user !== '' && status !== 401
  const sent = backEndStatus !== ''
  const host = asked.client.startsWith('10.') ? fqdn(server) : mailHost(server)
  const route = sent
    ? `Proxy,${fqdn(server)},${String(major)}.0${String(minor)}.${String(number)}.000,IntraForest`
    : ',,,'
  return (
    `${ends},${id},${String(major)},${String(minor)},${String(number)},${String(revision)},,` +
    `${protocol},${host},${asked.stem},,${proxied.authentication ?? 'Negotiate'},` +
    `${String(signedIn)},${signedIn ? user : ''},${signedIn ? server.domain : ''},` +
    `${cell(anchor)},${agent.replaceAll(',', ' ')},${asked.client},${server.name},` +
    `${String(status)},${backEndStatus},${errorCode},${asked.method},${route},${hint},,,,` +
    `${String(200 + (taken % 317))},${String(300 + ((taken * 7) % 911))},,,0,1,,0,,0,,0,0,,0,` +
    `${String(taken)},0,0,1,1,${String(taken)},0,0,0,0,0,${String(taken)},0,${String(taken)},3,4,4,` +
    `${String(taken)},,${cell(query === '' ? '' : `?${query}`)},,` +
    `BeginRequest=${begins};CorrelationID=<empty>;${info}EndRequest=${ends};,,,` +
    `${sent ? '|RoutingDB:b41d92aa-0c57-4e0f-8c1e-6a17f5c90e33' : ''},,,CafeV1`
  )
}

/** A request as the control panel's own log tells it: the cmdlets that it ran. */
export interface PanelCall {
  readonly time: Milliseconds
  /** `Cmdlet.Param=value.Param='text'`. */
  readonly command: string
  readonly url: string
}

export function panelRow(server: Server, { time, command, url }: PanelCall, id: string): string {
  const data =
    `S:TIME=${String(12 + (time % 90))};S:SID=${id};${item('S:CMD', command)};S:REQID=;` +
    `${item('S:URL', url)};S:REFERRER=;S:EX=;S:ACTID=${id};S:RS=0;S:BLD=${buildAt(server, time)};` +
    `S:TNAME=<null>;S:TID=;S:USID=${id};S:EDOID=;S:ACID=`
  return `${iso(time)},${server.name},ECP.Request,${cell(data)}`
}

/** An item whose value holds `;` or a quote is quoted whole, inner quotes doubled. */
function item(key: string, value: string): string {
  const text = `${key}=${value}`
  return /[;']/.test(value) ? `'${text.replaceAll("'", "''")}'` : text
}

/** A cmdlet run in remote or local PowerShell. */
export interface CmdletCall {
  readonly time: Milliseconds
  readonly cmdlet: string
  /** ` -Name "value"` pairs. */
  readonly parameters: string
  readonly user: string
  readonly process: string
}

export function cmdletRow(server: Server, call: CmdletCall, id: string): string {
  const { time, user, process, cmdlet } = call
  const build = buildAt(server, time).replaceAll('.', ',')
  return (
    `${iso(time)},${iso(time - 20)},${id},,${build},${server.name},5668,${process},85,,,` +
    `${user},,${cmdlet},${cell(call.parameters)},${id.slice(0, 8)},Success`
  )
}

export function auditRow(server: Server, call: CmdletCall, id: string): string {
  const { time, cmdlet, user } = call
  const pairs = Array.from(call.parameters.matchAll(/-(\w+) "([^"]*)"/g), ([, Name, Value]) => {
    return { Name, Value }
  })
  const data = {
    ...{ CreationTime: iso(time).slice(0, 19), Operation: cmdlet, UserId: user },
    ...{ ObjectId: '', ClientIP: '', Parameters: pairs },
  }
  return (
    `${iso(time)},${server.name},00000000-0000-0000-0000-000000000000,ExchangeAdmin,` +
    `${cell(JSON.stringify(data))},${user},${id},${cmdlet},Exchange,True,1,Online`
  )
}

export function httpErrRow(
  time: Milliseconds,
  client: string,
  uri: string,
  reason: string,
): string {
  const refused = reason === 'Timer_ConnectionIdle' ? '- - - - -' : `HTTP/1.1 GET ${uri} - 400`
  return `${dateAndTime(time)} ${client} 52012 ${SERVER_ADDRESS} 443 ${refused} - ${reason} -`
}

export function smtpRow(
  server: Server,
  time: Milliseconds,
  client: string,
  [session, sequence]: readonly [session: string, sequence: number],
  [event, data, context]: readonly [event: string, data: string, context: string],
): string {
  return (
    `${iso(time)},${server.name}\\Default Frontend ${server.name},${session},${String(sequence)},` +
    `${SERVER_ADDRESS}:25,${client}:56026,${event},${cell(data)},${cell(context)}`
  )
}

export interface Mail {
  readonly time: Milliseconds
  readonly client: string
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly event: string
}

export function trackingRow(server: Server, mail: Mail, random: Random): string {
  const id = `<${random.hex(2)}@${server.domain}>`
  return (
    `${iso(mail.time)},${mail.client},,${SERVER_ADDRESS},${server.name},08DA;${iso(mail.time)},` +
    `${server.name}\\Default ${server.name},SMTP,${mail.event},${String(mail.time % 90_000)},${id},` +
    `${random.guid()},${mail.to},To,${String(4_000 + (mail.time % 60_000))},1,,,` +
    `${cell(mail.subject)},${mail.from},${mail.from},04I: ,Incoming,,${mail.client},,` +
    `S:DeliveryPriority=Normal,Email,${random.guid()},15.01.2375.007`
  )
}

export function oabRow(time: Milliseconds, message: string): string {
  const none = '00000000-0000-0000-0000-000000000000'
  return `${iso(time)},DebugTrace,12,3a1c7f52-6f0e-4a7d-9b58-c2d1e0f4a993,${none},${cell(message)}`
}

/** A request as the back end's own logs tell it. */
export interface ServedCall {
  readonly time: Milliseconds
  /** SOAP action, or kind of MAPI request. */
  readonly action: string
  readonly user: string
  readonly client: string
  readonly agent: string
  /** Address of the mailbox, where another than the user's own. */
  readonly mailbox: string
}

const buildCells = (server: Server, time: Milliseconds): string =>
  buildAt(server, time).replaceAll('.', ',')

export function ewsRow(server: Server, call: ServedCall, id: string): string {
  const { time, action, user, client, agent, mailbox } = call
  const who = `${user},${cell(agent)},${client},${server.name}`
  return `${iso(time)},${id},${buildCells(server, time)},${who},${action},200,,${mailbox},`
}

export function mapiRow(server: Server, call: ServedCall, id: string): string {
  const { time, action, user, client, agent, mailbox } = call
  const box = `${id.slice(9, 18)},${mailbox},${client},${agent},${user}`
  return `${iso(time)},${id},m1,${action},200,${buildCells(server, time)},${box}`
}

export function autodiscoverRow(server: Server, call: ServedCall, id: string): string {
  const { time, action, user, client, agent, mailbox } = call
  const who = `${user},${cell(agent)},${client},${server.name}`
  return `${iso(time)},${id},${buildCells(server, time)},${who},${action},200,${mailbox}`
}

export function activityRow(
  server: Server,
  time: Milliseconds,
  user: string,
  path: string,
): string {
  const data =
    `S:PSA=<PII>${user}</PII>;S:URL=https://localhost:444${path};` +
    `S:Bld=${buildAt(server, time)};Dbl:BudgUse.T[]=12.0008`
  return `${iso(time)},${server.name},Request,${data}`
}

function cell(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
