import { FLAG_NOISE, FLAG_RESHAPED } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import type { Finding } from '../../src/model/finding.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import {
  actorOf,
  counted,
  distinctEntries,
  evidenceRow,
  findingId,
  sample,
  span,
} from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

/** Of fewer addresses or requests nothing stands out. */
const ENOUGH_ADDRESSES = 50
const ENOUGH_REQUESTS = 10_000
/** An agent with more of the requests than this is a part of the ordinary. */
const RARE_SHARE = 0.000_1
/** More agents that only one address has are how the place is, and no sign. */
const MOST_RARE = 12

export const rareAgents: Correlation = {
  id: 'RARE-AGENT',
  title: 'Programs that only one address uses',
  technique: 'T1071.001',
  references: ['https://attack.mitre.org/techniques/T1071/001/'],
  falsePositives: ['A new telephone, an old program, a device of a guest.'],
  run: (input) => input.table.hosts.flatMap((_, host) => judgeHost(input, host)),
}

const IS_WEB = Uint8Array.from(FAMILIES, ({ id, group }) =>
  group === 'iis' && id !== 'iis-back' ? 1 : 0,
)
/** Used by more than one address. */
const MANY = 0xffff_ffff

/** Agents of one address alone that sent something and had a success, against all requests of the host. */
function judgeHost(input: AnalysisInput, host: number): Finding[] {
  const { table, ownAddresses } = input
  const { length, family, flags, host: hosts, client, agent, action, status, strings } = table
  // By the agent's string: its one address, from 1; MANY where there are several.
  const owners = new Uint32Array(strings.length)
  const requests = new Uint32Array(strings.length)
  const sent = new Uint8Array(strings.length)
  const seen = new Uint8Array(strings.length)
  const posts = new Uint8Array(strings.length)
  let total = 0
  let addresses = 0
  for (let row = 0; row < length; row++) {
    if (IS_WEB[family[row] as number] === 0 || hosts[row] !== host) continue
    if (((flags[row] as number) & (FLAG_NOISE | FLAG_RESHAPED)) !== 0) continue
    const from = client[row] as number
    const program = agent[row] as number
    if (seen[from] === 0) {
      const outside = actorOf(strings[from] ?? '', ownAddresses[host]) !== ''
      seen[from] = outside ? 2 : 1
      if (outside) addresses++
    }
    if (seen[from] === 1 || program === 0) continue
    total++
    requests[program]! += 1
    if (owners[program] === 0) owners[program] = from + 1
    else if (owners[program] !== from + 1) owners[program] = MANY
    const code = status[row] as number
    if (code < 200 || code >= 300) continue
    const method = action[row] as number
    posts[method] ||= strings[method]?.toUpperCase() === 'POST' ? 2 : 1
    if (posts[method] === 2) sent[program] = 1
  }
  if (addresses < ENOUGH_ADDRESSES || total < ENOUGH_REQUESTS) return []
  const rare = new Set<number>()
  for (let program = 1; program < owners.length; program++) {
    const count = requests[program] as number
    const alone = owners[program] !== 0 && owners[program] !== MANY
    if (alone && sent[program] === 1 && count <= total * RARE_SHARE) rare.add(program)
  }
  if (rare.size === 0 || rare.size > MOST_RARE) return []
  const rows: number[] = []
  for (let row = 0; row < length; row++) {
    if (!rare.has(agent[row] as number) || hosts[row] !== host) continue
    if (IS_WEB[family[row] as number] === 1) rows.push(row)
  }
  return [finding(input, host, rows, { rare: rare.size, total, addresses })]
}

interface Stands {
  readonly rare: number
  readonly total: number
  readonly addresses: number
}

function finding(
  { table }: AnalysisInput,
  host: number,
  rows: readonly number[],
  { rare, total, addresses }: Stands,
): Finding {
  const name = table.hosts[host] ?? ''
  // One agent's first and last record tell most of it.
  const marks = rows.map((row) => ({ row, kind: table.agent[row] ?? 0 }))
  return {
    id: findingId(rareAgents.id, name, [], ''),
    detection: rareAgents.id,
    title: rareAgents.title,
    host: name,
    level: 'informational',
    rung: null,
    phase: 'probe',
    technique: rareAgents.technique,
    actors: [],
    subject: '',
    ...span(table, rows),
    count: rows.length,
    rows: sample(marks).map(({ row }) => evidenceRow(table, row, 'an agent of one address alone')),
    entries: distinctEntries(table, rows),
    reason: `${counted(rare, 'agent')} of one address alone sent something and had an answer: ${counted(rows.length, 'request')} of ${counted(total, 'request')} by ${counted(addresses, 'address', 'addresses')}.`,
    why: 'Who comes with a program that nobody else has stands out. By itself this says nothing: it is a place to look.',
    falsePositives: rareAgents.falsePositives,
    counterEvidence: ['Rare is not bad: most rare programs are somebody’s own.'],
    todo: 'Look whether one of these addresses stands in another finding.',
    references: rareAgents.references,
    confidence: [],
  }
}
