import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import type { Channel, Description } from './description.js'
import * as application from './channels/application.js'
import { defender } from './channels/defender.js'
import { eventLog } from './channels/event-log.js'
import { exchangeManagement } from './channels/exchange-management.js'
import { iisConfiguration, iisServices } from './channels/iis.js'
import * as others from './channels/others.js'
import { powerShell, windowsPowerShell } from './channels/powershell.js'
import * as remote from './channels/remote.js'
import { security } from './channels/security.js'
import { sysmon } from './channels/sysmon.js'
import * as system from './channels/system.js'
import { taskScheduler } from './channels/tasks.js'

/** THE list: every provider whose events are told in plain words. */
const CHANNELS: readonly Channel[] = [
  exchangeManagement,
  application.aspNet,
  application.installer,
  application.unifiedMessaging,
  application.mitigation,
  application.controlPanel,
  application.frontEnd,
  application.owa,
  application.mailboxReplication,
  application.programCrash,
  application.dotNetCrash,
  application.exchangeCrash,
  application.databaseEngine,
  iisServices,
  iisConfiguration,
  security,
  eventLog,
  system.serviceControl,
  system.machineUptime,
  system.shutdown,
  system.kernel,
  system.processActivation,
  windowsPowerShell,
  powerShell,
  sysmon,
  defender,
  taskScheduler,
  remote.localSessions,
  remote.remoteConnections,
  remote.winRm,
  others.bits,
  others.wmiActivity,
  others.smbServer,
  others.firewall,
  others.windowsUpdate,
]

/** Families of channels whose providers are not on the list, by the channel in lower case. */
const FAMILY_OF_CHANNEL: readonly (readonly [channel: string, family: FamilyId])[] = [
  ['msexchange management', 'evtx-management'],
  ['application', 'evtx-application'],
  ['security', 'evtx-security'],
  ['system', 'evtx-system'],
  ['windows powershell', 'evtx-powershell'],
  ['microsoft-windows-powershell/', 'evtx-powershell'],
  ['powershellcore/', 'evtx-powershell'],
  ['microsoft-windows-sysmon/', 'evtx-sysmon'],
  ['microsoft-windows-windows defender/', 'evtx-defender'],
  ['microsoft-windows-taskscheduler/', 'evtx-tasks'],
  ['microsoft-iis-', 'evtx-iis'],
  ['microsoft-windows-iis-', 'evtx-iis'],
  ['microsoft-windows-terminalservices-', 'evtx-remote'],
  ['microsoft-windows-remotedesktopservices-', 'evtx-remote'],
  ['microsoft-windows-winrm/', 'evtx-remote'],
]

/** How one id of one provider in one channel is told. */
export interface Told {
  readonly family: number
  readonly description: Description
  readonly isNoise: Channel['isNoise']
  /** Several events can make one script. */
  readonly isScript: boolean
  /** The events state builds of what they installed. */
  readonly isInstaller: boolean
}

const EXACT = new Map<string, Channel>()
const PREFIXES: (readonly [prefix: string, channel: Channel])[] = []
for (const channel of CHANNELS) {
  for (const provider of channel.providers) {
    if (provider.endsWith('*')) PREFIXES.push([provider.slice(0, -1), channel])
    else EXACT.set(provider, channel)
  }
}

/** Never fails: what is not on the list is told by its provider and id. */
export function tellerOf(provider: string, channel: string, id: number): Told {
  const known = knownProvider(provider.toLowerCase())
  const inChannel = familyOfChannel(channel.toLowerCase())
  const family = familyIndex(
    (known && !known.anyChannel ? known.family : inChannel) ?? 'evtx-other',
  )
  const description = known?.events[id] ?? known?.other ?? unknown(provider || channel, id)
  const isScript = known === powerShell
  const isInstaller = known === application.installer
  return { family, description, isNoise: known?.isNoise, isScript, isInstaller }
}

function unknown(name: string, id: number): Description {
  return { action: `${name || 'Unknown provider'} event ${id}` }
}

function knownProvider(provider: string): Channel | undefined {
  return EXACT.get(provider) ?? PREFIXES.find(([prefix]) => provider.startsWith(prefix))?.[1]
}

function familyOfChannel(channel: string): FamilyId | undefined {
  const known = FAMILY_OF_CHANNEL.find(([name]) =>
    /[/-]$/.test(name) ? channel.startsWith(name) : channel === name,
  )
  return known?.[1]
}
