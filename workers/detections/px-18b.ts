import type { Detection } from './detection.js'

const REMOTE_DESKTOP = '10'
const SIGNED_IN = new Set([21, 25])
/** The machine’s own address, as a tunnel’s end on it shows; `LOCAL` is somebody at the console. */
const OWN = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|::%16777216)$/

export const desktopFromSelf: Detection = {
  id: 'PX-18b',
  title: 'Remote desktop from the server itself',
  question: 'used',
  level: 'medium',
  technique: 'T1572',
  references: [
    'https://cloud.google.com/blog/topics/threat-intelligence/bypassing-network-restrictions-through-rdp-tunneling/',
    'https://attack.mitre.org/techniques/T1572/',
  ],
  falsePositives: [
    'A gateway for remote desktops on the same server, or a test by an administrator.',
  ],
  why: 'Nobody sits at a server and connects to itself. Whoever comes through a tunnel does.',
  todo: 'Look for a tunnel at that minute: programs started, connections that stayed open for hours.',
  needs: ['evtx'],
  events: [
    { family: 'evtx-remote', ids: [21, 25, 1149] },
    { family: 'evtx-security', ids: [4624] },
  ],
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'somebody signed in to the desktop from the server’s own address',
    },
  ],
  match(record) {
    const { event, family } = record
    if (!event) return -1
    if (family === 'evtx-security') {
      return event.data('LogonType') === REMOTE_DESKTOP && OWN.test(event.data('IpAddress'))
        ? 0
        : -1
    }
    const from = SIGNED_IN.has(event.id) ? event.data('Address') : event.data('Param3')
    return OWN.test(from) ? 0 : -1
  },
}
