import { compactDate, iso } from '../dates.js'
import { fqdn, netbios, people, SECOND } from '../server.js'
import { AUDITING, times, type Trap } from './trap.js'

/** Logons and logoffs that somebody exported: as Event Viewer, EvtxECmd and evtx_dump write them. */
export const exportedEvents: Trap = {
  name: 'exported-events',
  why: 'The same events once more, in files that are no logs of Windows.',
  add(scene, month) {
    const { logs, server } = scene
    const computer = fqdn(server)
    times(scene, month, 1).forEach((first) => {
      const events = people.slice(0, 4).map(({ role, desk }, at) => {
        const time = first + at * SECOND
        const values: [string, string][] = [
          ['TargetUserName', role],
          ['TargetDomainName', netbios(server)],
          ['LogonType', '3'],
          ['IpAddress', desk],
        ]
        return { time, record: time % 100_000, values }
      })
      const day = compactDate(first)
      const folder = 'D/Exports'
      const xml = events.map(({ time, record, values }) => {
        const data = values.map(([name, value]) => `<Data Name='${name}'>${value}</Data>`).join('')
        return `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${AUDITING}'/><EventID>4624</EventID><Level>0</Level><TimeCreated SystemTime='${iso(time)}'/><EventRecordID>${record}</EventRecordID><Channel>Security</Channel><Computer>${computer}</Computer></System><EventData>${data}</EventData></Event>`
      })
      logs.file(`${folder}/logons-${day}.xml`, `<Events>${xml.join('')}</Events>`, events.length)
      const json = events.map(({ time, record, values }) => {
        const attributes = (pairs: object) => ({ '#attributes': pairs })
        const system = {
          ...{ Provider: attributes({ Name: AUDITING }), EventID: 4624, Level: 0 },
          ...{ TimeCreated: attributes({ SystemTime: iso(time) }), EventRecordID: record },
          ...{ Channel: 'Security', Computer: computer },
        }
        return JSON.stringify({ Event: { System: system, EventData: Object.fromEntries(values) } })
      })
      logs.file(`${folder}/logons-${day}.json`, `${json.join('\n')}\n`, events.length)
      const columns =
        'RecordNumber,EventRecordId,TimeCreated,EventId,Level,Provider,Channel,Computer,UserId,MapDescription,Payload'
      const csv = events.map(({ time, record, values }, at) => {
        const data = values.map(([name, text]) => ({ '@Name': name, '#text': text }))
        const payload = JSON.stringify({ EventData: { Data: data } }).replaceAll('"', '""')
        const stated = iso(time).replace('T', ' ').replace('Z', '0000')
        return `${at},${record},${stated},4624,LogAlways,${AUDITING},Security,${computer},,Logon,"${payload}"`
      })
      logs.file(
        `${folder}/logons-${day}.csv`,
        `${[columns, ...csv].join('\r\n')}\r\n`,
        events.length,
      )
    })
  },
}
