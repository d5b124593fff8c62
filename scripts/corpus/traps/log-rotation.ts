import { compactDate } from '../dates.js'
import { DELETED } from '../scene.js'
import { DAY, HOUR, netbios } from '../server.js'
import { named, times, type Trap } from './trap.js'

/** A task that deletes logs older than a month, and an administrator who archives an event log. */
export const logRotation: Trap = {
  name: 'log-rotation',
  why: 'Deleted logs and a cleared event log are what attackers leave too.',
  add(scene, month) {
    for (let day = month.from; day < month.to; day += 3 * DAY) {
      const name = `u_ex${compactDate(day - 30 * DAY).slice(2)}.log`
      scene.change(`inetpub/logs/LogFiles/W3SVC1/${name}`, day + HOUR, DELETED)
    }
    for (const time of times(scene, month, 1)) {
      const data = named({
        ...{ SubjectUserName: 'mailadmin', SubjectDomainName: netbios(scene.server) },
        ...{ Channel: 'Windows PowerShell', BackupPath: 'D:\\Archive\\powershell.evtx' },
      })
      const provider = 'Microsoft-Windows-Eventlog'
      scene.event('system', { time, provider, id: 104, data })
    }
  },
}
