import type { Channel, Description } from '../description.js'
import { accountOf, field, firstOf, joined } from '../tell.js'

function session(action: string): Description {
  return {
    action,
    target: joined(' ', () => 'session', field('SessionID')),
    user: field('User'),
    client: field('Address'),
  }
}

export const localSessions: Channel = {
  family: 'evtx-remote',
  providers: ['microsoft-windows-terminalservices-localsessionmanager'],
  events: {
    21: session('Remote desktop logon'),
    22: session('Remote desktop shell started'),
    23: session('Remote desktop logoff'),
    24: session('Remote desktop session disconnected'),
    25: session('Remote desktop session reconnected'),
    39: session('Session disconnected by another'),
    40: session('Session disconnected'),
  },
}

export const remoteConnections: Channel = {
  family: 'evtx-remote',
  providers: [
    'microsoft-windows-terminalservices-remoteconnectionmanager',
    'microsoft-windows-remotedesktopservices-rdpcorets',
    'microsoft-windows-terminalservices-clientactivexcore',
  ],
  events: {
    131: {
      action: 'Remote desktop connection accepted',
      target: field('ConnType'),
      client: field('ClientIP'),
    },
    140: { action: 'Remote desktop logon failed', client: field('IPString') },
    261: { action: 'Remote desktop connection received' },
    1024: { action: 'Remote desktop to another server', target: field('Value') },
    1149: {
      action: 'Remote desktop connection authenticated',
      user: (event) => accountOf(event.data('Param2'), event.data('Param1')),
      client: field('Param3'),
    },
  },
}

export const winRm: Channel = {
  family: 'evtx-remote',
  providers: ['microsoft-windows-winrm'],
  events: {
    6: { action: 'Remote management session opened to', target: field('connection') },
    8: { action: 'Remote management session closed' },
    91: {
      action: 'Remote shell opened here',
      target: firstOf(field('resourceUri'), field('shellId')),
    },
    142: { action: 'Remote management operation failed' },
    161: { action: 'Remote management logon failed' },
    168: { action: 'Remote management request', user: field('username') },
    169: {
      action: 'Remote management logon',
      target: field('authenticationMechanism'),
      user: field('username'),
    },
  },
}
