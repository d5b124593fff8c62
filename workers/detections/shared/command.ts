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
  const started = processOf(record)
  lastCommand = started ? started.command || started.image : commandText(rawCommand(record))
  lastRecord = record
  return lastCommand
}

function rawCommand(record: LogRecord): string {
  const { event } = record
  if (!event) return ''
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

/** Outcomes of commands that were judged, a map for each set of rules: many are run again and again. */
const judged = new WeakMap<readonly CommandRule[], Map<string, number>>()
const MOST_JUDGED = 4_096
/** Scripts are longer, and hardly ever run twice. */
const LONGEST_JUDGED = 1_024

/**
 * Rules with the bars taken out of their words. Words that are no pattern come first: they are quickly
 * looked for, and most commands hold none of them.
 */
export function commandRules(rules: readonly CommandRule[]): readonly CommandRule[] {
  return rules.map(([outcome, ...words]): CommandRule => {
    const texts = words.filter((word) => typeof word === 'string').map(plain)
    const patterns = words.filter((word) => typeof word !== 'string')
    return [outcome, ...texts, ...patterns.map(({ source }) => new RegExp(plain(source)))]
  })
}

/** Outcome of the first rule of which a command holds every word, or -1. */
export function ruledBy(rules: readonly CommandRule[], command: string): number {
  if (command === '') return -1
  if (command.length > LONGEST_JUDGED) return judge(rules, command)
  let known = judged.get(rules)
  if (!known || known.size > MOST_JUDGED) {
    known = new Map()
    judged.set(rules, known)
  }
  const before = known.get(command)
  if (before !== undefined) return before
  const outcome = judge(rules, command)
  known.set(command, outcome)
  return outcome
}

function judge(rules: readonly CommandRule[], command: string): number {
  const rule = rules.find((one) => one.every((word) => holds(command, word)))
  return rule?.[0] ?? -1
}

/** The first of a rule is its outcome, and no word. */
function holds(command: string, word: number | string | RegExp): boolean {
  if (typeof word === 'string') return command.includes(word)
  return typeof word === 'number' || word.test(command)
}
