import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { isPublic } from './shared/address.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { SIGMA, SIGNATURE_BASE } from './shared/sources.js'

const RULES = commandRules([
  [1, 'inv¦oke-powershelltcp'],
  [1, 'inv¦oke-powershellicmp'],
  [1, 'powerc¦at', / -c /, / -e /],
  [1, 'inv¦oke-shell¦code'],
  [1, 'inv¦oke-reflect¦ivepeinjection'],
  [1, 'inv¦oke-kerbe¦roast'],
  [1, 'inv¦oke-blood¦hound'],
  [1, 'inv¦oke-smbe¦xec'],
  [1, 'inv¦oke-wmie¦xec'],
  [1, 'inv¦oke-theh¦ash'],
  [1, 'inv¦oke-ports¦can'],
  [1, 'inv¦oke-power¦dump'],
  [1, 'get-passha¦shes'],
  [1, 'inv¦oke-psu¦acme'],
  [1, 'inv¦oke-globalma¦ilsearch'],
  [1, 'inv¦oke-selfse¦arch -mailbox'],
  [1, 'inv¦oke-passwords¦prayowa'],
  [1, 'inv¦oke-allche¦cks'],
  [1, 'amsiu¦tils', 'amsiinitf¦ailed'],
])
/** From the socket to its stream, and from there to where the text is run, at most so far. */
const SOCKET = plain('net.sockets.tcpcl¦ient')
const STREAM = plain('getstr¦eam(')
const RUN = [plain('ie¦x'), plain('inv¦oke-expression'), plain('cmd¦.exe')]
const NEAR = 800
const RUN_NEAR = 2_000

const FETCH = new RegExp(
  plain('downloads¦tring|downloadd¦ata|invoke-web¦request|\\biwr\\b|invoke-rest¦method'),
)
const RUN_IT = new RegExp(plain('\\bie¦x\\b|invoke-expre¦ssion|\\[reflection\\.assembly\\]::load'))
const ADDRESS = /https?:\/\/(\d{1,3}(?:\.\d{1,3}){3})[:/]/
/** A script that is kept as a file is read by somebody; a line that fetches another is not. */
const SHORT = 4_000

export const attackScript: Detection = {
  id: 'PX-09',
  title: 'PowerShell of attack tools, or fetched and run at once',
  question: 'used',
  level: 'high',
  technique: 'T1059.001',
  references: [
    SIGNATURE_BASE(
      'yara/apt_hafnium.yar HKTL_Nishang_PS1_Invoke_PowerShellTcpOneLine, HKTL_PS1_PowerCat_Mar21',
    ),
    SIGMA(
      'rules/windows/powershell/powershell_script/posh_ps_nishang_malicious_commandlets.yml',
      'f772cee9-b7c2-4cb2-8f07-49870adc02e0',
      'Alec Costello',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_powershell_download_patterns.yml',
      '3b6ab547-8ec2-4991-b9d2-2b06702a48d7',
      'Florian Roth, oscd.community, Jonhnathan Ribeiro',
    ),
  ],
  falsePositives: [
    'A test of one’s own defence; an installer that tells administrators to fetch and run a script.',
  ],
  why: 'Such lines give somebody elsewhere a prompt, or run what leaves no file behind.',
  todo: 'Read the whole script. Look for the address in the firewall’s log.',
  needs: ['evtx'],
  events: COMMAND_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a script gave somebody elsewhere a prompt',
    },
    { level: 'high', rung: null, phase: 'after', says: 'a cmdlet of an attack tool was run' },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a script from a bare public address was fetched and run at once',
    },
    { level: 'low', rung: null, phase: 'after', says: 'a script was fetched and run at once' },
  ],
  match(record) {
    const command = commandOf(record)
    if (command === '') return -1
    if (givesPrompt(command)) return 0
    const ruled = ruledBy(RULES, command)
    if (ruled >= 0) return ruled
    if (command.length > SHORT || !FETCH.test(command) || !RUN_IT.test(command)) return -1
    const address = ADDRESS.exec(command)?.[1] ?? ''
    return address !== '' && isPublic(address) ? 2 : 3
  },
}

function givesPrompt(command: string): boolean {
  const socket = command.lastIndexOf(SOCKET)
  if (socket < 0) return false
  const stream = command.indexOf(STREAM, socket)
  if (stream < 0 || stream - socket > NEAR) return false
  const behind = command.slice(stream, stream + RUN_NEAR)
  return RUN.some((word) => behind.includes(word))
}
