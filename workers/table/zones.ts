import type { EventTable } from '../../src/model/event-table.js'
import { familyIndex } from '../../src/model/families.js'
import type { HostZone } from '../protocol.js'

/** As the reader of the registry writes it. */
export const ZONE_ACTION = 'Time zone of the server'
const STATED = /: ([^:;]{1,200})(?:;|$)/
const BIAS = /bias (-?\d{1,4}) minutes\) without daylight saving/

/** The time zone that each host's registry states; the last written counts. Hosts without one are left out. */
export function hostZones(table: EventTable): HostZone[] {
  const action = table.strings.indexOf(ZONE_ACTION)
  if (action < 0) return []
  const registry = familyIndex('registry')
  const found = new Map<number, HostZone>()
  for (let row = 0; row < table.length; row++) {
    if (table.action[row] !== action || table.family[row] !== registry) continue
    const host = table.host[row] as number
    const text = table.strings[table.target[row] as number] ?? ''
    const bias = Number(BIAS.exec(text)?.[1] ?? NaN)
    const name = STATED.exec(text)?.[1] ?? ''
    found.set(host, { host: table.hosts[host] ?? '', name, offset: -bias })
  }
  return [...found.values()]
}
