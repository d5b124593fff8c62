import { plain } from '../../src/model/plain.js'
import type { Level } from '../../src/model/finding.js'
import type { DayLogs } from './day-logs.js'
import { trigger, type Trigger } from './planted.js'
import { proxied, request, type Protocol, type Request } from './request.js'
import type { Milliseconds } from './server.js'

export const PROBER_AGENT = plain('Exchange¦ServicesClient/0.0.0.0')
export const TOOL_AGENT = plain('python-¦requests/2.25.1')
const COOKIE = plain('X-BE¦Resource-Cookie')

export interface Forged {
  readonly time: Milliseconds
  readonly client: string
  readonly agent: string
  readonly protocol: Protocol
  readonly stem: string
  /** Server and path that the forged cookie names. */
  readonly target: string
  readonly status: number
  readonly backEndStatus: string
  readonly errorCode: string
}

/** A request whose cookie names its own back end: one front-end row, one HttpProxy row. */
export function forge(
  day: DayLogs,
  forged: Forged,
  iis: readonly Trigger[],
  proxy: readonly Trigger[],
): Request {
  const { time, client, agent, stem, status } = forged
  const sent = request({ time, method: 'POST', stem, client, agent, status, taken: 45 })
  day.visit(
    sent,
    proxied(forged.protocol, {
      authentication: 'FBA',
      anchor: plain('Server¦Info~') + forged.target,
      routingHint: COOKIE,
      backEndStatus: forged.backEndStatus,
      errorCode: forged.errorCode,
    }),
    { iis, proxy },
  )
  return sent
}

/** What any request forged through a script of the control panel sets off in IIS. */
export function scriptTriggers(actor: string, stemLevel: Level): readonly Trigger[] {
  return [
    trigger('PL-11', stemLevel, 'targeted', actor),
    trigger('PL-14', 'high', 'targeted', actor),
    trigger('PL-16', 'medium', 'targeted', actor),
  ]
}
