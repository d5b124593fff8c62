import type { Channel, Description } from '../description.js'
import { field, firstOf, joined } from '../tell.js'

function transfer(action: string): Description {
  return { action, target: joined(' ', field('name'), field('url')) }
}

/** Background transfers: downloads that outlive a session. */
export const bits: Channel = {
  family: 'evtx-other',
  providers: ['microsoft-windows-bits-client'],
  events: {
    3: {
      action: 'Background transfer created',
      target: firstOf(field('jobTitle'), field('string')),
      user: firstOf(field('jobOwner'), field('string2')),
      agent: field('processPath'),
    },
    4: {
      action: 'Background transfer finished',
      target: field('jobTitle'),
      user: firstOf(field('jobOwner'), field('User')),
    },
    5: {
      action: 'Background transfer cancelled',
      target: field('jobTitle'),
      user: firstOf(field('jobOwner'), field('User')),
    },
    59: transfer('Background transfer started'),
    60: transfer('Background transfer stopped'),
    61: transfer('Background transfer failed'),
    16403: {
      action: 'File added to a background transfer',
      target: joined(' to ', field('RemoteName'), field('LocalName')),
      user: field('User'),
    },
  },
}

export const wmiActivity: Channel = {
  family: 'evtx-other',
  providers: ['microsoft-windows-wmi-activity'],
  events: {
    5857: {
      action: 'WMI provider started',
      target: joined(' ', field('ProviderName'), field('ProviderPath')),
      agent: field('HostProcess'),
    },
    5858: {
      action: 'WMI operation failed',
      target: field('Operation'),
      user: field('User'),
      agent: field('ClientMachine'),
    },
    5859: {
      action: 'WMI filter started',
      target: joined(': ', field('NamespaceName'), field('Query')),
      user: field('User'),
    },
    5860: {
      action: 'WMI temporary subscription',
      target: joined(': ', field('NamespaceName'), field('Query')),
      user: field('User'),
      agent: field('ClientMachine'),
    },
    5861: {
      action: 'WMI permanent subscription',
      target: joined(': ', field('Namespace'), field('ESS'), field('CONSUMER')),
    },
  },
}

export const smbServer: Channel = {
  family: 'evtx-other',
  providers: ['microsoft-windows-smbserver'],
  events: {
    551: {
      action: 'File sharing logon failed',
      target: field('ClientName'),
      user: field('UserName'),
    },
    1009: { action: 'Anonymous access to a share refused', target: field('ClientName') },
    3000: { action: 'SMB1 access', client: field('ClientName') },
  },
}

function onRule(action: string): Description {
  return {
    action,
    target: joined(': ', field('RuleName'), field('ApplicationPath'), field('LocalPorts')),
    user: field('ModifyingUser'),
    agent: field('ModifyingApplication'),
  }
}

export const firewall: Channel = {
  family: 'evtx-other',
  providers: ['microsoft-windows-windows firewall with advanced security'],
  events: {
    2004: onRule('Firewall rule added'),
    2005: onRule('Firewall rule changed'),
    2006: onRule('Firewall rule deleted'),
    2097: onRule('Firewall rule added'),
    2099: onRule('Firewall rule changed'),
    2052: onRule('Firewall rule deleted'),
    2003: { action: 'Firewall setting changed' },
    2033: { action: 'All firewall rules deleted' },
  },
}

export const windowsUpdate: Channel = {
  family: 'evtx-system',
  providers: ['microsoft-windows-windowsupdateclient'],
  events: {
    19: { action: 'Update installed', target: field('updateTitle') },
    20: { action: 'Update failed', target: field('updateTitle') },
    43: { action: 'Installation of an update started', target: field('updateTitle') },
    44: { action: 'Download of an update started', target: field('updateTitle') },
  },
}
