import { SECOND, type Milliseconds } from '../server.js'
import type { Scene } from '../scene.js'
import { named, SYSMON, times, type Trap } from './trap.js'

const WORKER = 'C:\\Windows\\System32\\inetsrv\\w3wp.exe'
const FRAMEWORK = 'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319'
const TEMPORARY = `${FRAMEWORK}\\Temporary ASP.NET Files\\ecp\\8b21f4c0\\5d0e77a1`
const STARTED = [
  [WORKER, `${FRAMEWORK}\\csc.exe`, `/noconfig /fullpaths @"${TEMPORARY}\\kq2vd1xw.cmdline"`],
  [`${FRAMEWORK}\\csc.exe`, `${FRAMEWORK}\\cvtres.exe`, '/NOLOGO /READONLY /MACHINE:IX86'],
  [`${FRAMEWORK}\\csc.exe`, 'C:\\Windows\\System32\\conhost.exe', '0xffffffff -ForceV1'],
  [WORKER, 'C:\\Windows\\System32\\WerFault.exe', '-u -p 9120 -s 2188'],
  [
    'C:\\Windows\\System32\\services.exe',
    'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Bin\\MSExchangeTransport.exe',
    '',
  ],
  [
    'C:\\Windows\\explorer.exe',
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    '',
  ],
] as const

/** What IIS itself starts: compilers of pages, their helpers, reports of crashes; and an administrator's shell. */
export const webServerChildren: Trap = {
  name: 'web-server-children',
  why: 'Whatever w3wp.exe starts is taken for the work of a web shell.',
  add(scene, month) {
    for (const time of times(scene, month, 1))
      STARTED.forEach(([parent, image, rest], at) => {
        start(scene, time + at * SECOND, parent, image, `"${image}" ${rest}`)
      })
  },
}

function start(scene: Scene, time: Milliseconds, parent: string, image: string, command: string) {
  const data = named({
    ...{ UtcTime: '', ProcessId: '7004', Image: image, CommandLine: command.trim() },
    ...{ User: 'NT AUTHORITY\\SYSTEM', IntegrityLevel: 'System', ParentImage: parent },
    ParentCommandLine: `${parent} -ap "MSExchangeECPAppPool" -v "v4.0"`,
  })
  scene.event('sysmon', { time, provider: SYSMON, id: 1, data })
}
