import { mailHost, netbios, people, SECOND, type Person } from '../server.js'
import { BROWSER } from '../ordinary.js'
import { AUDITING, named, times, type Trap } from './trap.js'

const TRIES = 9

/** After a holiday: the password that no longer is one, at web mail and on a telephone that keeps trying. */
export const forgetfulUser: Trap = {
  name: 'forgetful-user',
  why: 'Rules that count failed logons take it for guessing.',
  add(scene, month) {
    const { logs, server } = scene
    for (const time of times(scene, month, 1)) {
      const who: Person = logs.random.pick(people)
      const browser = { client: who.home, agent: BROWSER }
      const reason = `url=https%3a%2f%2f${mailHost(server)}%2fowa%2f&reason=2`
      for (let turn = 0; turn < TRIES; turn++) {
        const at = time + turn * 25 * SECOND
        const form = { method: 'POST', stem: '/owa/auth.owa', ...browser, status: 302 }
        logs.visit({ ...form, time: at }, { protocol: 'Owa', authentication: 'FBA' })
        const page = { method: 'GET', stem: '/owa/auth/logon.aspx', query: reason, status: 200 }
        logs.direct({ ...page, ...browser, time: at + SECOND })
        const phone = { client: who.phone, agent: 'Apple-iPhone12C1/1804.17', status: 401 }
        const stem = '/Microsoft-Server-ActiveSync/default.eas'
        const sync = { method: 'POST', stem, query: `Cmd=Sync&User=${who.role}`, ...phone }
        const user = `${netbios(server)}\\${who.role}`
        logs.direct({ ...sync, user, time: at + 9 * SECOND, substatus: 1, win32: 1326 })
        const data = named({
          ...{ SubjectUserSid: 'S-1-5-18', SubjectUserName: `${server.name}$` },
          ...{ TargetUserName: who.role, TargetDomainName: netbios(server) },
          ...{ Status: '0xc000006d', SubStatus: '0xc000006a', LogonType: '8' },
          ...{ ProcessName: 'C:\\Windows\\System32\\inetsrv\\w3wp.exe', IpAddress: who.home },
        })
        scene.event('security', { time: at, provider: AUDITING, id: 4625, data })
      }
    }
  },
}
