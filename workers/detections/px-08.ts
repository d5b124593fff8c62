import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { COMMAND_EVENTS, commandOf } from './shared/command.js'
import { processOf } from './shared/process.js'
import { SIGMA } from './shared/sources.js'

const LOAD = plain('add-pssn¦apin')
const SNAP_IN =
  /microsoft\.exchange\.(?:powershell\.snapin|management\.powershell\.(?:snapin|e2010|admin|support))/

export const exchangeSnapIn: Detection = {
  id: 'PX-08',
  title: 'Exchange’s cmdlets loaded without its rights being checked',
  question: 'used',
  level: 'medium',
  technique: 'T1059.001',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_powershell_snapins_hafnium.yml',
      '25676e10-2121-446e-80a4-71ff8506af47',
      'FPT.EagleEye, Nasreddine Bencherchali',
    ),
    'https://www.microsoft.com/security/blog/2021/03/02/hafnium-targeting-exchange-servers/',
  ],
  falsePositives: ['Scripts of administrators, monitoring and backup software load it every day.'],
  why: 'Loaded so, the cmdlets skip Exchange’s own rights and audit. Intruders read mailboxes with it.',
  todo: 'Ask whose script it is. Read which cmdlets were run after it.',
  needs: ['evtx'],
  events: COMMAND_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'the cmdlets were loaded from a command prompt that a service or the web server had started',
    },
    { level: 'low', rung: null, phase: 'after', says: 'the cmdlets were loaded by a script' },
  ],
  match(record) {
    const command = commandOf(record)
    if (!command.includes(LOAD) || !SNAP_IN.test(command)) return -1
    const parent = processOf(record)?.parentName ?? ''
    if (parent === 'msiexec.exe') return -1
    return parent === 'w3wp.exe' || parent === 'wmiprvse.exe' ? 0 : 1
  },
}
