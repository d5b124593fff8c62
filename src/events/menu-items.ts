import type { StackField } from '../../workers/query-protocol.js'
import { addressOf } from '../model/query/address.js'
import type { FieldId } from '../model/query/fields.js'
import { both, exactly, printQuery } from '../model/query/print.js'
import { EVERYTHING, type Query } from '../model/query/query.js'
import type { Workspace } from '../workspace.js'
import { withColumn, withoutColumn } from './columns.js'

export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly run: () => void
}

/** What the view can do besides what the workspace can. */
export interface MenuActions {
  readonly workspace: Workspace
  /** The query as it filters now. */
  readonly query: Query
  readonly stackBy: (field: StackField) => void
}

/** Where to go from a value: the fields that it is worth counting beside it. */
const PIVOTS: Partial<Record<FieldId, readonly StackField[]>> = {
  client: ['user', 'agent', 'target'],
  forwarded: ['client', 'user', 'target'],
  user: ['client', 'agent', 'target'],
  agent: ['client', 'user', 'target'],
  target: ['client', 'user', 'agent'],
  file: ['client', 'user', 'target'],
}

const MANY: Partial<Record<StackField, string>> = {
  client: 'addresses',
  user: 'accounts',
  agent: 'agents',
  target: 'pages and files',
}

/** What can be done with a value of an event. */
export function menuItems(field: FieldId, value: string, actions: MenuActions): MenuItem[] {
  const { workspace, query, stackBy } = actions
  const test = exactly(field, value)
  const ask = (wanted: Query) => () => {
    workspace.openEvents(printQuery(wanted))
  }
  const shown = workspace.layout.value.columns.some((column) => column.field === field)
  const items: MenuItem[] = [
    { id: 'include', label: 'Only events with this', run: ask(both(query, test)) },
    {
      id: 'exclude',
      label: 'Without events with this',
      run: ask(both(query, { kind: 'not', part: test })),
    },
    { id: 'all', label: 'All events with this, nothing else asked', run: ask(test) },
  ]
  const network = networkAround(field, value)
  if (network)
    items.push({ id: 'network', label: `All events from ${network.name}`, run: ask(network.query) })
  if (value !== '') {
    for (const other of PIVOTS[field] ?? []) {
      items.push({
        id: `pivot-${other}`,
        label: `Which ${MANY[other] ?? other} go with it?`,
        run: () => {
          stackBy(other)
          workspace.openEvents(printQuery(test))
        },
      })
    }
    items.push({
      id: 'raw',
      label: 'Look for it in the raw evidence',
      run: () => {
        workspace.searchRaw(value)
      },
    })
  }
  items.push({
    id: 'column',
    label: shown ? 'Hide this column' : 'Show as a column',
    run: () => {
      const { layout, setLayout } = workspace
      setLayout(shown ? withoutColumn(layout.value, field) : withColumn(layout.value, field))
    },
  })
  return items
}

/** The /24 of an IPv4 address, the /64 of an IPv6 one. */
function networkAround(field: FieldId, value: string): { name: string; query: Query } | null {
  if (field !== 'client' && field !== 'forwarded') return null
  const address = addressOf(value)
  if (!address) return null
  const four = address[0] === 0 && address[1] === 0 && address[2] === 0xffff
  const name = four
    ? `${value.slice(value.lastIndexOf(':') + 1).replace(/\.\d+$/, '')}.0/24`
    : `${[address[0], address[1]].map(inGroups).join(':')}::/64`
  return { name, query: { kind: 'test', field, operator: ':', value: [name] } }
}

function inGroups(bits: number): string {
  return `${(bits >>> 16).toString(16)}:${(bits & 0xffff).toString(16)}`
}

/** Without Exchange's own monitoring, or with it again. */
export function withoutNoise(query: Query, hide: boolean): Query {
  const noise = exactlyFlag()
  const parts = query.kind === 'and' ? query.parts : [query]
  const others = parts.filter((part) => !isHidden(part))
  const rest: Query =
    others.length === 1 ? (others[0] ?? EVERYTHING) : { kind: 'and', parts: others }
  return hide ? both(rest, { kind: 'not', part: noise }) : rest
}

export function hidesNoise(query: Query): boolean {
  return isHidden(query) || (query.kind === 'and' && query.parts.some(isHidden))
}

function isHidden(query: Query): boolean {
  return query.kind === 'not' && printQuery(query.part) === printQuery(exactlyFlag())
}

function exactlyFlag(): Query {
  return { kind: 'test', field: 'flag', operator: ':', value: ['noise'] }
}
