import type { XmlFrame } from '../shared/xml-frames.js'

/** Path of the nearest `<location>` that the element lies in, '' where there is none. */
export function locationOf(frame: XmlFrame): string {
  for (let above = frame.parent; above; above = above.parent) {
    if (above.name === 'location') return above.attributes.get('path') ?? ''
  }
  return ''
}

/** `Default Web Site (1)`. */
export function siteOf(get: (name: string) => string, frame: XmlFrame): string {
  const off = frame.attributes.get('serverAutoStart')?.toLowerCase() === 'false'
  return `${get('name')} (${get('id')})${off ? ', not started by itself' : ''}`
}

/** `Default Web Site/owa`, of an application element. */
export function applicationOf(frame: XmlFrame): string {
  return `${frame.parent?.attributes.get('name') ?? ''}${frame.attributes.get('path') ?? ''}`
}

/** `Default Web Site: https *:443:`. */
export function bindingsOf(get: (name: string) => string, frame: XmlFrame): string {
  const site = frame.parent?.parent?.attributes.get('name') ?? ''
  return `${site}: ${get('protocol')} ${get('bindingInformation')}`
}
