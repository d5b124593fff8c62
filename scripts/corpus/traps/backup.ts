import { CREATED } from '../scene.js'
import { netbios, SECOND } from '../server.js'
import { AUDITING, named, times, type Trap } from './trap.js'

const COMMANDS = [
  ['C:\\Windows\\System32\\vssadmin.exe', 'vssadmin list shadows'],
  ['C:\\Windows\\System32\\wbadmin.exe', 'wbadmin get versions'],
  ['C:\\Windows\\System32\\diskshadow.exe', 'diskshadow /s C:\\ProgramData\\Backup\\exchange.dsh'],
] as const

/** Backup software works with shadow copies every night and keeps archives of its own. */
export const backup: Trap = {
  name: 'backup',
  why: 'Shadow copies are how password stores are stolen, and how encryption begins.',
  add(scene, month) {
    times(scene, month, 2).forEach((time, turn) => {
      const [image, command] = scene.logs.random.pick(COMMANDS)
      const data = named({
        ...{ SubjectUserSid: 'S-1-5-21-1-2-3-1077', SubjectUserName: 'svc-backup' },
        ...{ SubjectDomainName: netbios(scene.server), SubjectLogonId: '0x5ac21' },
        ...{ NewProcessId: '0x1f4c', NewProcessName: image, TokenElevationType: '%%1936' },
        ...{ ProcessId: '0x2a10', CommandLine: command, TargetUserName: '-' },
        ParentProcessName: 'C:\\Program Files\\Veeam\\Endpoint Backup\\Veeam.EndPoint.Service.exe',
      })
      scene.event('security', { time, provider: AUDITING, id: 4688, data })
      const path = `ProgramData/Veeam/Backup/Job${String(turn)}/logs-${String(time % 100_000)}.zip`
      scene.onDisk({ path, created: time + SECOND })
      scene.change(path, time + SECOND, CREATED)
    })
  },
}
