import { familyAt, type FamilyId } from '../../src/model/families.js'
import type { EventTable } from '../../src/model/event-table.js'
import type { EvidenceRow } from '../../src/model/finding.js'

/** Rows a finding carries at most: enough to judge it by, few enough for every output. */
export const SAMPLE_ROWS = 12

const FNV_PRIME = 0x01000193

/** Stable from content alone: 16 hexadecimal digits behind the detection's name. */
export function findingId(
  detection: string,
  host: string,
  actors: readonly string[],
  subject: string,
): string {
  const text = [detection, host, ...actors, '', subject].join('\n')
  const halves = [0x811c9dc5, 0x9747b28c].map((seed) => {
    let hash = seed
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
    return (hash >>> 0).toString(16).padStart(8, '0')
  })
  return `${detection}-${halves.join('')}`
}

export function evidenceRow(table: EventTable, row: number, says: string): EvidenceRow {
  const text = (column: Uint32Array): string => table.strings[column[row] ?? 0] ?? ''
  return {
    entry: table.entry[row] ?? 0,
    offset: table.offset[row] ?? 0,
    size: table.size[row] ?? 0,
    time: table.time[row] ?? NaN,
    family: familyAt(table.family[row] ?? 0).id as FamilyId,
    client: text(table.client),
    user: text(table.user),
    agent: text(table.agent),
    action: text(table.action),
    target: text(table.target),
    status: table.status[row] ?? 0,
    says,
  }
}

/** The client as an actor; '' where the log names none or the server itself asked. */
export function actorOf(client: string, own: ReadonlySet<string> | undefined): string {
  const address = client.toLowerCase().replace(/%.*$/, '')
  if (address === '' || address === '-' || own?.has(client) || own?.has(address)) return ''
  return /^(?:127\.|::1$|::ffff:127\.|fe[89ab][0-9a-f]:|169\.254\.|localhost$)/.test(address)
    ? ''
    : client
}

/** Which of `marks` to keep: the first and last of each kind, then the earliest, in order. */
export function sample<T extends { readonly row: number; readonly kind: number }>(
  marks: readonly T[],
): T[] {
  if (marks.length <= SAMPLE_ROWS) return [...marks]
  const kept = new Set<T>()
  const keep = (mark: T | undefined): void => {
    if (mark && kept.size < SAMPLE_ROWS) kept.add(mark)
  }
  keep(marks[0])
  keep(marks[marks.length - 1])
  const byKind = new Map<number, [T, T]>()
  for (const mark of marks) {
    const known = byKind.get(mark.kind)
    if (known) known[1] = mark
    else byKind.set(mark.kind, [mark, mark])
  }
  for (const kind of [...byKind.keys()].sort((a, b) => a - b)) byKind.get(kind)?.forEach(keep)
  for (const mark of marks) keep(mark)
  return [...kept].sort((a, b) => a.row - b.row)
}

/** First and last stated time of rows in table order, NaN where none states one. */
export function span(
  table: EventTable,
  rows: readonly number[],
): { firstTime: number; lastTime: number } {
  let firstTime = NaN
  let lastTime = NaN
  for (const row of rows) {
    const time = table.time[row] ?? NaN
    if (Number.isNaN(time)) continue
    if (!(firstTime <= time)) firstTime = time
    if (!(lastTime >= time)) lastTime = time
  }
  return { firstTime, lastTime }
}

export function distinctEntries(table: EventTable, rows: readonly number[]): number[] {
  return [...new Set(rows.map((row) => table.entry[row] ?? 0))].sort((a, b) => a - b)
}

/** `1 record`, `1,204 records`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${digits} ${count === 1 ? one : many}`
}

/** Least of the stated times, NaN where none is; there may be more than a call takes arguments. */
export function earliest(times: Iterable<number>): number {
  let least = NaN
  for (const time of times) if (!(least <= time) && !Number.isNaN(time)) least = time
  return least
}

export function latest(times: Iterable<number>): number {
  let most = NaN
  for (const time of times) if (!(most >= time) && !Number.isNaN(time)) most = time
  return most
}
