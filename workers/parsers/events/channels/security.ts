import type { Channel, Description } from '../description.js'
import { byKerberosStatus, byNtStatus, failedLogon, withLogonType } from '../logon-words.js'
import { isProbeLogon } from '../probe-logon.js'
import { taskWithCommand } from '../task-command.js'
import { account, address, field, firstOf, joined } from '../tell.js'

const subject = account('SubjectDomainName', 'SubjectUserName')
const target = account('TargetDomainName', 'TargetUserName')
const client = address('IpAddress')
const agent = firstOf(field('ProcessName'), field('LogonProcessName'))
const member = firstOf(field('MemberName'), field('MemberSid'))
const service = joined(': ', field('ServiceName'), field('ServiceFileName'))
const share = joined(' ', field('ShareName'), field('RelativeTargetName'))

function onAccount(action: string): Description {
  return { action, target, user: subject }
}

function onGroup(action: string): Description {
  return { action, target: joined(': ', target, member), user: subject }
}

function onTask(action: string): Description {
  return { action, target: taskWithCommand, user: subject, client: field('ClientAddress') }
}

function onObject(action: string): Description {
  return {
    action,
    target: joined(' ', field('ObjectName'), field('ObjectValueName'), field('Properties')),
    user: subject,
    agent: field('ProcessName'),
  }
}

/** How Windows writes that a connection comes from elsewhere. */
const INBOUND = '%%14592'

function onConnection(action: string): Description {
  return {
    action,
    target: joined(':', field('DestAddress'), field('DestPort')),
    client: (event) => (event.data('Direction') === INBOUND ? event.data('SourceAddress') : ''),
    agent: field('Application'),
  }
}

function onFirewallRule(action: string): Description {
  return { action, target: joined(': ', field('ProfileChanged'), field('RuleName')) }
}

/** https://learn.microsoft.com/en-us/windows/security/threat-protection/auditing/ */
export const security: Channel = {
  family: 'evtx-security',
  providers: ['microsoft-windows-security-auditing'],
  isNoise: isProbeLogon,
  events: {
    4608: { action: 'Windows started' },
    4616: { action: 'System time changed', user: subject, agent },
    4624: {
      action: withLogonType('Logon'),
      target: field('WorkstationName'),
      user: target,
      client,
      agent,
    },
    4625: {
      action: failedLogon('Logon failed'),
      target: field('WorkstationName'),
      user: target,
      client,
      agent,
    },
    4634: { action: withLogonType('Logoff'), target: field('TargetLogonId'), user: target },
    4647: { action: 'Logoff by the user', target: field('TargetLogonId'), user: target },
    4648: {
      action: 'Logon with explicit credentials',
      target: joined(' at ', target, field('TargetServerName')),
      user: subject,
      client,
      agent,
    },
    4656: onObject('Handle to an object asked for'),
    4657: onObject('Registry value changed'),
    4660: onObject('Object deleted'),
    4662: onObject('Directory object accessed'),
    4663: onObject('Object accessed'),
    4670: onObject('Permissions of an object changed'),
    4672: {
      action: 'Logon with special privileges',
      target: field('PrivilegeList'),
      user: subject,
    },
    4673: {
      action: 'Privileged service called',
      target: joined(' ', field('Service'), field('PrivilegeList')),
      user: subject,
      agent,
    },
    4688: {
      action: 'Process started',
      target: firstOf(field('CommandLine'), field('NewProcessName')),
      user: firstOf(target, subject),
      agent: field('ParentProcessName'),
    },
    4689: { action: 'Process ended', target: field('ProcessName'), user: subject },
    4697: { action: 'Service installed', target: service, user: subject },
    4698: onTask('Scheduled task created'),
    4699: onTask('Scheduled task deleted'),
    4700: onTask('Scheduled task enabled'),
    4701: onTask('Scheduled task disabled'),
    4702: onTask('Scheduled task changed'),
    4719: { action: 'Audit policy changed', user: subject },
    4720: onAccount('Account created'),
    4722: onAccount('Account enabled'),
    4723: onAccount('Account password changed by its user'),
    4724: onAccount('Account password reset'),
    4725: onAccount('Account disabled'),
    4726: onAccount('Account deleted'),
    4727: onGroup('Global group created'),
    4728: onGroup('Member added to a global group'),
    4729: onGroup('Member removed from a global group'),
    4730: onGroup('Global group deleted'),
    4731: onGroup('Local group created'),
    4732: onGroup('Member added to a local group'),
    4733: onGroup('Member removed from a local group'),
    4734: onGroup('Local group deleted'),
    4735: onGroup('Local group changed'),
    4737: onGroup('Global group changed'),
    4738: onAccount('Account changed'),
    4739: { action: 'Domain policy changed', user: subject },
    4740: {
      action: 'Account locked',
      target: joined(' by tries from ', field('TargetUserName'), field('TargetDomainName')),
      user: subject,
    },
    4741: onAccount('Computer account created'),
    4742: onAccount('Computer account changed'),
    4743: onAccount('Computer account deleted'),
    4754: onGroup('Universal group created'),
    4755: onGroup('Universal group changed'),
    4756: onGroup('Member added to a universal group'),
    4757: onGroup('Member removed from a universal group'),
    4758: onGroup('Universal group deleted'),
    4767: onAccount('Account unlocked'),
    4768: {
      action: byKerberosStatus('Status', 'Kerberos ticket granted', 'Kerberos ticket refused'),
      target: field('ServiceName'),
      user: target,
      client,
    },
    4769: {
      action: byKerberosStatus(
        'Status',
        'Kerberos service ticket granted',
        'Kerberos service ticket refused',
      ),
      target: field('ServiceName'),
      user: target,
      client,
    },
    4770: {
      action: 'Kerberos ticket renewed',
      target: field('ServiceName'),
      user: target,
      client,
    },
    4771: {
      action: byKerberosStatus('Status', 'Kerberos logon', 'Kerberos logon failed'),
      target: field('ServiceName'),
      user: firstOf(target, field('TargetUserName')),
      client,
    },
    4776: {
      action: byNtStatus('Status', 'Password checked (NTLM)', 'Password check failed (NTLM)'),
      target: field('Workstation'),
      user: field('TargetUserName'),
    },
    4778: {
      action: 'Session reconnected',
      target: joined(' ', field('SessionName'), field('ClientName')),
      user: account('AccountDomain', 'AccountName'),
      client: field('ClientAddress'),
    },
    4779: {
      action: 'Session disconnected',
      target: joined(' ', field('SessionName'), field('ClientName')),
      user: account('AccountDomain', 'AccountName'),
      client: field('ClientAddress'),
    },
    4781: {
      action: 'Account renamed',
      target: joined(' to ', field('OldTargetUserName'), field('NewTargetUserName')),
      user: subject,
    },
    4798: { ...onAccount('Groups of an account listed'), agent: field('CallerProcessName') },
    4799: { ...onGroup('Members of a group listed'), agent: field('CallerProcessName') },
    4946: onFirewallRule('Firewall rule added'),
    4947: onFirewallRule('Firewall rule changed'),
    4948: onFirewallRule('Firewall rule deleted'),
    4950: { action: 'Firewall setting changed' },
    5136: {
      action: 'Directory object changed',
      target: joined(' ', field('ObjectDN'), field('AttributeLDAPDisplayName')),
      user: subject,
    },
    5140: { action: 'Share opened', target: field('ShareName'), user: subject, client },
    5142: { action: 'Share added', target: share, user: subject },
    5144: { action: 'Share deleted', target: share, user: subject },
    5145: { action: 'File on a share opened', target: share, user: subject, client },
    5152: onConnection('Packet blocked'),
    5156: onConnection('Connection allowed'),
    5157: onConnection('Connection blocked'),
  },
}
