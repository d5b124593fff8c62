import type { Channel, Description } from '../description.js'
import { field, firstOf, joined } from '../tell.js'

const user = firstOf(field('User'), field('SourceUser'))
const agent = field('Image')

function onFile(action: string): Description {
  return { action, target: field('TargetFilename'), user, agent }
}

function onRegistry(action: string): Description {
  return { action, target: joined(' = ', field('TargetObject'), field('Details')), user, agent }
}

function onPipe(action: string): Description {
  return { action, target: field('PipeName'), user, agent }
}

function onSubscription(action: string): Description {
  return {
    action,
    target: joined(
      ' ',
      firstOf(field('Name'), field('Consumer')),
      firstOf(field('Destination'), field('Query'), field('Filter')),
    ),
    user,
  }
}

/** https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon#events */
export const sysmon: Channel = {
  family: 'evtx-sysmon',
  providers: ['microsoft-windows-sysmon', 'linux-sysmon'],
  events: {
    1: {
      action: 'Process started',
      target: firstOf(field('CommandLine'), field('Image')),
      user,
      agent: field('ParentImage'),
    },
    2: {
      action: 'Creation time of a file changed',
      target: field('TargetFilename'),
      user,
      agent,
    },
    3: {
      action: 'Network connection',
      target: joined(
        ':',
        firstOf(field('DestinationIp'), field('DestinationHostname')),
        field('DestinationPort'),
      ),
      user,
      client: (event) => (event.data('Initiated') === 'false' ? event.data('SourceIp') : ''),
      agent,
    },
    4: { action: 'Sysmon service changed its state', target: field('State') },
    5: { action: 'Process ended', target: field('Image'), user },
    6: { action: 'Driver loaded', target: field('ImageLoaded') },
    7: { action: 'Module loaded', target: field('ImageLoaded'), user, agent },
    8: {
      action: 'Thread started in another process',
      target: field('TargetImage'),
      user,
      agent: field('SourceImage'),
    },
    9: { action: 'Disk read raw', target: field('Device'), user, agent },
    10: {
      action: 'Process opened by another',
      target: joined(' ', field('TargetImage'), field('GrantedAccess')),
      user,
      agent: field('SourceImage'),
    },
    11: onFile('File created'),
    12: onRegistry('Registry key created or deleted'),
    13: onRegistry('Registry value set'),
    14: {
      action: 'Registry key or value renamed',
      target: joined(' to ', field('TargetObject'), field('NewName')),
      user,
      agent,
    },
    15: onFile('Alternate stream created'),
    16: { action: 'Sysmon configuration changed', target: field('Configuration') },
    17: onPipe('Named pipe created'),
    18: onPipe('Named pipe connected'),
    19: onSubscription('WMI filter registered'),
    20: onSubscription('WMI consumer registered'),
    21: onSubscription('WMI consumer bound to a filter'),
    22: {
      action: 'DNS query',
      target: joined(' ', field('QueryName'), field('QueryResults')),
      user,
      agent,
    },
    23: onFile('File deleted and kept'),
    24: { action: 'Clipboard changed', user, agent },
    25: { action: 'Process tampered with', target: field('Type'), user, agent },
    26: onFile('File deleted'),
    27: onFile('Executable file blocked'),
    28: onFile('Shredding of a file blocked'),
    29: onFile('Executable file created'),
    255: { action: 'Sysmon error', target: joined(' ', field('ID'), field('Description')) },
  },
}
