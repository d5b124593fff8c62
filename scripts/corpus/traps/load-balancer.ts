import { MINUTE } from '../server.js'
import { times, type Trap } from './trap.js'

const NODES = ['10.40.9.1', '10.40.9.2']
const ASKED = ['/owa/healthcheck.htm', '/ews/healthcheck.htm', '/ecp/healthcheck.htm', '/owa/']

/** A load balancer asks whether the server lives, from its own address and without an agent. */
export const loadBalancer: Trap = {
  name: 'load-balancer',
  why: 'One address with no agent asks all day, for the control panel too.',
  add(scene, month) {
    times(scene, month, 2).forEach((time, turn) => {
      const client = NODES[turn % NODES.length] ?? ''
      ASKED.forEach((stem, at) => {
        const status = stem === '/owa/' ? 302 : 200
        const asked = { method: 'GET', stem, client, agent: '', status, taken: 1 }
        scene.logs.direct({ ...asked, time: time + at * MINUTE })
      })
    })
  },
}
