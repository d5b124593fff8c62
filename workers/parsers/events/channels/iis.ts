import type { Channel, Description } from '../description.js'
import { field, firstOf, joined } from '../tell.js'

/** Values are absent or `-` where a section has none. */
const change = joined(
  ' ',
  firstOf(field('Configuration'), field('ConfigPath'), field('PhysicalPath')),
  field('NewValue'),
)

function onConfiguration(action: string): Description {
  return { action, target: change }
}

/** The log is off unless someone switched it on; ids as the provider's manifest has them. */
export const iisConfiguration: Channel = {
  family: 'evtx-iis',
  providers: ['microsoft-windows-iis-configuration'],
  events: {
    29: onConfiguration('IIS configuration changed'),
    50: onConfiguration('IIS configuration saved'),
  },
}

export const iisServices: Channel = {
  family: 'evtx-application',
  providers: [
    'microsoft-windows-iis-w3svc-wp',
    'iis-w3svc-wp',
    'microsoft-windows-iis-apphostsvc',
    'iis-apphostsvc',
  ],
  events: {
    2280: { action: 'Module of IIS failed to load' },
    2282: { action: 'Module of IIS failed to load' },
    2303: { action: 'IIS worker process failed' },
    9009: { action: 'History of IIS configuration backed up' },
  },
}
