import type { Tell } from './description.js'
import type { WindowsEvent } from './windows-event.js'

/** Longest text of a column; the raw record has the rest. */
export const MAX_TEXT = 2_048
/** Values that a text of several is made of, at most. */
const MAX_VALUES = 8

/** Windows writes a dash where it has nothing to say. */
function stated(text: string): string {
  return text === '-' ? '' : text
}

/** The value of that name. */
export function field(name: string): Tell {
  return (event) => stated(event.data(name))
}

/** The unnamed value at that place, from 0. */
export function at(place: number): Tell {
  return (event) => stated(event.values[place] ?? '')
}

/** The first that tells anything. */
export function firstOf(...tells: readonly Tell[]): Tell {
  return (event) => {
    for (const tell of tells) {
      const text = tell(event)
      if (text !== '') return text
    }
    return ''
  }
}

/** `DOMAIN\name` of the values with these names. */
export function account(domain: string, name: string): Tell {
  return (event) => accountOf(stated(event.data(domain)), stated(event.data(name)))
}

export function accountOf(domain: string, name: string): string {
  return domain === '' || name === '' || name.includes('\\') ? name : `${domain}\\${name}`
}

/** What tells anything, with `between` between. */
export function joined(between: string, ...tells: readonly Tell[]): Tell {
  return (event) => {
    let text = ''
    for (const tell of tells) {
      const part = tell(event)
      if (part !== '') text = text === '' ? part : `${text}${between}${part}`
    }
    return text
  }
}

/** The first values that are not empty, in their order. */
export function firstValues(event: WindowsEvent): string {
  const { names, values } = event
  let text = ''
  let count = 0
  for (let place = 0; place < values.length && count < MAX_VALUES; place++) {
    const value = stated(values[place] ?? '').trim()
    if (value === '' || names[place] === 'Binary') continue
    text = count === 0 ? value : `${text} | ${value}`
    if (text.length > MAX_TEXT) return text
    count++
  }
  return text
}

/** One line of at most MAX_TEXT characters. */
export function oneLine(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
  return /[\s\0]{2}|[^\S ]|^\s|\s$/.test(cut) ? cut.replace(/[\s\0]+/g, ' ').trim() : cut
}

/** An IP address as other logs write it: without scope, IPv4 in IPv6 as IPv4; '' for what is none. */
export function addressOf(text: string): string {
  const match = /^\s*\[?([0-9a-f:.]{2,45})(?:%\w+)?\]?(?::\d{1,5})?\s*$/i.exec(text)
  const bare = match?.[1] ?? ''
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(bare)?.[1]
  if (mapped !== undefined) return mapped
  const ported = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(bare)?.[1]
  return ported ?? (bare.split(':').length > 2 ? bare : '')
}

/** Of the value with this name, the address. */
export function address(name: string): Tell {
  return (event) => addressOf(event.data(name))
}

const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
  ['S-1-5-18', 'NT AUTHORITY\\SYSTEM'],
  ['S-1-5-19', 'NT AUTHORITY\\LOCAL SERVICE'],
  ['S-1-5-20', 'NT AUTHORITY\\NETWORK SERVICE'],
  ['S-1-5-7', 'NT AUTHORITY\\ANONYMOUS LOGON'],
  ['S-1-5-32-544', 'BUILTIN\\Administrators'],
  ['S-1-0-0', ''],
])

/** An account's name where its SID is the same on every machine, else the SID. */
export function accountOfSid(sid: string): string {
  return WELL_KNOWN.get(sid) ?? sid
}
