import type { DayLogs } from './day-logs.js'
import { addSignIn, BROWSER } from './web-mail.js'
import { plain } from '../../src/model/plain.js'
import type { Random } from './random.js'
import { passedOn, proxied, request } from './request.js'
import { trigger, type Trigger } from './planted.js'
import { ADMIN, FQDN, HOUR, MAIL_HOST, MINUTE, SECOND, type Milliseconds } from './server.js'

/** The day on which the administrator moves the address book's address to the public name. */
const ADDRESS_BOOK_DAY: Milliseconds = Date.UTC(2021, 0, 19)
const ADDRESS_BOOK = '3a1c7f52-6f0e-4a7d-9b58-c2d1e0f4a993'

const CALLS = [
  { action: 'GetList', schema: 'MailboxService', command: 'Get-Recipient.ResultSize=500' },
  {
    action: 'GetObject',
    schema: 'Mailbox',
    command: "Get-Mailbox.Identity='8c1f0d52-3f77-4b0e-a1c4-77b1d2e9f013'",
  },
  {
    action: 'SetObject',
    schema: 'Mailbox',
    command:
      "Set-Mailbox.IssueWarningQuota='1.9 GB (2,040,109,466 bytes)'" +
      ".Identity='8c1f0d52-3f77-4b0e-a1c4-77b1d2e9f013'",
  },
  { action: 'GetList', schema: 'MessageTraffic', command: 'Get-Queue' },
] as const

/** A deliberate near miss: a real change of a virtual directory, worth a look and no more. */
const REVIEW = trigger('PL-06-REVIEW', 'low', null, '')

/** The administrator's sessions in the control panel, from inside, twice a week. */
export function addAdmin(day: DayLogs, random: Random): void {
  const weekday = new Date(day.start).getUTCDay()
  if (weekday !== 2 && weekday !== 4) return
  const time = day.start + 14 * HOUR + random.between(0, 5 * HOUR)
  addSignIn(day, random, ADMIN, ADMIN.desk, time, '/ecp/')
  const canary = random.hex(6)
  const session = random.guid()
  let at = time + MINUTE
  open(day, at)
  for (let call = random.between(2, 5); call > 0; call--) {
    at += random.between(5, 80) * SECOND
    const { action, schema, command } = random.pick(CALLS)
    panelCall(day, random, { time: at, action, schema, command, canary, session })
  }
  if (day.start !== ADDRESS_BOOK_DAY) return
  const schema = 'OABVirtualDirectory'
  const read = plain('Get-Oab¦VirtualDirectory.ADPropertiesOnly=$true.Identity=')
  const write = plain('Set-Oab¦VirtualDirectory.Internal¦Url=')
  panelCall(day, random, {
    ...{ time: at + 2 * MINUTE, action: 'GetObject', schema, canary, session },
    command: `${read}'${ADDRESS_BOOK}'`,
  })
  panelCall(
    day,
    random,
    {
      ...{ time: at + 3 * MINUTE, action: 'SetObject', schema, canary, session },
      command: `${write}'https://${MAIL_HOST}/OAB'.Identity='${ADDRESS_BOOK}'`,
    },
    [REVIEW],
  )
}

function open(day: DayLogs, time: Milliseconds): void {
  const page = request({
    time,
    method: 'GET',
    stem: '/ecp/default.aspx',
    user: ADMIN.account,
    client: ADMIN.desk,
    agent: BROWSER,
    referer: `https://${FQDN}/ecp/`,
    status: 200,
    taken: 410,
  })
  day.visit(page, proxied('Ecp', SIGNED_IN))
  day.back(passedOn(page))
}

const SIGNED_IN = {
  authentication: 'FBA',
  anchor: `Sid~${ADMIN.sid}`,
  routingHint: 'WindowsIdentity',
  backEndStatus: '200',
}

interface PanelCall {
  readonly time: Milliseconds
  readonly action: string
  readonly schema: string
  readonly command: string
  readonly canary: string
  readonly session: string
}

function panelCall(
  day: DayLogs,
  random: Random,
  call: PanelCall,
  triggers: readonly Trigger[] = [],
): void {
  const query = `msExchEcpCanary=${call.canary}&schema=${call.schema}`
  const stem = `/ecp/DDI/DDIService.svc/${call.action}`
  const front = request({
    time: call.time,
    method: 'POST',
    stem,
    query,
    user: ADMIN.account,
    client: ADMIN.desk,
    agent: BROWSER,
    referer: `https://${FQDN}/ecp/`,
    status: 200,
    taken: random.between(40, 400),
  })
  day.visit(front, proxied('Ecp', SIGNED_IN))
  day.back(passedOn(front))
  const { time, command, session } = call
  const activity = random.guid()
  day.ecp({ time: time - 5, command, url: `${stem}?${query}`, session, activity }, triggers)
}
