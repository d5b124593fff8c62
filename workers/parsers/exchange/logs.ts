import type { FamilyId } from '../../../src/model/families.js'
import { isPowerShellClient } from '../../agents.js'
import {
  auditRecord,
  ecpActivity,
  inSession,
  mailLogon,
  oabMessage,
  smtpInformation,
  trackingWords,
  type Tell,
} from './log-words.js'

/** What a column is read for. `further` helps out the role that `helps` names. */
export type Role =
  'time' | 'client' | 'user' | 'agent' | 'action' | 'target' | 'status' | 'server' | 'further'

/** Columns of a role in lower case: the first that a log has is the one. */
export type RoleColumns = Readonly<Partial<Record<Role, readonly string[]>>>

/** One kind of Exchange log, told by its `#Log-type` or, without that, by columns that only it has. */
export interface ExchangeLog {
  readonly type: RegExp
  readonly marks: readonly string[]
  readonly family: FamilyId
  readonly columns: RoleColumns
  /** `action`: words are made of both. Else it stands in where that role's cell is empty. */
  readonly helps?: 'action' | 'target' | 'agent'
  /** Action as shown, of the action's cell and the further one, asked once for each pair. */
  readonly words?: (action: string, further: string) => string
  /** Rows with this action are read cell by cell and told by `tell`. */
  readonly looks?: (action: string) => boolean
  readonly tell?: Tell
  /** Rows with this agent are handed to the detections that look at the family. */
  readonly suspect?: (agent: string) => boolean
}

const always = (): boolean => true

/** Roles by the names that Exchange's logs use, for what a kind does not say itself. */
export const GENERAL: Readonly<Record<Role, readonly string[]>> = {
  time: ['datetime', 'date-time', 'timestamp', 'time', 'starttime', 'start-time'],
  client: [
    'clientipaddress',
    'client-ip',
    'clientip',
    'client-ip-address',
    'cip',
    'remote-endpoint',
    'remoteendpoint',
    'remoteip',
  ],
  user: ['authenticateduser', 'user', 'username', 'user-name', 'userkey', 'client-name'],
  agent: [
    'useragent',
    'client-software',
    'clientsoftware',
    'clientapplication',
    'application-id',
    'clientinfo',
    'processname',
    'process-name',
  ],
  action: [
    'soapaction',
    'cmdlet',
    'requesttype',
    'operation',
    'command',
    'event-id',
    'eventid',
    'event',
    'action',
    'method',
    'recordtype',
    'direction',
  ],
  target: [
    'urlstem',
    'url',
    'mailbox',
    'mailboxid',
    'objectid',
    'destination',
    'message',
    'description',
  ],
  status: ['httpstatus', 'httpstatuscode', 'statuscode', 'status'],
  server: ['serverhostname', 'servername', 'server', 'server-name'],
  further: [],
}

/** Logs without a line of their own below. */
export const OTHER_LOG: ExchangeLog = {
  type: /^/,
  marks: [],
  family: 'exchange-other',
  columns: {},
}

/**
 * Kinds of logs. Columns are as Exchange 2013 to Subscription Edition name them; see the sources of
 * exchange-log.ts. `#Log-type` of the back end's Autodiscover and MAPI logs is told by its beginning.
 */
export const EXCHANGE_LOGS: readonly ExchangeLog[] = [
  {
    type: /^EWS Logs?$/i,
    marks: ['soapaction', 'impersonateduser'],
    family: 'ews',
    columns: { action: ['soapaction'], target: ['impersonateduser'], further: ['actasuser'] },
    helps: 'target',
  },
  {
    type: /^Autodiscover/i,
    marks: ['soapaction', 'requestedrecipient'],
    family: 'autodiscover',
    columns: { action: ['soapaction', 'requesttype', 'method'], target: ['requestedrecipient'] },
  },
  {
    type: /^MAPI ?(?:Http|over HTTP|Logs?$|Mailbox)|^RPC Client Access|^RCA/i,
    marks: ['mapirequestid', 'requesttype'],
    family: 'mapi',
    columns: {
      user: ['authenticateduser', 'authenticateduseremail', 'client-name'],
      action: ['requesttype', 'operation'],
      target: ['actasuseremail'],
      further: ['mailboxid'],
    },
    helps: 'target',
  },
  {
    type: /^Rps HTTP Logs?$/i,
    marks: ['commandname', 'shellid'],
    family: 'cmdlet-infra',
    columns: { action: ['commandname'], further: ['action'], agent: ['clientinfo'] },
    helps: 'action',
    words: inSession,
    suspect: isForeignToPowerShell,
  },
  {
    type: /^Rps |Cmdlet|PowerShell/i,
    marks: ['cmdlet', 'cmdletuniqueid'],
    family: 'cmdlet-infra',
    columns: { target: ['parameters'], agent: ['clientapplication'], further: ['processname'] },
    helps: 'agent',
  },
  {
    type: /^audit$/i,
    marks: ['recordtype', 'userkey', 'data'],
    family: 'admin-audit',
    columns: { agent: ['workload'] },
    looks: always,
    tell: auditRecord,
  },
  {
    type: /^ECP Activity/i,
    marks: [],
    family: 'ecp-activity',
    columns: {},
    looks: always,
    tell: ecpActivity,
  },
  {
    type: /^OAB ?Generator/i,
    marks: ['oabguid', 'message'],
    family: 'oab-generator',
    columns: { action: ['recordtype'], target: ['message'] },
    looks: always,
    tell: oabMessage,
  },
  {
    type: /^(?:IMAP|POP)/i,
    marks: ['sessionid', 'seqnumber', 'cip', 'command'],
    family: 'imap-pop',
    columns: { target: ['parameters'] },
    looks: (command) => /^(?:login|authenticate|auth|user|pass)$/i.test(command),
    tell: mailLogon,
  },
  {
    type: /^Message Tracking/i,
    marks: ['internal-message-id', 'event-id'],
    family: 'message-tracking',
    columns: {
      user: ['sender-address'],
      agent: [],
      target: ['recipient-address'],
      status: [],
      further: ['source'],
      // Which of both ends is this server depends on the event.
      server: [],
    },
    helps: 'action',
    words: trackingWords,
  },
  {
    type: /^SMTP (?:Receive|Send) Protocol/i,
    marks: ['connector-id', 'session-id', 'remote-endpoint', 'data'],
    family: 'smtp',
    columns: { agent: ['connector-id'], target: ['data'], further: ['context'] },
    helps: 'target',
    words: smtpWords,
    looks: (event) => event === '*',
    tell: smtpInformation,
  },
  {
    type: /^Transport Connectivity/i,
    marks: ['session', 'destination', 'direction', 'description'],
    family: 'exchange-other',
    columns: { action: ['direction'], target: ['destination'], further: ['description'] },
    helps: 'target',
    words: smtpWords,
  },
  {
    type: /^Agent Log$/i,
    marks: ['p1fromaddress', 'agent', 'action'],
    family: 'agent-log',
    columns: {
      user: ['p1fromaddress'],
      agent: ['agent'],
      action: ['action'],
      target: ['recipient'],
      further: ['reason'],
    },
    helps: 'action',
    words: (action, reason) => (reason === '' ? action : `${action}: ${reason}`),
  },
]

/** Neither the client of remote PowerShell, nor Exchange's own, nor the column's name repeated. */
function isForeignToPowerShell(agent: string): boolean {
  return /\w/.test(agent) && !isPowerShellClient(agent.toLowerCase())
}

const SMTP_EVENTS = new Map([
  ['+', 'Connected'],
  ['-', 'Disconnected'],
  ['<', 'Received'],
  ['>', 'Sent'],
  ['*', 'Information'],
])

function smtpWords(event: string): string {
  return SMTP_EVENTS.get(event) ?? event
}

/** The kind of a log by the value of `#Log-type`. */
export function logOfType(type: string): ExchangeLog {
  const value = type.trim()
  return EXCHANGE_LOGS.find((log) => log.type.test(value)) ?? OTHER_LOG
}

/** The kind of a log by its columns' names in lower case; null where they are no kind's. */
export function logOfColumns(names: readonly string[]): ExchangeLog | null {
  const has = new Set(names)
  const found = EXCHANGE_LOGS.find(
    ({ marks }) => marks.length > 0 && marks.every((mark) => has.has(mark)),
  )
  return found ?? null
}
