/** Where the logs of a server stand and how they begin. */
import { HTTPPROXY_COLUMNS } from '../../workers/demo/httpproxy-log.js'
import { compactDate, dateAndTime, iso } from './dates.js'
import type { Protocol } from './log-rows.js'
import { buildAt, type Milliseconds, type Server } from './server.js'

export type LogName =
  | 'front'
  | 'back'
  | `proxy/${Protocol}`
  | 'panel'
  | 'cmdlets'
  | 'audit'
  | 'httperr'
  | 'smtp'
  | 'tracking'
  | 'oab'
  | 'ews'
  | 'mapi'
  | 'autodiscover'
  | 'activity'

/** Logs are begun anew each day on a busy server, each month on a quiet one. */
export type Period = 'day' | 'month'

export const LOGGING = 'C/Program Files/Microsoft/Exchange Server/V15/Logging'
const TRANSPORT = 'C/Program Files/Microsoft/Exchange Server/V15/TransportRoles/Logs'
const IIS_COLUMNS =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) ' +
  'cs(Referer) sc-status sc-substatus sc-win32-status time-taken'
const RPS_COLUMNS =
  'DateTime,StartTime,RequestId,ClientRequestId,MajorVersion,MinorVersion,BuildVersion,' +
  'RevisionVersion,ServerHostName,ProcessId,ProcessName,ThreadId,CultureInfo,Organization,' +
  'AuthenticatedUser,ClientApplication,Cmdlet,Parameters,CmdletUniqueId,ExecutionResult'
const AUDIT_COLUMNS =
  'Timestamp,Server,TenantId,RecordType,Data,UserKey,RecordId,Operation,Workload,ResultStatus,' +
  'Version,Scope'
const SMTP_COLUMNS =
  'date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context'
const TRACKING_COLUMNS =
  'date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,' +
  'event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,' +
  'total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,' +
  'return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,' +
  'custom-data,transport-traffic-type,log-id,schema-version'

const EWS_COLUMNS =
  'DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,AuthenticatedUser,' +
  'UserAgent,ClientIpAddress,ServerHostName,SoapAction,HttpStatus,ErrorCode,ImpersonatedUser,ActAsUser'
const MAPI_COLUMNS =
  'DateTime,RequestId,MapiRequestId,RequestType,HttpStatusCode,MajorVersion,MinorVersion,' +
  'BuildVersion,RevisionVersion,MailboxId,ActAsUserEmail,ClientIP,ClientSoftware,AuthenticatedUser'
const AUTODISCOVER_COLUMNS =
  'DateTime,RequestId,MajorVersion,MinorVersion,BuildVersion,RevisionVersion,AuthenticatedUser,' +
  'UserAgent,ClientIpAddress,ServerHostName,SoapAction,HttpStatus,RequestedRecipient'

/** `part` names the day or month: `20210311` or `202103`; `turn` counts Exchange's files within it from 1. */
interface LogKind {
  path(part: string, turn: number): string
  header(server: Server, time: Milliseconds): readonly string[]
}

const dayOf = (part: string): string => part.padEnd(8, '01')

function iis(site: 1 | 2): LogKind {
  return {
    path: (part) => `C/inetpub/logs/LogFiles/W3SVC${String(site)}/u_ex${part.slice(2)}.log`,
    header: (_, time) => [
      '#Software: Microsoft Internet Information Services 10.0',
      '#Version: 1.0',
      `#Date: ${dateAndTime(time)}`,
      `#Fields: ${IIS_COLUMNS}`,
    ],
  }
}

function exchange(
  path: (part: string, turn: number) => string,
  type: string,
  columns: string,
  version: 'build' | 'none',
): LogKind {
  return {
    path,
    header: (server, time) => [
      '\ufeff#Software: Microsoft Exchange Server',
      `#Version: ${version === 'build' ? padded(buildAt(server, time)) : '15.0.0.0'}`,
      `#Log-type: ${type}`,
      `#Date: ${iso(time)}`,
      `#Fields: ${columns}`,
    ],
  }
}

/** `15.01.2106.002` */
function padded(build: string): string {
  const [major, minor = '', number, revision = ''] = build.split('.')
  const parts = [major, minor.padStart(2, '0'), number, revision.padStart(3, '0')]
  return parts.join('.')
}

const KINDS: Readonly<Record<Exclude<LogName, `proxy/${Protocol}`>, LogKind>> = {
  front: iis(1),
  back: iis(2),
  panel: exchange(
    (part, turn) => `${LOGGING}/ECP/Server/ECPServer${dayOf(part)}-${String(turn)}.LOG`,
    'ECP Server Log',
    'TimeStamp,ServerName,EventId,EventData',
    'none',
  ),
  cmdlets: exchange(
    (part, turn) =>
      `${LOGGING}/CmdletInfra/Powershell-Proxy/Cmdlet/Rps_Cmdlet_${dayOf(part)}00-${String(turn)}.LOG`,
    'Rps Cmdlet Logs',
    RPS_COLUMNS,
    'build',
  ),
  audit: exchange(
    (part, turn) => `${LOGGING}/CosmosQueue/Audit/audit_${dayOf(part)}-${String(turn)}.LOG`,
    'audit',
    AUDIT_COLUMNS,
    'build',
  ),
  httperr: {
    path: (part) => `C/Windows/System32/LogFiles/HTTPERR/httperr_${part}.log`,
    header: (_, time) => [
      '#Software: Microsoft HTTP API 2.0',
      '#Version: 1.0',
      `#Date: ${dateAndTime(time)}`,
      '#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename',
    ],
  },
  smtp: exchange(
    (part, turn) =>
      `${TRANSPORT}/FrontEnd/ProtocolLog/SmtpReceive/RECV${dayOf(part)}-${String(turn)}.LOG`,
    'SMTP Receive Protocol Log',
    SMTP_COLUMNS,
    'none',
  ),
  tracking: exchange(
    (part, turn) => `${TRANSPORT}/MessageTracking/MSGTRK${dayOf(part)}-${String(turn)}.LOG`,
    'Message Tracking Log',
    TRACKING_COLUMNS,
    'build',
  ),
  oab: exchange(
    (part, turn) => `${LOGGING}/OABGeneratorLog/OABGeneratorLog${dayOf(part)}-${String(turn)}.LOG`,
    'OAB Generator Log',
    'Timestamp,RecordType,TraceId,OABGuid,AddressListGuid,Message',
    'none',
  ),
  ews: exchange(
    (part, turn) => `${LOGGING}/Ews/Ews_${dayOf(part)}00-${String(turn)}.LOG`,
    'EWS Logs',
    EWS_COLUMNS,
    'build',
  ),
  mapi: exchange(
    (part, turn) => `${LOGGING}/MapiHttp/Mailbox/MapiHttp_${dayOf(part)}00-${String(turn)}.LOG`,
    'MAPI over HTTP Mailbox Logs',
    MAPI_COLUMNS,
    'build',
  ),
  autodiscover: exchange(
    (part, turn) => `${LOGGING}/Autodiscover/Autodiscover_${dayOf(part)}00-${String(turn)}.LOG`,
    'Autodiscover Logs',
    AUTODISCOVER_COLUMNS,
    'build',
  ),
  activity: exchange(
    (part, turn) => `${LOGGING}/ECP/Activity/ECPActivity_${dayOf(part)}-${String(turn)}.LOG`,
    'ECP Activity Context Log',
    'TimeStamp,ServerName,EventId,EventData',
    'none',
  ),
}

function kindOf(name: LogName): LogKind {
  if (!name.startsWith('proxy/')) return KINDS[name as keyof typeof KINDS]
  const protocol = name.slice('proxy/'.length)
  return exchange(
    (part, turn) =>
      `${LOGGING}/HttpProxy/${protocol}/HttpProxy_${dayOf(part)}00-${String(turn)}.LOG`,
    'HttpProxy Logs',
    HTTPPROXY_COLUMNS,
    'build',
  )
}

/** Exchange begins a new file when it starts, as after an update. */
export function logPath(
  name: LogName,
  { builds }: Server,
  time: Milliseconds,
  period: Period,
): string {
  const date = compactDate(time)
  const part = period === 'day' ? date : date.slice(0, 6)
  const since = builds.filter(({ from }) => from <= time && compactDate(from).startsWith(part))
  return kindOf(name).path(part, 1 + since.length)
}

export function logHeader(name: LogName, server: Server, time: Milliseconds): readonly string[] {
  return kindOf(name).header(server, time)
}
