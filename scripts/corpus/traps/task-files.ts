import { compactDate, iso } from '../dates.js'
import { times, type Trap } from './trap.js'

const TASKS = [
  ['Adobe Acrobat Update', 'C:\\Program Files (x86)\\Common Files\\Adobe\\ARM\\AdobeARM.exe', ''],
  ['GoogleUpdateCore', 'C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe', '/c'],
  ['ContosoBackup', 'C:\\ProgramData\\Contoso Backup\\Agent\\helper.exe', '/nightly'],
  ['Rotate logs', 'powershell.exe', '-ExecutionPolicy Bypass -File C:\\Scripts\\Rotate-Logs.ps1'],
  [
    'Renew certificate',
    'C:\\tools\\win-acme\\wacs.exe',
    '--renew --baseuri "https://acme.example/"',
  ],
] as const

/** Tasks as files, of vendors and of the administrator. */
export const taskFiles: Trap = {
  name: 'task-files',
  why: 'Tasks that run as SYSTEM, from folders for data or with a script, are one way in which attackers stay.',
  add(scene, month) {
    times(scene, month, 1).forEach((time) => {
      const [name, command, rest] = scene.logs.random.pick(TASKS)
      const path = `C/Windows/System32/Tasks/${name} ${compactDate(time)}`
      scene.logs.file(path, task(time, name, command, rest), 2)
    })
  },
}

function task(time: number, name: string, command: string, rest: string): string {
  const escaped = rest.replaceAll('"', '&quot;')
  const parts = [
    `<RegistrationInfo><Date>${iso(time).slice(0, 19)}</Date><Author>CORPUS-FALLS\\mailadmin</Author><URI>\\${name}</URI></RegistrationInfo>`,
    `<Triggers><CalendarTrigger><StartBoundary>${iso(time).slice(0, 19)}</StartBoundary></CalendarTrigger></Triggers>`,
    '<Principals><Principal id="Author"><UserId>S-1-5-18</UserId></Principal></Principals>',
    `<Actions Context="Author"><Exec><Command>${command}</Command><Arguments>${escaped}</Arguments></Exec></Actions>`,
  ]
  return `<?xml version="1.0" encoding="UTF-16"?>\r\n<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">${parts.join('\r\n')}</Task>`
}
