import { plain } from '../../../src/model/plain.js'
import type { EventKey, LogRecord } from '../detection.js'
import { commandText } from './command-text.js'
import { processOf, PROCESS_EVENTS } from './process.js'

/** Events that hold a command: processes, PowerShell, services and scheduled tasks. */
export const COMMAND_EVENTS: readonly EventKey[] = [
  ...PROCESS_EVENTS,
  { family: 'evtx-powershell', ids: [400, 800, 4103, 4104] },
  { family: 'evtx-system', ids: [7045] },
  { family: 'evtx-security', ids: [4697, 4698, 4702] },
]

/** Where those events keep it. */
const FIELDS = ['ImagePath', 'ServiceFileName', 'TaskContent', 'TaskContentNew', 'ScriptBlockText']

let lastRecord: LogRecord | null = null
let lastCommand = ''

/** The command that a record tells of as `commandText` gives it, '' where it tells of none. */
export function commandOf(record: LogRecord): string {
  // A dozen detections ask of the same record, one behind the other.
  if (record === lastRecord) return lastCommand
  lastCommand = commandText(rawCommand(record))
  lastRecord = record
  return lastCommand
}

function rawCommand(record: LogRecord): string {
  const { event } = record
  if (!event) return ''
  const started = processOf(record)
  if (started) return event.data('CommandLine') || started.image
  const stated = FIELDS.map((name) => event.data(name)).find((text) => text !== '')
  if (stated !== undefined) return unescaped(stated)
  return event.values.join(' ')
}

/** A task's XML says `&amp;` for `&`. */
function unescaped(text: string): string {
  return text.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** An outcome, and what a command must hold for it: all of the words. */
export type CommandRule = readonly [outcome: number, ...words: readonly (string | RegExp)[]]

/** Rules with the bars taken out of their words. */
export function commandRules(rules: readonly CommandRule[]): readonly CommandRule[] {
  return rules.map(([outcome, ...words]): CommandRule => [
    outcome,
    ...words.map((word) =>
      typeof word === 'string' ? plain(word) : new RegExp(plain(word.source)),
    ),
  ])
}

/** Outcome of the first rule of which a command holds every word, or -1. */
export function ruledBy(rules: readonly CommandRule[], command: string): number {
  if (command === '') return -1
  const rule = rules.find(([, ...words]) =>
    words.every((word) => (typeof word === 'string' ? command.includes(word) : word.test(command))),
  )
  return rule?.[0] ?? -1
}
