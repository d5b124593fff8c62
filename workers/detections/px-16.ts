import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { commandText } from './shared/command-text.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { STARTS, strangeness } from './shared/start-command.js'

const KNOWN = new RegExp(plain('(?:^|\\\\)(?:win¦net|vsper¦fmon|bluetool|blackball¦\\w{0,8})$'))
const CREATED = /\bschtasks(?:\.exe)?"? .{0,40}\/create\b/
const TO_RUN = /\/tr ("(?:\\"|[^"]){1,400}"|'[^']{1,400}'|\S{1,400})/

export const strangeTask: Detection = {
  id: 'PX-16',
  title: 'Scheduled task that runs something strange',
  question: 'backdoored',
  level: 'high',
  technique: 'T1053.005',
  references: [
    SIGMA(
      'rules/windows/builtin/taskscheduler/win_taskscheduler_execution_from_susp_locations.yml',
      '424273ea-7cf8-43a6-b712-375f925e481f',
      'Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/builtin/taskscheduler/win_taskscheduler_lolbin_execution_via_task_scheduler.yml',
      'f0767f15-0fb3-44b9-851e-e8d9a6d0005d',
      'Nasreddine Bencherchali',
    ),
    'https://www.microsoft.com/en-us/security/blog/2022/04/12/tarrask-malware-uses-scheduled-tasks-for-defense-evasion/',
  ],
  falsePositives: [
    'Scripts of administrators, and software that updates itself from its data folder.',
  ],
  why: 'A task brings an intruder’s program back after a restart. Miners came to Exchange servers so.',
  todo: 'Look at the file that it runs. Export the task, then disable it.',
  needs: ['evtx', 'registry', 'system'],
  events: [
    ...PROCESS_EVENTS,
    { family: 'evtx-security', ids: [4698, 4702] },
    { family: 'evtx-tasks', ids: [106, 129, 140, 200] },
  ],
  rows: [{ family: 'scheduled-tasks' }, { family: 'registry' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a task is hidden, fetches what it runs, or has a name known from attacks',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a task runs a program from a folder where none belongs',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a task runs a program from a folder for data',
    },
    { level: 'low', rung: null, phase: 'after', says: 'a command made a task' },
  ],
  match(record: LogRecord): number {
    const task = taskOf(record)
    if (!task) return -1
    if (KNOWN.test(task.name) || task.hidden) return 0
    const how = task.command === '' ? STARTS.nothing : strangeness(task.command)
    if (how !== STARTS.nothing) return how
    return task.isCommand ? 3 : -1
  },
}

interface Task {
  readonly name: string
  readonly command: string
  /** From everybody: its descriptor is gone. */
  readonly hidden: boolean
  /** It was made by a command, wherever that came from. */
  readonly isCommand: boolean
}

function taskOf(record: LogRecord): Task | null {
  const { event, family } = record
  const shown = { hidden: false, isCommand: false }
  if (family === 'scheduled-tasks')
    return { ...shown, name: record.stem, command: commandText(record.agent) }
  if (family === 'registry') return taskOfKey(record)
  if (!event) return null
  const started = processOf(record)
  if (started) {
    if (!started.command.includes('schtasks') || !CREATED.test(started.command)) return null
    const command = TO_RUN.exec(started.command)?.[1]?.replace(/^["']|["']$|\\(?=")/g, '') ?? ''
    const name = /\/tn "?([^"/]{1,200}?)"?(?: \/|$)/.exec(started.command)?.[1] ?? ''
    return { hidden: false, isCommand: true, name: name.trim(), command }
  }
  const name = event.data('TaskName').toLowerCase()
  if (family === 'evtx-tasks')
    return { ...shown, name, command: commandText(event.data('ActionName') || event.data('Path')) }
  const xml = event.data('TaskContent') || event.data('TaskContentNew')
  return { ...shown, name, command: commandText(runBy(xml)) }
}

/** `SOFTWARE\…\Tasks\{id}: \name; starts command; author …`, and its name in the tree. */
function taskOfKey({ method, stem }: LogRecord): Task | null {
  if (!method.startsWith('SCHEDULED TASK')) return null
  const name = /(?:: |\\tree)(\\[^;:]{1,400})/.exec(stem)?.[1] ?? ''
  const command = commandText(
    /; starts (.{1,2000}?)(?:; (?:author|dated) |$)/.exec(stem)?.[1] ?? '',
  )
  return { name, command, hidden: method.includes('HIDDEN'), isCommand: false }
}

function runBy(xml: string): string {
  const part = (name: string): string =>
    new RegExp(`<${name}>([^<]{0,8000})</${name}>`, 'i').exec(xml)?.[1] ?? ''
  return `${part('Command')} ${part('Arguments')}`
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
