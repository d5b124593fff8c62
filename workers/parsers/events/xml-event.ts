import { scanFrames, type XmlFrame } from '../shared/xml-frames.js'
import type { TextEvent } from './text-event.js'

const FIELDS: ReadonlyMap<string, (event: TextEvent, frame: XmlFrame) => void> = new Map([
  [
    'EventID',
    (event, { text }) => {
      event.setId(text)
    },
  ],
  [
    'Level',
    (event, { text }) => {
      event.setLevel(text)
    },
  ],
  [
    'EventRecordID',
    (event, { text }) => {
      event.setRecord(text)
    },
  ],
  [
    'Channel',
    (event, { text }) => {
      event.channel = text.trim()
    },
  ],
  [
    'Computer',
    (event, { text }) => {
      event.computer = text.trim()
    },
  ],
  [
    'Provider',
    (event, { attributes }) => {
      event.provider = attributes.get('Name') ?? ''
    },
  ],
  [
    'Security',
    (event, { attributes }) => {
      event.userId = attributes.get('UserID') ?? ''
    },
  ],
  [
    'TimeCreated',
    (event, { attributes }) => {
      event.setTime(attributes.get('SystemTime') ?? '')
    },
  ],
])

/**
 * Fills the event from the text of an `<Event>` element. True where nothing was damaged; what stands
 * before the damage is there all the same.
 */
export function readXmlEvent(bytes: Uint8Array, event: TextEvent): boolean {
  event.clear()
  let sound = true
  // An element is a value only if no element stands inside it.
  let inner: XmlFrame | null = null
  scanFrames(
    bytes,
    {
      open(frame) {
        inner = frame
      },
      close(frame) {
        const section = sectionOf(frame)
        if (section === 'System') FIELDS.get(frame.name)?.(event, frame)
        else if (section === 'EventData' && inner === frame) {
          event.add(nameIn(frame), frame.text)
        } else if (section === 'UserData' && inner === frame && frame.parent?.name !== 'UserData') {
          event.add(nameIn(frame), frame.text)
        }
      },
    },
    () => {
      sound = false
    },
  )
  // SystemTime is UTC by definition, whether it says so or not.
  event.isLocal = false
  return sound
}

/** Name of the part of the event that the element lies in, '' for the parts themselves. */
function sectionOf(frame: XmlFrame): string {
  let section = ''
  for (let above = frame.parent; above; above = above.parent) {
    if (above.parent === null) return section
    section = above.name
  }
  return ''
}

function nameIn({ name, attributes }: XmlFrame): string {
  return attributes.get('Name') ?? (name === 'Data' ? '' : name)
}
