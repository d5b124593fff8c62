import type { Detection } from './detection.js'
import { isAmongData, processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { startedByPool } from './shared/web-pool.js'

/** What w3wp starts by itself: compilers of pages, reports of crashes, consoles of the two. */
const ORDINARY = new Set([
  'csc.exe',
  'vbc.exe',
  'cvtres.exe',
  'vbccompiler.exe',
  'werfault.exe',
  'werfaultsecure.exe',
  'wermgr.exe',
  'dw20.exe',
  'conhost.exe',
  'w3wp.exe',
  'vsjitdebugger.exe',
])

/** Shells, script hosts and tools that look round, fetch, or change the machine. */
const TOOLS = new Set(
  [
    'cmd powershell powershell_ise pwsh bash sh wscript cscript mshta rundll32 regsvr32 msbuild',
    'installutil net net1 nltest netdom netsh nslookup netstat nbtstat ipconfig arp route ping tracert',
    'pathping whoami hostname systeminfo tasklist taskkill quser query qwinsta qprocess dsquery dsget',
    'reg sc at schtasks wmic wevtutil certutil bitsadmin curl tar makecab expand xcopy robocopy attrib',
    'icacls takeown find findstr vssadmin ntdsutil esentutl ldifde csvde adfind fsutil procdump',
    'procdump64 psexec psexec64 7z 7za rar winrar plink wusa forfiles mavinject cmdkey klist',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `${name}.exe`),
)

export const childOfWebServer: Detection = {
  id: 'PX-01',
  title: 'The web server started a shell or a tool',
  question: 'used',
  level: 'critical',
  technique: 'T1059',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_webshell_susp_process_spawned_from_webserver.yml',
      '8202070f-edeb-4d31-a010-a26c72ac5600',
      'Thomas Patzke, Florian Roth, Zach Stanford, Tim Shelton, Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_webshell_recon_commands_and_processes.yml',
      'bed2a484-9348-4143-8a8a-b801c979301c',
      'Florian Roth, Jonhnathan Ribeiro, Anton Kutepov, oscd.community, Chad Hudson, Matt Anderson',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_webshell_hacking.yml',
      '4ebc877f-4612-45cb-b3a5-8e3834db36c9',
      'Florian Roth',
    ),
  ],
  falsePositives: [
    'Another application in the same web server that runs commands, where the log does not name its pool.',
  ],
  why: 'Exchange’s web pages start no shell. Somebody who has a page of his own there, or a flaw, makes them do so.',
  todo: 'Find the POST of the same second in IIS: its page is the back door. Read what was run next.',
  needs: ['evtx'],
  events: PROCESS_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'used',
      phase: 'use',
      says: 'a process that serves Exchange’s pages started a shell or a tool',
    },
    {
      level: 'critical',
      rung: 'used',
      phase: 'use',
      says: 'the web server started a shell or a tool',
    },
    {
      level: 'high',
      rung: 'used',
      phase: 'use',
      says: 'the web server started a program from a folder for data',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'the web server started another program',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'an application that is not Exchange’s started a program from the web server',
    },
  ],
  match(record) {
    const started = processOf(record)
    const pool = started && startedByPool(started)
    if (!started || pool === null || ORDINARY.has(started.name)) return -1
    if (pool === 'other') return 4
    if (TOOLS.has(started.name)) return pool === 'exchange' ? 0 : 1
    return isAmongData(started.image) ? 2 : 3
  },
}
