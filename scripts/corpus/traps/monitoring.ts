import { plain } from '../../../src/model/plain.js'
import { MINUTE } from '../server.js'
import { times, type Trap } from './trap.js'

const CHECKS = [
  ['/owa/auth/logon.aspx', 'Zabbix 5.0.8', '10.40.0.20', 200],
  ['/owa/', 'Mozilla/5.0 (compatible; PRTG Network Monitor (www.paessler.com))', '10.40.0.21', 302],
  [
    '/owa/',
    'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
    '192.0.2.7',
    302,
  ],
  ['/ews/exchange.asmx', plain('curl¦/7.68.0'), '10.40.0.22', 401],
  ['/ews/exchange.asmx', plain('python-¦requests/2.25.1'), '10.40.0.23', 401],
  ['/ecp/', 'check_http/v2.2 (monitoring-plugins 2.2)', '10.40.0.24', 302],
] as const

/** Monitoring from inside and outside, scripts of the town's own among it. */
export const monitoring: Trap = {
  name: 'monitoring',
  why: 'Agents of scripting tools at web services and the control panel are on every list.',
  add(scene, month) {
    for (const time of times(scene, month, 2)) {
      CHECKS.forEach(([stem, agent, client, status], at) => {
        const asked = { method: 'GET', stem, client, agent, status, taken: 4 }
        scene.logs.direct({ ...asked, time: time + at * MINUTE })
      })
    }
  },
}
