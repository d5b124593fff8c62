import { netbios, SECOND } from '../server.js'
import { named, times, type Trap } from './trap.js'

const TASKS = [
  ['\\Exchange\\Rotate logs', 'C:\\Scripts\\Rotate-Logs.ps1'],
  ['\\Backup\\Export distribution lists', 'D:\\Scripts\\Export-Lists.ps1'],
  ['\\Exchange\\Mailbox report', 'C:\\Scripts\\Mailbox-Report.ps1'],
] as const

/** An administrator's own scripts, run by the task scheduler and in PowerShell. */
export const scheduledTasks: Trap = {
  name: 'scheduled-tasks',
  why: 'Tasks that run scripts as SYSTEM are one way in which attackers stay.',
  add(scene, month) {
    const { logs, server } = scene
    times(scene, month, 2).forEach((time, turn) => {
      const [name, script] = logs.random.pick(TASKS)
      const user = `${netbios(server)}\\mailadmin`
      const data = named({ TaskName: name, UserContext: user })
      const provider = 'Microsoft-Windows-TaskScheduler'
      scene.event('tasks', { time, provider, id: turn === 0 ? 106 : 140, data })
      const block = named({
        ...{ MessageNumber: '1', MessageTotal: '1', ScriptBlockId: logs.random.guid() },
        ScriptBlockText: 'Get-Mailbox -ResultSize Unlimited | Export-Csv C:\\Scripts\\report.csv',
        Path: script,
      })
      const engine = 'Microsoft-Windows-PowerShell'
      scene.event('powershell', { time: time + SECOND, provider: engine, id: 4104, data: block })
    })
  },
}
