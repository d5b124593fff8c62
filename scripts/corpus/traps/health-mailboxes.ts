import { addCmdletEvent } from '../cmdlet-event.js'
import { MINUTE, netbios } from '../server.js'
import { AUDITING, named, times, type Trap } from './trap.js'

/** Exchange's own monitoring makes mailboxes, sets their passwords and signs in with them. */
export const healthMailboxes: Trap = {
  name: 'health-mailboxes',
  why: 'Rules for cmdlets run by SYSTEM, and for many failed logons, fire on it.',
  add(scene, month) {
    const name = 'HealthMailbox83d6781fd0'
    const system = { name: 'NT AUTHORITY\\SYSTEM (MSExchangeHMWorker)', sid: 'S-1-5-18' }
    const process = 'MSExchangeHMWorker'
    for (const time of times(scene, month, 2)) {
      const parameters = `-Identity "${name}" -Password "***" -AuditEnabled "False"`
      const call = { time, cmdlet: 'Set-Mailbox', parameters, user: system.name, process }
      addCmdletEvent(scene, call, system)
      scene.logs.cmdlet(call)
      const data = named({
        ...{ SubjectUserSid: 'S-1-5-18', SubjectUserName: `${scene.server.name}$` },
        ...{ SubjectDomainName: netbios(scene.server), SubjectLogonId: '0x3e7' },
        ...{ TargetUserSid: 'S-1-0-0', TargetUserName: name },
        ...{ TargetDomainName: netbios(scene.server), Status: '0xc000006d' },
        ...{ FailureReason: '%%2313', SubStatus: '0xc000006a', LogonType: '8' },
        ...{ LogonProcessName: 'Advapi', AuthenticationPackageName: 'Negotiate' },
        ...{ WorkstationName: scene.server.name, ProcessId: '0x1a2b' },
        ...{ ProcessName: 'C:\\Windows\\System32\\inetsrv\\w3wp.exe' },
        ...{ IpAddress: '127.0.0.1', IpPort: '0' },
      })
      scene.event('security', { time: time + MINUTE, provider: AUDITING, id: 4625, data })
    }
  },
}
