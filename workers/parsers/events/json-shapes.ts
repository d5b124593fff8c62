import { addEventData } from './json-data.js'
import { isMap, member, text, textOf, type JsonMap } from './json-value.js'
import { propertyNames } from './property-names.js'
import type { TextEvent } from './text-event.js'

/** Fills the event from a parsed object; false where the object has another shape. */
type Shape = (record: JsonMap, event: TextEvent) => boolean

/** Keys with attributes stand beside the key, or inside of it, by the writer's option. */
function attribute(map: unknown, name: string, attribute: string): string {
  const inside = member(member(map, name), '#attributes')
  const beside = member(map, `${name}_attributes`)
  return text(inside, attribute) || text(beside, attribute) || text(member(map, name), attribute)
}

/** The value itself, or what stands beside its attributes. */
function valueOf(map: unknown, name: string): string {
  const value = member(map, name)
  return isMap(value) ? text(value, '#text') || text(value, 'Value') : textOf(value)
}

/** `{"Event":{"System":…}}` of evtx_dump, and `{"System":…}` of Velociraptor's parse_evtx. */
const systemShape: Shape = (record, event) => {
  const outer = member(record, 'Event')
  const root = isMap(outer) ? outer : record
  const system = member(root, 'System')
  if (!isMap(system)) return false
  event.provider = attribute(system, 'Provider', 'Name') || valueOf(system, 'Provider')
  event.setId(valueOf(system, 'EventID'))
  event.setLevel(valueOf(system, 'Level'))
  event.setRecord(valueOf(system, 'EventRecordID'))
  event.channel = valueOf(system, 'Channel')
  event.computer = valueOf(system, 'Computer')
  event.userId = attribute(system, 'Security', 'UserID')
  const created = member(system, 'TimeCreated')
  const seconds = member(created, 'SystemTime')
  if (typeof seconds === 'number') event.setSeconds(seconds)
  else event.setTime(attribute(system, 'TimeCreated', 'SystemTime') || textOf(created))
  // SystemTime is UTC by definition.
  event.isLocal = false
  addEventData(event, root)
  return true
}

/** `Get-WinEvent | ConvertTo-Json`. */
const powerShellShape: Shape = (record, event) => {
  if (!('ProviderName' in record && 'LogName' in record)) return false
  event.provider = text(record, 'ProviderName')
  event.channel = text(record, 'LogName')
  event.computer = text(record, 'MachineName')
  event.setId(text(record, 'Id'))
  event.setRecord(text(record, 'RecordId'))
  event.setLevel(text(record, 'Level'))
  const user = member(record, 'UserId')
  event.userId = isMap(user) ? text(user, 'Value') : textOf(user)
  const created = member(record, 'TimeCreated')
  event.setTime(isMap(created) ? text(created, 'value') : textOf(created))
  const properties = member(record, 'Properties')
  const values = Array.isArray(properties) ? properties.filter((one) => isMap(one)) : []
  const names = propertyNames(event.provider, event.id, values.length)
  for (const [place, value] of values.entries()) {
    event.add(names[place] ?? '', propertyText(member(value, 'Value')))
  }
  // ConvertTo-Json gives no values where its depth is less than 2.
  if (values.length === 0) event.add('', text(record, 'Message'))
  return true
}

/** SIDs are objects; times are left as PowerShell writes them. */
function propertyText(value: unknown): string {
  if (isMap(value)) return text(value, 'Value') || text(value, 'value')
  if (Array.isArray(value)) return value.map(textOf).join(' ')
  return textOf(value)
}

/** Rows of EvtxECmd, as JSON or as CSV. */
export const evtxECmdShape: Shape = (record, event) => {
  if (!('Provider' in record && 'EventId' in record && 'Payload' in record)) return false
  event.provider = text(record, 'Provider')
  event.channel = text(record, 'Channel')
  event.computer = text(record, 'Computer')
  event.setId(text(record, 'EventId'))
  event.setRecord(text(record, 'EventRecordId'))
  event.setLevel(text(record, 'Level'))
  event.userId = text(record, 'UserId')
  event.setTime(text(record, 'TimeCreated'))
  // EvtxECmd writes UTC and no zone.
  event.isLocal = false
  if (addPayload(event, text(record, 'Payload'))) return true
  for (let place = 1; place <= 6; place++) {
    const value = text(record, `PayloadData${place}`)
    if (value !== '') event.add('', value)
  }
  return true
}

function addPayload(event: TextEvent, payload: string): boolean {
  if (!payload.startsWith('{')) return false
  try {
    addEventData(event, JSON.parse(payload))
    return event.values.length > 0
  } catch {
    return false
  }
}

/** Rows of Velociraptor's artefacts, which lay the System part flat. */
const flatShape: Shape = (record, event) => {
  if (!('EventID' in record && 'Channel' in record)) return false
  event.provider = text(record, 'Provider') || text(record, 'ProviderName')
  event.channel = text(record, 'Channel')
  event.computer = text(record, 'Computer')
  event.setId(valueOf(record, 'EventID'))
  event.setRecord(text(record, 'EventRecordID'))
  event.setLevel(text(record, 'Level'))
  event.userId = text(record, 'UserSID')
  event.setTime(text(record, 'EventTime') || text(record, 'TimeCreated') || text(record, '_ts'))
  addEventData(event, record)
  if (event.values.length === 0) event.add('', text(record, 'Message'))
  return true
}

const SHAPES: readonly Shape[] = [systemShape, powerShellShape, evtxECmdShape, flatShape]

/** True where the object is an event with an id. */
export function readJsonEvent(record: unknown, event: TextEvent): boolean {
  event.clear()
  if (!isMap(record)) return false
  return SHAPES.some((shape) => shape(record, event)) && !Number.isNaN(event.id)
}
