import type { Tell } from './description.js'
import { MAX_TEXT } from './tell.js'
import type { WindowsEvent } from './windows-event.js'

/** Values that hold details are looked at so far. */
const MAX_DETAILS = 16 * 1_024

/**
 * Value of a line `name=value` or `name = value` in any of the event's values. Names of 4103 are in the
 * language of Windows; those of the classic log never are.
 */
export function detailOf(name: string): Tell {
  const pattern = new RegExp(`(?:^|\\n)[ \\t]{0,16}${name} ?= ?([^\\r\\n]*)`)
  return ({ values }) => {
    for (const value of values) {
      if (!value.includes(name)) continue
      const found = pattern.exec(value.slice(0, MAX_DETAILS))?.[1]?.trim() ?? ''
      if (found !== '') return found
    }
    return ''
  }
}

const INVOCATION = /CommandInvocation\(([^)\n]{1,200})\)/
const BINDING = /ParameterBinding\([^)\n]{1,200}\): *name="([^"\n]{1,200})"; *value="([^\n]*)"/g

/** `Invoke-WebRequest -Uri "http://…"` of a pipeline that was logged in 4103. */
export function commandOf(event: WindowsEvent): string {
  const payload = event.data('Payload').slice(0, MAX_DETAILS)
  const command = INVOCATION.exec(payload)?.[1]
  if (command === undefined) return payload || event.data('ContextInfo').slice(0, MAX_DETAILS)
  let text = command
  for (const [, name = '', value = ''] of payload.matchAll(BINDING)) {
    text += ` -${name} "${value}"`
    if (text.length > MAX_TEXT) break
  }
  return text
}

export function scriptBlock(event: WindowsEvent): string {
  return event.data('ScriptBlockText') || event.data('Path') || event.data('ScriptBlockId')
}
