import { account, people } from '../server.js'
import { times, type Trap } from './trap.js'

const AGENT = 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13530; Pro)'

/** Each connection of Outlook is refused twice before it is let in. */
export const ntlmPairs: Trap = {
  name: 'ntlm-pairs',
  why: 'Two refusals and a success look like a password found.',
  add(scene, month) {
    for (const time of times(scene, month, 3)) {
      const who = scene.logs.random.pick(people)
      const asked = { method: 'POST', stem: '/EWS/Exchange.asmx', client: who.desk, agent: AGENT }
      scene.logs.direct({ ...asked, time, status: 401, substatus: 2, win32: 5, taken: 1 })
      const challenged = { status: 401, substatus: 1, win32: 2148074254, taken: 1 }
      scene.logs.direct({ ...asked, time: time + 4, ...challenged })
      const user = account(scene.server, who)
      const signed = { ...asked, user, time: time + 30, status: 200 }
      scene.logs.visit(signed, { protocol: 'Ews', backEndStatus: '200' })
    }
  },
}
