import type { DayLogs } from './day-logs.js'
import type { Random } from './random.js'
import { proxied, request, type Protocol, type Request } from './request.js'
import { HOUR, isWorkday, PEOPLE, SECOND, type Milliseconds, type Person } from './server.js'
import { through } from './signed-in.js'
import { addWebMail } from './web-mail.js'

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
