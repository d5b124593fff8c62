import type { DayLogs } from './day-logs.js'
import { passedOn, proxied, request, type Protocol, type Request } from './request.js'
import type { Person } from './server.js'

/** A signed-in request that the back end answers. */
export function through(
  day: DayLogs,
  protocol: Protocol,
  person: Person,
  step: Pick<Request, 'time' | 'method' | 'stem' | 'client' | 'agent' | 'taken'> & Partial<Request>,
): void {
  const front = request({ status: 200, user: person.account, ...step })
  const hint = { anchor: `Sid~${person.sid}`, routingHint: 'WindowsIdentity' }
  const authentication = protocol === 'Eas' ? 'Basic' : protocol === 'Owa' ? 'FBA' : 'Negotiate'
  day.visit(front, proxied(protocol, { ...hint, authentication, backEndStatus: '200' }))
  day.back(passedOn(front))
}
