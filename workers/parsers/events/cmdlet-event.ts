import { at } from './tell.js'
import type { WindowsEvent } from './windows-event.js'

const CMDLET = 0
const PARAMETERS = 1
const CALLER = 2
const HOST = 5
const PROCESS = 6

/** Parameters are looked at so far; behind it the object of a cmdlet never stands. */
const MAX_PARAMETERS = 16 * 1_024

const SHAPE_OF_CMDLET = /^[A-Z][A-Za-z]{1,40}-[A-Z]\w{1,80}$/
/** Some exports write all values in one, with commas between. */
const ALL_IN_ONE = /^([A-Z][A-Za-z]{1,40}-[A-Z]\w{1,80}), /

/** ` -Identity "value"`; a quote inside the value is doubled. */
const NAMED_OBJECT = /(?:^|\s)-(?:Identity|Name)[ :]+(?:"((?:[^"]|"")*)"|([^\s"-]\S*))/i
/** `{MailboxServer=EX01, Identity=DAG1}`, as Exchange 2010 has it. */
const OBJECT_IN_BRACES = /[{,]\s*(?:Identity|Name)=([^,}]*)/i

/** Caller and account in a text of all values: `…, contoso.local/Users/x, S-1-5-…`. */
const CALLER_IN_ALL = /, ([^,]{1,256}), S-1-\d/

const callerAlone = at(CALLER)

/** Who ran the cmdlet, as Exchange names recipients. */
export function callerOf(event: WindowsEvent): string {
  const cmdlet = event.values[CMDLET] ?? ''
  if (!ALL_IN_ONE.test(cmdlet)) return callerAlone(event)
  return CALLER_IN_ALL.exec(cmdlet.slice(0, MAX_PARAMETERS))?.[1] ?? ''
}

export function cmdletOf({ values }: WindowsEvent): string {
  const cmdlet = values[CMDLET] ?? ''
  return ALL_IN_ONE.exec(cmdlet)?.[1] ?? cmdlet
}

/** The cmdlet's object, and behind it the other parameters as they were given. */
export function objectOf({ values }: WindowsEvent): string {
  const cmdlet = values[CMDLET] ?? ''
  const text = ALL_IN_ONE.test(cmdlet)
    ? parametersInAll(cmdlet.slice(0, MAX_PARAMETERS))
    : (values[PARAMETERS] ?? '').slice(0, MAX_PARAMETERS)
  const named = NAMED_OBJECT.exec(text)
  if (!named) {
    const inBraces = OBJECT_IN_BRACES.exec(text)?.[1]?.trim() ?? ''
    return inBraces === '' ? text : `${inBraces} ${text}`
  }
  const object = (named[1] ?? named[2] ?? '').replaceAll('""', '"')
  const before = text.slice(0, named.index).trim()
  const behind = text.slice(named.index + named[0].length).trim()
  return [object, before, behind].filter(Boolean).join(' ')
}

function parametersInAll(text: string): string {
  const from = text.indexOf(', ') + 2
  const caller = CALLER_IN_ALL.exec(text)?.index ?? -1
  return caller > from ? text.slice(from, caller) : text.slice(from)
}

/** Host application and application pool; process ids would make each a text of its own. */
export function hostOf({ values }: WindowsEvent): string {
  const host = values[HOST] ?? ''
  const process = (values[PROCESS] ?? '').replace(/^\d+ /, '')
  return host !== '' && process !== '' ? `${host}, ${process}` : host || process
}

/** The cmdlet that an error of a task names, wherever it stands. */
export function taskOf({ values }: WindowsEvent): string {
  return values.find((value) => SHAPE_OF_CMDLET.test(value)) ?? 'A cmdlet'
}

/**
 * Managed Availability: a cmdlet that reads, run by the health worker on this machine and under its own
 * account. Remote callers cannot choose the process, and a HealthMailbox alone proves nothing.
 */
export function isMonitoring(event: WindowsEvent): boolean {
  const { id, values } = event
  return (
    id === 1 &&
    /^(?:Get|Test)-/.test(values[CMDLET] ?? '') &&
    /^\d+ MSExchangeHMWorker$/i.test(values[PROCESS] ?? '') &&
    /\/HealthMailbox[0-9a-z]*$|\(MSExchangeHMWorker\)$/i.test(values[CALLER] ?? '')
  )
}
