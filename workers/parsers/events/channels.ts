import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import type { Channel, Description } from './description.js'
import { exchangeManagement } from './channels/exchange-management.js'

/** THE list: every provider whose events are told in plain words. */
const CHANNELS: readonly Channel[] = [exchangeManagement]

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
  const description = known?.events[id] ?? known?.other
  if (known && description) {
    return { family: familyIndex(known.family), description, isNoise: known.isNoise }
  }
  const family = familyIndex(known?.family ?? familyOfChannel(channel.toLowerCase()))
  const name = provider || channel || 'Unknown provider'
  return { family, description: { action: `${name} event ${id}` }, isNoise: undefined }
}

function knownProvider(provider: string): Channel | undefined {
  return EXACT.get(provider) ?? PREFIXES.find(([prefix]) => provider.startsWith(prefix))?.[1]
}

function familyOfChannel(channel: string): FamilyId {
  const known = FAMILY_OF_CHANNEL.find(([name]) =>
    /[/-]$/.test(name) ? channel.startsWith(name) : channel === name,
  )
  return known?.[1] ?? 'evtx-other'
}
