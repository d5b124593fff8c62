import { isMap, member, text, textOf } from './json-value.js'
import type { TextEvent } from './text-event.js'

/** UserData has two levels or three. */
const MAX_DEPTH = 8

/** Adds the values of EventData and UserData as the writers of JSON lay them out. */
export function addEventData(event: TextEvent, root: unknown): void {
  addValues(event, member(root, 'EventData'), 0)
  addValues(event, member(root, 'UserData'), 0)
}

function addValues(event: TextEvent, data: unknown, depth: number): void {
  if (depth > MAX_DEPTH) return
  // An array of items, each with its name: `{"@Name":"TargetUserName","#text":"eve"}`.
  if (Array.isArray(data)) {
    for (const item of data) addItem(event, '', item, depth)
    return
  }
  if (!isMap(data)) {
    const value = textOf(data)
    if (value !== '') event.add('', value)
    return
  }
  for (const [name, value] of Object.entries(data)) {
    if (isAttribute(name)) continue
    addItem(event, name === 'Data' ? '' : name, value, depth)
  }
}

function addItem(event: TextEvent, name: string, value: unknown, depth: number): void {
  if (Array.isArray(value)) {
    for (const one of value) addItem(event, name, one, depth + 1)
    return
  }
  if (!isMap(value)) {
    event.add(name, textOf(value))
    return
  }
  const named = text(value, '@Name') || text(member(value, '#attributes'), 'Name') || name
  const inner = member(value, '#text')
  if (inner !== undefined) addItem(event, named, inner, depth + 1)
  else if ('@Name' in value) event.add(named, '')
  else addValues(event, value, depth + 1)
}

/** Attributes of elements: namespaces and the like. */
function isAttribute(name: string): boolean {
  return (
    name.startsWith('#') || name.startsWith('@') || name.endsWith('_attributes') || name === 'xmlns'
  )
}
