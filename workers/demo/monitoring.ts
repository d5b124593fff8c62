import type { DayLogs } from './day-logs.js'
import type { Random } from './random.js'
import { passedOn, proxied, request, type Protocol } from './request.js'
import {
  DAY,
  DOMAIN,
  HEALTH_MAILBOXES,
  LINK_LOCAL,
  MINUTE,
  SECOND,
  type Milliseconds,
} from './server.js'

interface Probe {
  readonly method: string
  readonly stem: string
}

/** What Exchange asks itself, all day, by protocol. */
const PROBES: Readonly<Record<Protocol, Probe>> = {
  Ecp: { method: 'GET', stem: '/ecp/exhealth.check' },
  Owa: { method: 'GET', stem: '/owa/exhealth.check' },
  Ews: { method: 'POST', stem: '/EWS/Exchange.asmx' },
  Eas: { method: 'OPTIONS', stem: '/Microsoft-Server-ActiveSync/default.eas' },
  Autodiscover: { method: 'POST', stem: '/autodiscover/autodiscover.xml' },
  Mapi: { method: 'POST', stem: '/mapi/emsmdb/' },
  Oab: { method: 'GET', stem: '/oab/exhealth.check' },
  PowerShell: { method: 'GET', stem: '/powershell/exhealth.check' },
  RpcHttp: { method: 'RPC_IN_DATA', stem: '/rpc/rpcproxy.dll' },
}

const AGENT = 'AMProbe/Local/ClientAccess'
const CHALLENGE_EVERY = 100 * SECOND
const SIGN_IN_EVERY = 330 * SECOND
const BACK_END_EVERY = 270 * SECOND
const CONTROL_PANEL_EVERY = 40 * MINUTE

/** Managed Availability's noise: nothing in it is of interest, and it is most of every real log. */
export function addMonitoring(day: DayLogs, random: Random, protocols: readonly Protocol[]): void {
  addChallenges(day, random, protocols)
  addSignIns(day, random, protocols)
  addBackEndProbes(day, random)
  addControlPanelProbes(day, random)
}

/** Anonymous probes that IIS answers with a challenge before HttpProxy sees them. */
function addChallenges(day: DayLogs, random: Random, protocols: readonly Protocol[]): void {
  every(day.start, CHALLENGE_EVERY, random, (time, turn) => {
    const { stem } = PROBES[protocols[turn % protocols.length] as Protocol]
    const answer = { status: 401, substatus: 2, win32: 5, taken: random.between(0, 6) }
    day.direct(request({ time, method: 'GET', stem, client: '::1', agent: AGENT, ...answer }))
  })
}

/** Probes that sign in with a health mailbox and go all the way through to the back end. */
function addSignIns(day: DayLogs, random: Random, protocols: readonly Protocol[]): void {
  every(day.start, SIGN_IN_EVERY, random, (time, turn) => {
    const protocol = protocols[turn % protocols.length] as Protocol
    const mailbox = random.pick(HEALTH_MAILBOXES)
    const front = request({
      time,
      ...PROBES[protocol],
      user: `HARBOR\\${mailbox}`,
      client: '127.0.0.1',
      agent: AGENT,
      status: 200,
      taken: random.between(8, 60),
    })
    const anchor = `SMTP~${mailbox}@${DOMAIN}`
    const routingHint = 'WindowsIdentity'
    day.visit(front, proxied(protocol, { anchor, routingHint, backEndStatus: '200' }))
    day.back(passedOn(front))
  })
}

const BACK_END_STEMS = [
  '/owa/exhealth.check',
  '/EWS/Exchange.asmx',
  '/mapi/emsmdb/',
  '/autodiscover/autodiscover.xml',
  '/Microsoft-Server-ActiveSync/default.eas',
] as const

function addBackEndProbes(day: DayLogs, random: Random): void {
  every(day.start, BACK_END_EVERY, random, (time, turn) => {
    day.back(
      request({
        time,
        method: 'GET',
        stem: BACK_END_STEMS[turn % BACK_END_STEMS.length] as string,
        user: `HARBOR\\${random.pick(HEALTH_MAILBOXES)}`,
        client: LINK_LOCAL,
        agent: 'AMProbe/Local/ClientAccess',
        status: 200,
        taken: random.between(2, 40),
      }),
    )
  })
}

function addControlPanelProbes(day: DayLogs, random: Random): void {
  every(day.start, CONTROL_PANEL_EVERY, random, (time) => {
    day.ecp({
      time,
      command: 'Get-MailboxRegionalConfiguration',
      url: '/ecp/?exsvurl=1',
      session: random.guid(),
      activity: random.guid(),
    })
  })
}

/** Calls `step` through the whole day, never at the same second of two periods. */
function every(
  start: Milliseconds,
  period: Milliseconds,
  random: Random,
  step: (time: Milliseconds, turn: number) => void,
): void {
  const slack = Math.floor(period / 3)
  for (let turn = 0; turn * period < DAY; turn++) {
    const time = start + turn * period + random.between(0, slack)
    if (time < start + DAY) step(time, turn)
  }
}
