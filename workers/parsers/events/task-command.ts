import type { WindowsEvent } from './windows-event.js'

/** A task's XML is looked at so far. */
const MAX_XML = 64 * 1_024

/** `\name: command arguments` of a task in an event; the command where the event holds the task's XML. */
export function taskWithCommand(event: WindowsEvent): string {
  const name = event.data('TaskName')
  const xml = (event.data('TaskContent') || event.data('TaskContentNew')).slice(0, MAX_XML)
  const command = [element(xml, 'Command'), element(xml, 'Arguments')].filter(Boolean).join(' ')
  const runs = command || element(xml, 'ClassId')
  return runs === '' ? name : `${name}: ${runs}`
}

/** Text of the first element of that name. */
function element(xml: string, name: string): string {
  const open = xml.indexOf(`<${name}>`)
  const from = open + name.length + 2
  const close = open < 0 ? -1 : xml.indexOf(`</${name}>`, from)
  return close < 0 ? '' : unescaped(xml.slice(from, close)).trim()
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
