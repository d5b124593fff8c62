import { callerOf, cmdletOf, hostOf, isMonitoring, objectOf, taskOf } from '../cmdlet-event.js'
import type { Channel } from '../description.js'

/**
 * Every cmdlet that changed something, and most that did not: the artefact that outlives all logs. Ids 1
 * and 6 have their values unnamed, 27 of them since Exchange 2013 and 14 in 2010.
 */
export const exchangeManagement: Channel = {
  family: 'evtx-management',
  providers: ['msexchange cmdletlogs'],
  isNoise: isMonitoring,
  events: {
    1: { action: cmdletOf, target: objectOf, user: callerOf, agent: hostOf },
    6: {
      action: (event) => `${cmdletOf(event)} failed`,
      target: objectOf,
      user: callerOf,
      agent: hostOf,
    },
    8: { action: (event) => `${taskOf(event)} threw an exception` },
  },
}
