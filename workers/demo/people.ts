import type { DayLogs } from './day-logs.js'
import type { Random } from './random.js'
import { passedOn, proxied, request, type Protocol, type Request } from './request.js'
import {
  HOUR,
  isWorkday,
  MACHINE_ACCOUNT,
  MAIL_HOST,
  MINUTE,
  PEOPLE,
  SECOND,
  type Milliseconds,
  type Person,
} from './server.js'

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/88.0.4324.150 Safari/537.36'
const PHONE = 'Apple-iPhone12C1/1804.17'
const OUTLOOK = 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13530; Pro)'
const MAPI = 'Microsoft Office/16.0 (Windows NT 10.0; MAPI 16.0.13530; Pro)'

/** Nobody works nights: offices are open from 13:00 to 22:00 UTC. */
const OPENS = 13 * HOUR
const OPEN_HOURS = 9

/** One day of ordinary use: web mail, phones, Outlook. */
export function addPeople(day: DayLogs, random: Random, protocols: readonly Protocol[]): void {
  const busy = isWorkday(day.start)
  for (const person of PEOPLE) {
    addPhone(day, random, person, busy ? 8 : 4)
    if (!busy) continue
    addOutlook(day, random, person, protocols)
    if (random.between(0, 2) === 0) {
      const client = random.pick([person.desk, person.home])
      addWebMail(day, random, person, client, officeTime(day, random))
    }
  }
}

function officeTime(day: DayLogs, random: Random): Milliseconds {
  return day.start + OPENS + random.between(0, OPEN_HOURS * HOUR)
}

function addPhone(day: DayLogs, random: Random, person: Person, syncs: number): void {
  const device = `User=${person.role}&DeviceId=${person.device}&DeviceType=iPhone`
  for (let turn = 0; turn < syncs; turn++) {
    const time = day.start + 11 * HOUR + random.between(0, 12 * HOUR)
    const command = random.pick(['Ping', 'Sync', 'Sync', 'FolderSync'])
    through(day, 'Eas', person, {
      time,
      method: 'POST',
      stem: '/Microsoft-Server-ActiveSync/default.eas',
      query: `Cmd=${command}&${device}`,
      client: person.phone,
      agent: PHONE,
      taken: command === 'Ping' ? random.between(470, 900) * SECOND : random.between(40, 400),
    })
  }
}

function addOutlook(
  day: DayLogs,
  random: Random,
  person: Person,
  protocols: readonly Protocol[],
): void {
  const time = officeTime(day, random)
  const client = person.desk
  const steps: readonly (Partial<Request> & {
    protocol: Protocol
    method: string
    stem: string
  })[] = [
    { protocol: 'Autodiscover', method: 'POST', stem: '/autodiscover/autodiscover.xml' },
    {
      protocol: 'Mapi',
      method: 'POST',
      stem: '/mapi/emsmdb/',
      query: `MailboxId=${person.mailbox}@harbor-falls.example`,
      agent: MAPI,
    },
    { protocol: 'Ews', method: 'POST', stem: '/EWS/Exchange.asmx' },
    { protocol: 'Oab', method: 'GET', stem: '/oab/3f6d2c1e-90ab-4c5d-8e77-1b2a3c4d5e6f/oab.xml' },
  ]
  let at = time
  for (const { protocol, ...step } of steps) {
    if (!protocols.includes(protocol)) continue
    at += random.between(1, 20) * SECOND
    challenge(day, { agent: OUTLOOK, client, ...step, time: at }, protocol)
    const taken = random.between(15, 250)
    through(day, protocol, person, { agent: OUTLOOK, client, ...step, time: at + 400, taken })
  }
}

/** The first leg of NTLM: refused without a name, then let in. */
function challenge(
  day: DayLogs,
  step: Pick<Request, 'time' | 'method' | 'stem' | 'client' | 'agent'> & Partial<Request>,
  protocol: Protocol,
): void {
  const refused = request({ ...step, status: 401, substatus: 1, win32: 2148074254, taken: 1 })
  day.visit(refused, proxied(protocol))
}

/** A signed-in request that the back end answers. */
function through(
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

/** Sign-in by form, then a few calls. Also used by the administrator's sessions. */
export function addSignIn(
  day: DayLogs,
  random: Random,
  person: Person,
  client: string,
  time: Milliseconds,
  target: '/owa/' | '/ecp/',
): void {
  const protocol = target === '/owa/' ? 'Owa' : 'Ecp'
  const logon = `url=https%3a%2f%2f${MAIL_HOST}${encodeURIComponent(target).toLowerCase()}&reason=0`
  const visitor = { client, agent: BROWSER }
  const form = { authentication: 'FBA' }
  day.visit(
    request({ ...visitor, time, method: 'GET', stem: target, status: 302, taken: 3 }),
    proxied(protocol, { ...form, info: 'NoCookies=302 - GET/E14AuthPost;' }),
  )
  day.visit(
    request({
      ...visitor,
      time: time + 300,
      method: 'GET',
      stem: '/owa/auth/logon.aspx',
      query: logon,
      status: 200,
      taken: random.between(4, 30),
    }),
    proxied('Owa', form),
  )
  const referer = `https://${MAIL_HOST}/owa/auth/logon.aspx?${logon}`
  const signedIn = time + random.between(8, 40) * SECOND
  day.visit(
    request({
      ...visitor,
      time: signedIn,
      method: 'POST',
      stem: '/owa/auth.owa',
      user: person.account,
      referer,
      status: 302,
      taken: random.between(10, 60),
    }),
    proxied('Owa', form),
  )
  // The front end announces the visitor to the back end under the server's own account.
  const announce = target === '/owa/' ? '/owa/proxyLogon.owa' : '/ecp/proxyLogon.ecp'
  day.back(
    passedOn(
      request({
        ...visitor,
        time: signedIn + 200,
        method: 'POST',
        stem: announce,
        user: MACHINE_ACCOUNT,
        status: 241,
        taken: 20,
      }),
    ),
  )
}

function addWebMail(
  day: DayLogs,
  random: Random,
  person: Person,
  client: string,
  time: Milliseconds,
): void {
  addSignIn(day, random, person, client, time, '/owa/')
  const visitor = { client, agent: BROWSER, referer: `https://${MAIL_HOST}/owa/` }
  let at = time + MINUTE
  const first = { ...visitor, time: at, method: 'GET', stem: '/owa/', taken: 180 }
  through(day, 'Owa', person, first)
  for (let call = random.between(4, 9); call > 0; call--) {
    at += random.between(2, 90) * SECOND
    const action = random.pick(['FindConversation', 'GetItem', 'GetFolder', 'UpdateItem'])
    const query = `action=${action}&EP=1&ID=-${String(call)}&AC=1`
    const taken = random.between(10, 120)
    const step = { method: 'POST', stem: '/owa/service.svc', query, taken }
    through(day, 'Owa', person, { ...visitor, ...step, time: at })
  }
  const out = { method: 'GET', stem: '/owa/auth/logoff.aspx', query: 'Cmd=logoff' }
  day.visit(request({ ...visitor, ...out, time: at + MINUTE, status: 200 }), proxied('Owa'))
}
