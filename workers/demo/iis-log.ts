import { dateAndTime } from './dates.js'
import type { Request } from './request.js'
import { LINK_LOCAL, SERVER_IP, type Milliseconds } from './server.js'

const FIELDS =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) ' +
  'cs(Referer) sc-status sc-substatus sc-win32-status time-taken'

/** The block that IIS writes at every start of a file or of the service. */
export function iisHeader(time: Milliseconds): readonly string[] {
  return [
    '#Software: Microsoft Internet Information Services 10.0',
    '#Version: 1.0',
    `#Date: ${dateAndTime(time)}`,
    `#Fields: ${FIELDS}`,
  ]
}

/** A row of W3SVC1 or W3SVC2 (ports 443, 444); `requestId` joins it to HttpProxy, '' where none. */
export function iisRow(request: Request, port: 443 | 444, requestId: string): string {
  const suffix = requestId ? `&CorrelationID=<empty>;&cafeReqId=${requestId};&encoding=;` : ''
  const address =
    request.client === '::1' || request.client === LINK_LOCAL ? request.client : SERVER_IP
  return [
    dateAndTime(request.time),
    address,
    request.method,
    request.stem,
    request.query + suffix || '-',
    port,
    request.user || '-',
    request.client,
    request.agent.replaceAll(' ', '+') || '-',
    request.referer || '-',
    request.status,
    request.substatus,
    request.win32,
    request.taken,
  ].join(' ')
}
