import { compactDate, dateAndTime } from '../dates.js'
import type { Span } from '../base.js'
import { BROWSER } from '../ordinary.js'
import type { Scene } from '../scene.js'
import { MINUTE, people, SERVER_ADDRESS } from '../server.js'
import { times, type Trap } from './trap.js'

const NODES = ['10.40.9.1', '10.40.9.2']
const ASKED = ['/owa/healthcheck.htm', '/ews/healthcheck.htm', '/ecp/healthcheck.htm', '/owa/']

/** A load balancer asks whether the server lives, from its own address and without an agent. */
export const loadBalancer: Trap = {
  name: 'load-balancer',
  why: 'One address with no agent asks all day; a further column says for whom others were asked.',
  add(scene, month) {
    times(scene, month, 2).forEach((time, turn) => {
      const client = NODES[turn % NODES.length] ?? ''
      ASKED.forEach((stem, at) => {
        const status = stem === '/owa/' ? 302 : 200
        const asked = { method: 'GET', stem, client, agent: '', status, taken: 1 }
        scene.logs.direct({ ...asked, time: time + at * MINUTE })
      })
    })
    siteBehind(scene, month)
  },
}

const HEADER =
  'date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) ' +
  'sc-status sc-substatus sc-win32-status time-taken X-Forwarded-For'

/** A site whose log names the node as the client, and in a further column for whom it asked. */
function siteBehind(scene: Scene, month: Span): void {
  const rows = times(scene, month, 4).map((time, turn) => {
    const who = people[turn % people.length]
    const agent = BROWSER.replaceAll(' ', '+')
    const asked = `${SERVER_ADDRESS} GET /owa/auth/logon.aspx replaceCurrent=1 443 -`
    const node = NODES[turn % NODES.length] ?? ''
    return `${dateAndTime(time)} ${asked} ${node} ${agent} 200 0 0 12 ${who?.home ?? ''},+${node}`
  })
  const head = ['#Software: Microsoft Internet Information Services 10.0', '#Version: 1.0']
  const lines = [...head, `#Fields: ${HEADER}`, ...rows]
  const path = `C/inetpub/logs/LogFiles/W3SVC3/u_ex${compactDate(month.from).slice(2)}.log`
  scene.logs.file(path, `${lines.join('\r\n')}\r\n`, rows.length)
}
