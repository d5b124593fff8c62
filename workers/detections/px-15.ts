import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { isAmongData, isLoose, programOf } from './shared/process.js'
import { SERVICE_EVENTS, serviceOf } from './shared/service.js'
import { SIGMA } from './shared/sources.js'

/** A shell or a script host in the place of a service’s program. */
const SHELL =
  /^"?(?:%comspec%|(?:[^"]{0,200}\\)?(?:cmd|powershell|pwsh|mshta|wscript|cscript|rundll32|regsvr32)(?:\.exe)?)(?:"|\s|$)/
/** Vendors start libraries of their own by rundll32. */
const OWN_LIBRARY =
  /rundll32(?:\.exe)?"? +"?(?:c:\\(?:windows\\system32|program files)|%(?:windir|systemroot|programfiles))/
const SHARE = /\\\\(?:127\.0\.0\.1|localhost)\\|admin\$\\|\\\\\.\\pipe\\/
/** As remote shells drop their program: a random word in Windows’ own folder. */
const DROPPED = /^"?(?:%systemroot%|%windir%|c:\\windows)\\([a-z]{8})\.exe"?$/
const KNOWN_TOOLS = new RegExp(
  plain(
    'cache¦dump|gsec¦dump|pw¦dump|wce ?serv¦ice|winexe¦svc|mimi¦drv|mimi¦katz|cobalt¦strike|getsy¦stem|bypa¦ssedservice',
  ),
)
const SERVED_REMOTELY = /^(?:psexesvc|paexec|remcomsvc|csexecsvc)/
/** Neither a folder nor a path that Windows completes. */
const BARE = /^[^\\/%:]+\.(?:exe|com|bat|cmd|scr)(?:\s|$)/

export const strangeService: Detection = {
  id: 'PX-15',
  title: 'Service with a strange program',
  question: 'backdoored',
  level: 'high',
  technique: 'T1543.003',
  references: [
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_service_install_susp.yml',
      '1d61f71d-59d2-479e-9562-4ff5f4ead16b',
      'pH-T, Florian Roth',
    ),
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_susp_service_installation_folder.yml',
      '5e993621-67d4-488a-b9ae-b420d08b96cb',
      'pH-T',
    ),
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_meterpreter_or_cobaltstrike_getsystem_service_installation.yml',
      '843544a7-56e0-4dcc-a44f-5cc266dd97d6',
      'Teymur Kheirkhabarov, Ecco, Florian Roth',
    ),
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_hack_smbexec.yml',
      '52a85084-6989-40c3-8f32-091e12e13f09',
      'Omer Faruk Celik',
    ),
    SIGMA(
      'rules/windows/builtin/system/service_control_manager/win_system_service_install_sysinternals_psexec.yml',
      '42c575ea-e41e-41f1-b248-8093c3e82a28',
      'Thomas Patzke',
    ),
  ],
  falsePositives: [
    'Software that keeps its service among its data, and PsExec in the hands of an administrator.',
  ],
  why: 'A service starts with the machine and runs as SYSTEM. Remote shells are services too, for seconds.',
  todo: 'Look at the program and its signature. Ask who installed it at that minute.',
  needs: ['evtx', 'registry'],
  events: SERVICE_EVENTS,
  rows: [{ family: 'registry' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a service runs a shell, a share of the machine itself, or an attack tool',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a service’s program lies where none belongs, or in no stated folder',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a service’s program lies in a folder for data',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a service for running commands from another computer was installed',
    },
  ],
  match(record) {
    const service = serviceOf(record)
    if (!service || service.command === '') return -1
    const { name, command } = service
    if (SERVED_REMOTELY.test(name)) return 3
    if (SHELL.test(command) && !OWN_LIBRARY.test(command)) return 0
    if (SHARE.test(command) || KNOWN_TOOLS.test(`${name} ${command}`)) return 0
    if (DROPPED.test(command) && !command.includes('psexesvc')) return 0
    const path = programOf(command).replace(/^\\\?\?\\/, '')
    // Security software loads drivers from where it works.
    if (path.endsWith('.sys')) return -1
    if (isLoose(path) || (record.event && BARE.test(command))) return 1
    return isAmongData(path) ? 2 : -1
  },
}
