import { plain } from '../../../src/model/plain.js'
import { addCmdletEvent } from '../cmdlet-event.js'
import { ADMIN, mailHost, SECOND } from '../server.js'
import { times, type Trap } from './trap.js'

const DIRECTORY = '3a1c7f52-6f0e-4a7d-9b58-c2d1e0f4a993'

/** Addresses of virtual directories are set on every new server and with every new certificate. */
export const addressBook: Trap = {
  name: 'address-book',
  why: 'Older rules took any change of a virtual directory for the exploit.',
  add(scene, month) {
    const set = plain('Set-Oab¦VirtualDirectory')
    const url = `https://${mailHost(scene.server)}/OAB`
    const caller = { name: `${scene.server.domain}/Users/mailadmin`, sid: ADMIN.sid }
    for (const time of times(scene, month, 1)) {
      const to = '/ecp/DDI/DDIService.svc/SetObject?schema=OABVirtualDirectory'
      const command = `${set}.InternalUrl='${url}'.ExternalUrl='${url}'.Identity='${DIRECTORY}'`
      scene.logs.panel({ time, command, url: to })
      const parameters = `-InternalUrl "${url}" -ExternalUrl "${url}" -Identity "${DIRECTORY}"`
      const by = { user: caller.name, process: 'w3wp#MSExchangeECPAppPool' }
      const call = { time: time + SECOND, cmdlet: set, parameters, ...by }
      addCmdletEvent(scene, call, caller)
      scene.logs.cmdlet(call)
    }
  },
}
