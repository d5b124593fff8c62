import type { EventTable } from '../../../src/model/event-table.js'
import { plain } from '../../../src/model/plain.js'
import { normalAgent } from '../../log-record.js'

/**
 * What libraries and tools call themselves unless told otherwise: whoever takes the same tool has the
 * same name, so it joins nobody.
 */
const OF_A_TOOL = new RegExp(
  plain(
    '^(?:-?$|python|curl|wget|go-http|okhttp|java|libwww|ruby|axios|node|ant¦sword|exchange¦servicesclient|' +
      'mozilla/5.0 zgrab|masscan|nmap|.*nmap scripting|.*nessus|microsoft winrm|microsoft office|outlook)',
  ),
)

/** Agent as one that tells people apart; '' where it does not. Form of detections: lower case, blanks. */
export function tellingAgent(agent: string): string {
  const normal = normalAgent(agent)
  return OF_A_TOOL.test(normal) ? '' : normal
}

/**
 * For each of the agents, how many addresses outside `known` use it, counted to `most`: one pass over
 * the rows, each distinct text looked at once.
 */
export function otherUsers(
  table: EventTable,
  agents: ReadonlySet<string>,
  known: ReadonlySet<string>,
  most: number,
): ReadonlyMap<string, number> {
  const users = new Map([...agents].map((agent) => [agent, new Set<string>()]))
  if (users.size === 0) return new Map()
  const count = table.strings.length
  // 0: not asked yet, 1: none of those, else the set's place.
  const which = new Uint32Array(count)
  const sets = [...users.values()]
  const places = new Map([...users.keys()].map((agent, at) => [agent, at + 2]))
  const { length, agent: column, client: clients, strings } = table
  for (let row = 0; row < length; row++) {
    const agent = column[row] as number
    let place = which[agent] as number
    if (place === 1) continue
    if (place === 0) {
      place = places.get(normalAgent(strings[agent] ?? '')) ?? 1
      which[agent] = place
      if (place === 1) continue
    }
    const set = sets[place - 2]
    if (!set || set.size >= most) {
      which[agent] = 1
      continue
    }
    const client = strings[clients[row] as number] ?? ''
    if (client !== '' && !known.has(client)) set.add(client)
  }
  return new Map([...users].map(([agent, set]) => [agent, set.size]))
}
