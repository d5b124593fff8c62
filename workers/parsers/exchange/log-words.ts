import { ecpItem } from './ecp-items.js'

/** A record's cells by column name in lower case, '' for a column that the log does not have. */
export type CellOf = (name: string) => string

/** What a record says that no one cell holds; what is left out stays as its column has it. */
export interface Told {
  readonly client?: string
  readonly user?: string
  readonly action?: string
  readonly target?: string
  /** a.b.c.d as the record states it. */
  readonly build?: string
}

export type Tell = (cell: CellOf) => Told

/** JSON of an audit record that is looked into; real ones have a few kilobytes. */
const MAX_AUDIT_JSON = 1_000_000

/** Events of message tracking that mean something in an answer. */
const TRACKING = new Map([
  ['BADMAIL', 'Message was bad'],
  ['DEFER', 'Message deferred'],
  ['DELIVER', 'Message delivered'],
  ['DROP', 'Message dropped'],
  ['DSN', 'Delivery report made'],
  ['EXPAND', 'Distribution group expanded'],
  ['FAIL', 'Message failed'],
  ['HADISCARD', 'Shadow copy discarded'],
  ['HARECEIVE', 'Shadow copy received'],
  ['HAREDIRECT', 'Shadow copy made'],
  ['LOAD', 'Message loaded'],
  ['NOTIFYMAPI', 'Message found for submission'],
  ['POISONMESSAGE', 'Message poisonous'],
  ['RECEIVE', 'Message received'],
  ['REDIRECT', 'Message redirected'],
  ['RESOLVE', 'Recipient resolved'],
  ['SEND', 'Message sent'],
  ['SUBMIT', 'Message submitted'],
  ['TRANSFER', 'Message forked'],
])

export function trackingWords(event: string, source: string): string {
  const words = TRACKING.get(event.toUpperCase()) ?? event
  return source === '' ? words : `${words} (${source})`
}

/** As HttpProxy's ProtocolAction has it: `Get-Mailbox:Command`. */
export function inSession(command: string, action: string): string {
  return command === '' || action === '' ? command + action : `${command}:${action}`
}

/**
 * An admin audit record: the object that the cmdlet was run on. The JSON's CreationTime is the server's
 * local time and not looked at.
 */
export const auditRecord: Tell = (cell) => {
  const data = parseObject(cell('data'))
  const text = (name: string): string => {
    const value = data[name]
    return typeof value === 'string' ? value : ''
  }
  return { target: text('ObjectId'), client: text('ClientIP') }
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  if (json.length > MAX_AUDIT_JSON) return {}
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** A request to the control panel's back end; its items are those of the ECP Server log. */
export const ecpActivity: Tell = (cell) => {
  const data = cell('eventdata')
  return {
    user: ecpItem(data, 'PSA').replace(/^<PII>(.*)<\/PII>$/, '$1'),
    target: pathOf(ecpItem(data, 'URL')),
    build: ecpItem(data, 'Bld'),
  }
}

/** The path of a URL, which is all of it where it states no host. */
function pathOf(url: string): string {
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1] ?? url
  return /^[^?#]*/.exec(path)?.[0] ?? path
}

/** The text that shows CVE-2021-26858: a file that was to be downloaded stands outside the OAB folder. */
const OAB_FAILED = /Download failed and temporary file (.{0,2000}?) needs to be removed/

/** Trace of the offline address book's generator. */
export const oabMessage: Tell = (cell) => {
  const file = OAB_FAILED.exec(cell('message'))?.[1]
  if (file === undefined) return { action: cell('recordtype') }
  return {
    action: 'Download failed, temporary file left',
    target: file.replace(/^'(.*)'$/, '$1'),
  }
}

/** Logon of IMAP and POP: what the server answered stands in the context. */
export const mailLogon: Tell = (cell) => {
  const command = cell('command')
  const failed = /R="*(?:-ERR|[^ "]{1,64} (?:NO|BAD) )|Logon(?:Denied|Failed)|failed/i.test(
    cell('context'),
  )
  const done = /^R="*(?:OK|\+OK)/i.test(cell('context')) && !/^user$/i.test(command)
  if (failed) return { action: `Logon failed (${command})` }
  return done ? { action: `Logon (${command})` } : {}
}

/** Information of the SMTP protocol: failed logons and the account that the next record names. */
export const smtpInformation: Tell = (cell) => {
  const context = cell('context')
  if (/^(?:Inbound|Outbound) AUTH .{0,100}? failed/i.test(context)) {
    return { action: 'Logon failed', target: context }
  }
  const user = /^User Name: (.*)$/i.exec(context)?.[1]
  return user === undefined ? {} : { action: 'Account of a logon', user }
}
