import { account, MINUTE, people, SECOND } from '../server.js'
import { BROWSER } from '../ordinary.js'
import { times, type Trap } from './trap.js'

const OFFICE = '198.51.100.250'
const OUTDATED = 12
const PHONE = 'Apple-iPhone12C1/1804.17'
const PHONES = '/Microsoft-Server-ActiveSync/default.eas'

/** On the day when passwords run out a branch's telephones fail behind one address, where others work. */
export const passwordChange: Trap = {
  name: 'password-change',
  why: 'Many accounts that fail from one address look like a list of passwords being tried.',
  add(scene, month) {
    const { logs, server } = scene
    for (const time of times(scene, month, 1)) {
      people.slice(0, OUTDATED).forEach((who, at) => {
        const other = account(server, people[OUTDATED + at] ?? who)
        const mail = { method: 'POST', stem: '/owa/service.svc', client: OFFICE, agent: BROWSER }
        logs.direct({ ...mail, user: other, status: 200, time: time + at * MINUTE })
        const user = account(server, who)
        const asked = { method: 'POST', stem: PHONES, client: OFFICE, agent: PHONE, user }
        for (const turn of [0, 1]) {
          const when = time + at * MINUTE + turn * 20 * SECOND
          logs.direct({ ...asked, status: 401, substatus: 1, win32: 1326, time: when })
        }
        logs.direct({ ...asked, status: 200, time: time + at * MINUTE + 50 * SECOND })
      })
    }
  },
}
