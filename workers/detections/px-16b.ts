import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { commandText } from './shared/command-text.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { STARTS, strangeness } from './shared/start-command.js'

/** Programs that can be started from the screen where one signs in. */
const AT_LOGON = '(?:sethc|utilman|osk|narrator|magnify|displayswitch|atbroker)\\.exe'
const REPLACED = new RegExp(`image file execution options\\\\${AT_LOGON}\\b.{0,40}debugger`)
const LINKED = new RegExp(plain(`\\b(?:mkl¦ink|copy|move|xcopy)\\b.{0,200}\\\\${AT_LOGON}`))
const SHELL = /\\(?:cmd|powershell|taskmgr|explorer)\.exe/
const STARTUP_FOLDER = /\\explorer\\(?:user )?shell folders\b.{0,80}startup/
const HIDDEN_ACCOUNT = /\\winlogon\\specialaccounts\\userlist\b/
const RUN =
  /currentversion\\(?:run|runonce|runonceex|runservices|policies\\explorer\\run)(?:\\|:|"| )/
const SET_BY_COMMAND = /\breg(?:\.exe)?"? add /
const DATA_OF_COMMAND = /\/d "?((?:\\"|[^"/]){1,400})/

export const strangeStart: Detection = {
  id: 'PX-16b',
  title: 'Something strange is started at logon, or an account is hidden',
  question: 'backdoored',
  level: 'high',
  technique: 'T1547.001',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_reg_add_run_key.yml',
      'de587dce-915e-4218-aac4-835ca6af6f70',
      'Florian Roth, Swachchhanda Shrawan Poudel',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_registry_special_accounts_hide_user.yml',
      '9ec9fb1b-e059-4489-9642-f270c207923d',
      '@Kostastsale, TheDFIRReport',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_registry_install_reg_debugger_backdoor.yml',
      'ae215552-081e-44c7-805f-be16f975c8a2',
      'Florian Roth',
    ),
  ],
  falsePositives: [
    'Software that starts from its data folder, and a kiosk’s or a scanner’s account.',
  ],
  why: 'Such keys bring an intruder’s program back, or give a prompt to whoever reaches the logon screen.',
  todo: 'Look at the program. Look who changed the key at that minute.',
  needs: ['evtx', 'registry'],
  events: [...PROCESS_EVENTS, { family: 'evtx-sysmon', ids: [12, 13] }],
  rows: [{ family: 'registry' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'what is started at logon fetches or hides what it runs',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a program from a folder where none belongs is started at logon',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a program of the logon screen was put aside for another',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'an account was hidden from the logon screen',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'the folder whose programs start at logon was moved',
    },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return matchKey(record.stem, record.stem.split(': ').slice(1).join(': '))
    const started = processOf(record)
    if (started) return matchCommand(started.command)
    if (family !== 'evtx-sysmon') return -1
    const key = event.data('TargetObject').toLowerCase()
    return matchKey(key, event.data('Details').toLowerCase())
  },
}

function matchCommand(command: string): number {
  if (SHELL.test(command) && LINKED.test(command)) return 2
  if (!command.includes(' add ') || !SET_BY_COMMAND.test(command)) return -1
  if (STARTUP_FOLDER.test(command)) return 4
  return matchKey(command, DATA_OF_COMMAND.exec(command)?.[1] ?? '')
}

/** `value` may begin with the value’s name: `name = command`. */
function matchKey(key: string, value: string): number {
  if (REPLACED.test(key)) return 2
  if (HIDDEN_ACCOUNT.test(key)) return 3
  if (!RUN.test(key)) return -1
  const how = strangeness(commandText(value.replace(/^[^=\\]{1,200} = /, '')))
  return how === STARTS.data || how === STARTS.nothing ? -1 : how
}
