/** A day at the town hall: phones, Outlook, web mail, the server's own monitoring, mail. */
import type { Random } from '../../workers/demo/random.js'
import type { Asked, Protocol } from './log-rows.js'
import { smtpRow, trackingRow, oabRow, httpErrRow } from './log-rows.js'
import type { Package } from './package.js'
import {
  account,
  ADMIN,
  buildAt,
  DAY,
  HOUR,
  mailHost,
  MINUTE,
  netbios,
  people,
  SECOND,
  type Milliseconds,
  type Person,
} from './server.js'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/88.0.4324.150 Safari/537.36'
export const BROWSER = CHROME
const PHONES = ['Apple-iPhone12C1/1804.17', 'Android-SAMSUNG-SM-G991B/101.300', 'Outlook-iOS/2.0']
const OUTLOOK = 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13530; Pro)'
const MAPI = 'Microsoft Office/16.0 (Windows NT 10.0; MAPI 16.0.13530; Pro)'
const MAC = 'MacOutlook/16.45.21011103 (Intelx64 Mac OS X Version 10.15.7)'
const PROBE = 'AMProbe/Local/ClientAccess'
const OWA_ACTIONS = ['FindConversation', 'GetItem', 'GetFolder', 'UpdateItem', 'CreateItem']
const PANEL_PAGES = [
  '/ecp/PersonalSettings/HomePage.aspx',
  '/ecp/UsersGroups/Mailboxes.slab',
  '/ecp/15.1.2106.2/scripts/js.axd',
  '/ecp/AdminHome/AdminHomePage.aspx',
]
const PANEL_CALLS = [
  ['GetList', 'MailboxService', 'Get-Recipient.ResultSize=500'],
  ['GetList', 'MessageTraffic', 'Get-Queue'],
  ['GetObject', 'Mailbox', "Get-Mailbox.Identity='8c1f0d52-3f77-4b0e-a1c4-77b1d2e9f013'"],
] as const

type Act = (into: Package, time: Milliseconds, who: Person) => void

/** What happens, and how often beside the others. */
const ACTS: readonly (readonly [weight: number, act: Act])[] = [
  [26, phone],
  [22, outlook],
  [10, services],
  [14, webMail],
  [1, controlPanel],
  [3, addressBook],
  [2, outlookAnywhere],
  [12, probe],
  [6, mail],
  [2, idleConnection],
]
const TOTAL = ACTS.reduce((sum, [weight]) => sum + weight, 0)
const DRAWN: readonly Act[] = ACTS.flatMap(([weight, act]) => new Array<Act>(weight).fill(act))

/** Ordinary rows from `from` to `to` until the package holds `rows` more, or as many acts as that. */
export function addOrdinary(
  into: Package,
  from: Milliseconds,
  to: Milliseconds,
  rows: number,
): void {
  const { random } = into
  const until = into.count + rows
  const days = Math.max(1, Math.round((to - from) / DAY))
  while (into.count < until) {
    const day = from + random.between(0, days - 1) * DAY
    const time = day + officeHour(random)
    if (time >= to) continue
    const act = DRAWN[random.between(0, TOTAL - 1)] as Act
    act(into, time, random.pick(people))
  }
}

/** Most of it between 6 and 16 UTC, some of it at any hour. */
function officeHour(random: Random): Milliseconds {
  return random.between(0, 3) === 0
    ? random.between(0, DAY - SECOND)
    : 6 * HOUR + random.between(0, 10 * HOUR)
}

/** Short of the three hours that a monitoring which works never leaves out. */
const HEARTBEAT = 150 * MINUTE
const PROTOCOLS: readonly (readonly [Protocol, string])[] = [
  ['Autodiscover', '/autodiscover/autodiscover.xml'],
  ['Eas', '/Microsoft-Server-ActiveSync/default.eas'],
  ['Ecp', '/ecp/exhealth.check'],
  ['Ews', '/EWS/Exchange.asmx'],
  ['Mapi', '/mapi/emsmdb/'],
  ['Oab', '/oab/exhealth.check'],
  ['Owa', '/owa/exhealth.check'],
  ['PowerShell', '/powershell/exhealth.check'],
  ['RpcHttp', '/rpc/rpcproxy.dll'],
]

/** Exchange asks itself all day: no log that it writes has a hole, whatever people do. */
export function addHeartbeat(into: Package, from: Milliseconds, to: Milliseconds): void {
  let turn = 0
  for (let time = from; time < to; time += HEARTBEAT, turn++) {
    const at = time + into.random.between(0, 20 * MINUTE)
    signedInProbe(into, at, PROTOCOLS[turn % PROTOCOLS.length] ?? ['Owa', '/owa/exhealth.check'])
    if (turn % 8 === 3) cmdletProbe(into, at + 30 * SECOND)
    if (turn % 24 === 5) panelProbe(into, at + 40 * SECOND)
    if (turn % 12 === 7) into.log('oab', at, oabRow(at, 'OAB generation begins'))
  }
}

function signedInProbe(
  into: Package,
  time: Milliseconds,
  [protocol, stem]: readonly [Protocol, string],
): void {
  const user = `${netbios(into.server)}\\HealthMailbox83d6781`
  const asked = { time, method: 'POST', stem, user, client: '127.0.0.1', agent: PROBE, status: 200 }
  const anchor = `SMTP~HealthMailbox83d6781@${into.server.domain}`
  into.visit(asked, { protocol, anchor, hint: 'WindowsIdentity', backEndStatus: '200' })
  into.behind(asked)
}

function cmdletProbe(into: Package, time: Milliseconds): void {
  const user = 'NT AUTHORITY\\SYSTEM (MSExchangeHMWorker)'
  const process = 'MSExchangeHMWorker'
  into.cmdlet({ time, cmdlet: 'Get-Mailbox', parameters: '-ResultSize "1"', user, process })
}

function panelProbe(into: Package, time: Milliseconds): void {
  into.panel({ time, command: 'Get-MailboxRegionalConfiguration', url: '/ecp/?exsvurl=1' })
}

/** A request of somebody who is signed in, at all three places. */
function through(into: Package, protocol: Protocol, who: Person, asked: Asked): void {
  const signed = { user: account(into.server, who), ...asked }
  const authentication = protocol === 'Eas' ? 'Basic' : protocol === 'Owa' ? 'FBA' : 'Negotiate'
  into.visit(signed, {
    ...{ protocol, authentication, anchor: `Sid~${who.sid}` },
    ...{ hint: 'WindowsIdentity', backEndStatus: String(asked.status) },
  })
  into.behind(signed)
}

function phone(into: Package, time: Milliseconds, who: Person): void {
  const { random } = into
  const command = random.pick(['Ping', 'Sync', 'Sync', 'FolderSync', 'ItemOperations'])
  const query = `Cmd=${command}&User=${who.role}&DeviceId=A9F3C0DE71B2${who.role}&DeviceType=iPhone`
  const stem = '/Microsoft-Server-ActiveSync/default.eas'
  const taken = command === 'Ping' ? random.between(470, 900) * SECOND : random.between(40, 400)
  const from = { client: who.phone, agent: PHONES[who.role.charCodeAt(6) % 3] ?? '' }
  through(into, 'Eas', who, { time, method: 'POST', stem, query, ...from, status: 200, taken })
}

/** NTLM's first leg is refused without a name; the second is let in. */
function outlook(into: Package, time: Milliseconds, who: Person): void {
  const query = `MailboxId=${who.mailbox}@${into.server.domain}`
  const asked = { method: 'POST', stem: '/mapi/emsmdb/', query, client: who.desk, agent: MAPI }
  const refused = { ...asked, time, status: 401, substatus: 1, win32: 2148074254, taken: 1 }
  into.visit(refused, { protocol: 'Mapi' })
  through(into, 'Mapi', who, { ...asked, time: time + 40, status: 200 })
}

function services(into: Package, time: Milliseconds, who: Person): void {
  const agent = into.random.pick([OUTLOOK, OUTLOOK, MAC])
  const from = { client: who.desk, agent }
  through(into, 'Ews', who, {
    time,
    method: 'POST',
    stem: '/EWS/Exchange.asmx',
    ...from,
    status: 200,
  })
}

function webMail(into: Package, time: Milliseconds, who: Person): void {
  const { random, server } = into
  const client = random.pick([who.desk, who.home])
  const visitor = { client, agent: CHROME }
  const logon = `url=https%3a%2f%2f${mailHost(server)}%2fowa%2f&reason=0`
  const form = { protocol: 'Owa', authentication: 'FBA' } as const
  into.visit({ ...visitor, time, method: 'GET', stem: '/owa/', status: 302 }, form)
  const page = { method: 'GET', stem: '/owa/auth/logon.aspx', query: logon, status: 200 }
  into.visit({ ...visitor, ...page, time: time + 300 }, form)
  const user = account(server, who)
  const sent = { method: 'POST', stem: '/owa/auth.owa', user, status: 302 }
  into.visit({ ...visitor, ...sent, time: time + 9 * SECOND }, form)
  const referer = `https://${mailHost(server)}/owa/`
  const version = buildAt(server, time)
  const theme = `/owa/prem/${version}/resources/themes/base/images/0/sprite1.mouse.png`
  through(into, 'Owa', who, {
    ...{ ...visitor, referer, time: time + 11 * SECOND, method: 'GET' },
    ...{ stem: random.pick([theme, '/owa/lang.owa', '/owa/ev.owa2']), status: 200 },
  })
  for (let call = random.between(2, 6); call > 0; call--) {
    const query = `action=${random.pick(OWA_ACTIONS)}&EP=1&ID=-${String(call)}&AC=1`
    const at = time + 20 * SECOND + call * 7 * SECOND
    const step = { method: 'POST', stem: '/owa/service.svc', query, status: 200 }
    through(into, 'Owa', who, { ...visitor, ...step, referer, time: at })
  }
}

function controlPanel(into: Package, time: Milliseconds): void {
  const { random } = into
  const visitor = { client: ADMIN.desk, agent: CHROME, status: 200 }
  const stem = random.pick(PANEL_PAGES)
  through(into, 'Ecp', ADMIN, { ...visitor, time, method: 'GET', stem })
  const [action, schema, command] = random.pick(PANEL_CALLS)
  const call = `/ecp/DDI/DDIService.svc/${action}`
  const query = `msExchEcpCanary=${random.hex(4)}&schema=${schema}`
  const at = time + 4 * SECOND
  through(into, 'Ecp', ADMIN, { ...visitor, time: at, method: 'POST', stem: call, query })
  into.panel({ time: at, command, url: `${call}?${query}` })
}

function addressBook(into: Package, time: Milliseconds, who: Person): void {
  const stem = '/oab/3f6d2c1e-90ab-4c5d-8e77-1b2a3c4d5e6f/oab.xml'
  const from = { client: who.desk, agent: OUTLOOK, status: 200 }
  through(into, 'Oab', who, { time, method: 'GET', stem, ...from })
  const found = { method: 'POST', stem: '/autodiscover/autodiscover.xml', ...from }
  through(into, 'Autodiscover', who, { time: time + SECOND, ...found })
}

function outlookAnywhere(into: Package, time: Milliseconds, who: Person): void {
  const query = `${who.mailbox}@${into.server.domain}:6001`
  const from = { client: who.home, agent: 'MSRPC', status: 200 }
  const stem = '/rpc/rpcproxy.dll'
  through(into, 'RpcHttp', who, { time, method: 'RPC_IN_DATA', stem, query, ...from })
}

function probe(into: Package, time: Milliseconds): void {
  const { random } = into
  const [, stem] = random.pick(PROTOCOLS)
  const asked = { time, method: 'GET', stem, client: '::1', agent: PROBE, taken: 1 }
  if (random.between(0, 1) === 0) into.direct({ ...asked, status: 401, substatus: 2, win32: 5 })
  else signedInProbe(into, time, random.pick(PROTOCOLS))
}

function mail(into: Package, time: Milliseconds, who: Person): void {
  const { random, server } = into
  const client = `198.51.100.${String(random.between(2, 60))}`
  const session = random.hex(2).toUpperCase()
  const from = `sender${String(random.between(1, 300))}@partner.example`
  const to = `${who.role}@${server.domain}`
  const steps = [
    ['+', '', ''],
    ['<', 'EHLO relay.partner.example', ''],
    ['<', `MAIL FROM:<${from}> SIZE=12220`, ''],
    ['<', `RCPT TO:<${to}>`, ''],
    ['-', '', 'Remote'],
  ] as const
  steps.forEach((step, at) => {
    into.log('smtp', time + at * 90, smtpRow(server, time + at * 90, client, [session, at], step))
  })
  const subject = random.pick(['Minutes, draft 2', 'Invoice 4411', 'Road works', 'Re: budget'])
  const about = { client, from, to, subject }
  for (const [after, event] of [
    [500, 'RECEIVE'],
    [900, 'DELIVER'],
  ] as const) {
    const at = time + after
    into.log('tracking', at, trackingRow(server, { time: at, event, ...about }, random))
  }
}

function idleConnection(into: Package, time: Milliseconds, who: Person): void {
  into.log('httperr', time, httpErrRow(time, who.home, '', 'Timer_ConnectionIdle'))
}
