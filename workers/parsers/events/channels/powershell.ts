import type { Channel, Description } from '../description.js'
import { at, field, firstOf } from '../tell.js'
import { commandOf, detailOf, scriptBlock } from '../powershell-details.js'

/** Details stand as lines `Name=value` in one value, or `Name = value` in another. */
const host = firstOf(detailOf('HostApplication'), detailOf('Host Application'))
const account = firstOf(detailOf('UserId'), detailOf('User'), detailOf('Connected User'))

function classic(action: string): Description {
  return { action, target: host, user: account, agent: detailOf('HostName') }
}

/** The log of Windows PowerShell that is always on. */
export const windowsPowerShell: Channel = {
  family: 'evtx-powershell',
  providers: ['powershell', 'windows powershell'],
  events: {
    400: classic('PowerShell started'),
    403: classic('PowerShell ended'),
    500: classic('PowerShell command started'),
    501: classic('PowerShell command ended'),
    600: {
      ...classic('PowerShell provider started'),
      target: firstOf(host, at(0)),
    },
    800: {
      action: 'PowerShell command run',
      target: firstOf(at(0), detailOf('CommandLine')),
      user: account,
      agent: host,
    },
  },
}

export const powerShell: Channel = {
  family: 'evtx-powershell',
  providers: ['microsoft-windows-powershell', 'powershellcore'],
  events: {
    4100: {
      action: 'PowerShell error',
      target: firstOf(field('Payload'), field('ContextInfo')),
      user: account,
      agent: host,
    },
    4103: {
      action: 'PowerShell command run',
      target: commandOf,
      user: account,
      agent: host,
    },
    4104: {
      action: 'PowerShell script block',
      target: scriptBlock,
      agent: field('Path'),
    },
    4105: { action: 'PowerShell script block started', target: field('ScriptBlockId') },
    4106: { action: 'PowerShell script block ended', target: field('ScriptBlockId') },
    40961: { action: 'PowerShell console starting' },
    40962: { action: 'PowerShell console ready' },
    53504: { action: 'PowerShell listens for other processes' },
  },
}
