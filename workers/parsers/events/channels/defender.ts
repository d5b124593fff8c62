import type { Channel, Description } from '../description.js'
import { field, firstOf, joined } from '../tell.js'

/** Names of values have blanks here, and some end in one colon in older versions. */
const threat = joined(': ', field('Threat Name'), field('Path'))
const user = firstOf(field('Detection User'), field('Remediation User'), field('User'))
const agent = field('Process Name')

function onThreat(action: string): Description {
  return { action, target: threat, user, agent }
}

const setting = joined(' to ', field('Old Value'), field('New Value'))
const blocked = joined(' ', field('ID'), field('Path'), field('Destination'))

/** https://learn.microsoft.com/en-us/defender-endpoint/troubleshoot-microsoft-defender-antivirus */
export const defender: Channel = {
  family: 'evtx-defender',
  providers: ['microsoft-windows-windows defender', 'microsoft antimalware'],
  events: {
    1000: { action: 'Defender scan started' },
    1001: { action: 'Defender scan finished' },
    1002: { action: 'Defender scan stopped before its end' },
    1005: { action: 'Defender scan failed' },
    1006: onThreat('Defender found malware'),
    1007: onThreat('Defender acted on malware'),
    1008: onThreat('Defender failed to act on malware'),
    1009: onThreat('Defender restored from quarantine'),
    1011: onThreat('Defender deleted from quarantine'),
    1013: { action: 'Defender history deleted', user },
    1015: onThreat('Defender found suspicious behaviour'),
    1116: onThreat('Defender found malware'),
    1117: {
      ...onThreat('Defender acted on malware'),
      action: joined(': ', () => 'Defender acted on malware', field('Action Name')),
    },
    1118: onThreat('Defender failed to act on malware'),
    1119: onThreat('Defender failed to act on malware, critically'),
    1121: { action: 'Attack surface rule blocked', target: blocked, user, agent },
    1122: { action: 'Attack surface rule would have blocked', target: blocked, user, agent },
    1123: { action: 'Controlled folder access blocked', target: field('Path'), user, agent },
    1125: { action: 'Network protection would have blocked', target: blocked, user, agent },
    1126: { action: 'Network protection blocked', target: blocked, user, agent },
    2001: { action: 'Defender update failed' },
    2003: { action: 'Defender engine update failed' },
    3002: { action: 'Defender real-time protection failed' },
    5000: { action: 'Defender real-time protection switched on' },
    5001: { action: 'Defender real-time protection switched off' },
    5004: { action: 'Defender real-time protection changed' },
    5007: { action: 'Defender setting changed', target: setting },
    5008: { action: 'Defender engine failed' },
    5010: { action: 'Defender scanning for malware switched off' },
    5012: { action: 'Defender scanning for viruses switched off' },
    5013: { action: 'Change of Defender blocked by tamper protection', target: setting },
  },
}
