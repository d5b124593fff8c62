import type { Entry, Evidence } from '../../src/model/evidence.js'

export interface ResolvedHosts {
  readonly names: readonly string[]
  readonly nameFrom: readonly string[]
  readonly hostOfEntry: Uint16Array
}

interface Machine {
  readonly evidence: Evidence | undefined
  readonly rows: Map<string, number>
}

/** Names and how many rows state them. */
export type ServerRows = readonly (readonly [name: string, rows: number])[]

/**
 * Host of every entry: the package's own name first, then the server name that most rows state.
 * One machine inside one evidence is one host; machines of one name are the same host.
 * An address or a folder's name alone never makes a host.
 */
export function resolveHosts(
  evidence: readonly Evidence[],
  entries: readonly Entry[],
  serversOf: (entry: Entry) => ServerRows,
): ResolvedHosts {
  const machines = new Map<string, Machine>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const machine = machines.get(key) ?? {
      evidence: evidence[entry.evidence],
      rows: new Map<string, number>(),
    }
    machines.set(key, machine)
    for (const [name, rows] of serversOf(entry)) {
      const upper = name.toUpperCase()
      machine.rows.set(upper, (machine.rows.get(upper) ?? 0) + rows)
    }
  }

  const names: string[] = []
  const nameFrom: string[] = []
  const hostOfMachine = new Map<string, number>()
  for (const [key, machine] of machines) {
    if (insideOf(key, machine, machines)) continue
    const named = nameOf(machine.evidence, machine.rows)
    let host = names.indexOf(named.name)
    if (host < 0) {
      host = names.length
      names.push(named.name)
      nameFrom.push(named.from)
    }
    hostOfMachine.set(key, host)
  }
  for (const [key, machine] of machines) {
    const inside = insideOf(key, machine, machines)
    if (inside) hostOfMachine.set(key, hostOfMachine.get(inside) ?? 0)
  }
  const hostOfEntry = new Uint16Array(entries.length)
  for (const entry of entries) hostOfEntry[entry.index] = hostOfMachine.get(keyOf(entry)) ?? 0
  return { names, nameFrom, hostOfEntry }
}

function keyOf(entry: Entry): string {
  return `${String(entry.evidence)} ${entry.machine}`
}

/**
 * Files around the one package in an evidence (a secured container's description, notes) are no server
 * of their own, as long as no log among them names one: the key of that package, else ''.
 */
function insideOf(key: string, { rows }: Machine, machines: ReadonlyMap<string, Machine>): string {
  if (!key.endsWith(' ') || rows.size > 0) return ''
  const others = [...machines.keys()].filter((other) => other !== key && other.startsWith(key))
  return others.length === 1 ? (others[0] ?? '') : ''
}

/** Other names that are told of; a collector of forwarded events holds hundreds. */
const OTHERS_NAMED = 8

function nameOf(
  evidence: Evidence | undefined,
  rows: ReadonlyMap<string, number>,
): { name: string; from: string } {
  const stated = [...rows].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const others = stated.slice(1).map(([name]) => name)
  const named = others.slice(0, OTHERS_NAMED).join(', ')
  const more = others.length - OTHERS_NAMED
  const disagreement =
    others.length > 0
      ? `; other rows name ${named}${more > 0 ? ` and ${String(more)} more` : ''}`
      : ''
  const top = stated[0]?.[0] ?? ''
  const packaged = evidence?.packageHost.toUpperCase() ?? ''
  if (packaged) {
    const differs = top && top !== packaged ? `; its HttpProxy rows name ${top}` : ''
    return { name: packaged, from: `the package's name${differs}` }
  }
  if (top) return { name: top, from: `ServerHostName of its rows${disagreement}` }
  return {
    name: `unnamed server (${evidence?.name ?? 'evidence'})`,
    from: 'no log in this evidence names the server',
  }
}
