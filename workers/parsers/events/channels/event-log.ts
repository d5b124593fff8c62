import type { Channel } from '../description.js'
import { account, field, firstOf, joined } from '../tell.js'

const user = account('SubjectDomainName', 'SubjectUserName')

/** What the event log service writes of itself, into the Security and the System log. */
export const eventLog: Channel = {
  family: 'evtx-system',
  anyChannel: true,
  providers: ['microsoft-windows-eventlog', 'microsoft-windows-eventlog-forwardingplugin'],
  events: {
    104: {
      action: 'Event log cleared',
      target: joined(' saved to ', field('Channel'), field('BackupPath')),
      user,
    },
    1100: { action: 'Event log service stopped' },
    1101: { action: 'Audit events dropped' },
    1102: {
      action: 'Security log cleared',
      target: firstOf(field('Channel'), () => 'Security'),
      user,
    },
    1104: { action: 'Security log full' },
    1105: { action: 'Event log saved', target: field('BackupPath') },
  },
}
