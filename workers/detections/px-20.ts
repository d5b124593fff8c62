import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { isPublic } from './shared/address.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { processOf } from './shared/process.js'
import { SIGMA } from './shared/sources.js'

const RULES = commandRules([
  [
    0,
    '127.0.0.1',
    /cmd(?:\.exe)?"? \/q \/c .{1,2000}(?:1> ?|> ?)\\\\127\.0\.0\.1\\(?:adm¦in\$|c\$)\\/,
  ],
  [0, 'cpassw¦ord', /findstr.{0,80}cpassw¦ord.{0,80}sysvol/],
  [
    0,
    'ad¦find',
    /\bad¦find\w{0,8}(?:\.exe)?"? .{0,80}(?:objectcategory|trustdmp|dcmodes|-sc |computers_pwdnotreqd)/,
  ],
  [0, 'sharpho¦und', /\bsharpho¦und/],
  [3, 'process call create', /\bwmic(?:\.exe)?"? .{0,80}process call create\b/],
  [3, 'ps¦exec', /\bps¦exec(?:64|svc)?(?:\.exe)?"? .{0,80}\\\\/],
  [3, 'scan¦ner', /\badvanced_(?:ip|port)_scan¦ner/],
  [3, 'cert¦util', /\bcert¦util(?:\.exe)?"? .{0,40}-syncwithwu \\\\/],
  [
    2,
    'cert¦util',
    /\bcert¦util(?:\.exe)?"? .{0,80}[-/](?:urlcache|verifyctl|decode|decodehex|encode|encodehex)\b/,
  ],
  [2, 'bits¦admin', /\bbits¦admin(?:\.exe)?"? .{0,80}\/(?:transfer|addfile)\b/],
  [2, 'curl', /\bcurl(?:\.exe)?"? .{0,200}(?:-o|--output|--remote-name)\b/],
])
const ADDRESS = /https?:\/\/(\d{1,3}(?:\.\d{1,3}){3})[:/]/
const FETCHED = 2
const RENAMED = 4
const FROM_AFAR = 5
/** Hosts of what another computer starts here, and what they start by themselves. */
const HOSTS = new Set(['wsmprovhost.exe', 'wmiprvse.exe', 'winrshost.exe'])
const OWN = new Set(['werfault.exe', 'wermgr.exe', 'conhost.exe', 'csc.exe'])
/** By the name that their maker built into them. */
const OFTEN_RENAMED = new Set(
  'cmd powershell rundll32 regsvr32 mshta cert¦util bits¦admin curl netsh wmic net reg msdt nltest vssadmin procdump'
    .split(' ')
    .map((name) => plain(`${name}.exe`)),
)
/** Not a command’s, but a script’s length: scripts of administrators name many tools. */
const SHORT = 8_000

export const toolsAndReach: Detection = {
  id: 'PX-20',
  title: 'Tools fetched, the network searched, other computers reached',
  question: 'used',
  level: 'medium',
  technique: 'T1105',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_certutil_download.yml',
      '19b08b1c-861d-4e75-a1ef-ea0c1baf202b',
      'Florian Roth, Jonhnathan Ribeiro, oscd.community, Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_curl_download_direct_ip_exec.yml',
      '9cc85849-3b02-4cb5-b371-3a1ff54f2218',
      'Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_wmic_process_creation.yml',
      '526be59f-a573-4eea-b5f7-f0973207634d',
      'Michael Haag, Florian Roth, juju4, oscd.community',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_pua_adfind_execution.yml',
      '514e7e3e-b3b4-4a67-af60-be20f139198b',
      'Swachchhanda Shrawan Poudel',
    ),
  ],
  falsePositives: [
    'Administrators use the same tools. So do installers and software that spreads updates.',
  ],
  why: 'Inside, intruders fetch tools, search the directory for administrators, and go on to the next server.',
  todo: 'Look who ran it and what it was started by. Look at the other computer.',
  needs: ['evtx'],
  events: COMMAND_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a command as attack tools give it searched the directory or reached another computer',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a tool of Windows fetched a file from a bare public address',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a tool of Windows fetched, packed or unpacked a file',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a command searched the network or ran something by a tool for that',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a tool of Windows was run under another name',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a program was started through remote PowerShell or WMI',
    },
  ],
  match(record: LogRecord): number {
    if (isRenamed(record)) return RENAMED
    if (isFromAfar(record)) return FROM_AFAR
    const command = commandOf(record)
    if (command.length > SHORT) return -1
    const ruled = ruledBy(RULES, command)
    if (ruled !== FETCHED) return ruled
    const address = ADDRESS.exec(command)?.[1] ?? ''
    return address !== '' && isPublic(address) ? 1 : FETCHED
  },
}

/** Sysmon tells the name that was built into a program. */
function isRenamed(record: LogRecord): boolean {
  const built = record.event?.data('OriginalFileName').toLowerCase() ?? ''
  const started = OFTEN_RENAMED.has(built) ? processOf(record) : null
  return started !== null && started.name !== '' && started.name !== built
}

function isFromAfar(record: LogRecord): boolean {
  const started = processOf(record)
  return started !== null && HOSTS.has(started.parentName) && !OWN.has(started.name)
}
