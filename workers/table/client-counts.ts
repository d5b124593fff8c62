import { FLAG_NOISE, type EventTable } from '../../src/model/event-table.js'

/** Rows of some clients, a list a lane, so that any stretch of the table is counted by two searches. */
export interface ClientCounts {
  /**
   * Adds each lane's records between row `edges[bin]` and row `edges[bin + 1]` to its bins; the lanes
   * stand one after another.
   */
  add(edges: Uint32Array, events: Uint32Array, noise: Uint32Array): void
}

interface Lane {
  /** Ascending. */
  readonly rows: Uint32Array
  /** Records, and noise among them, before each of `rows` and after the last. */
  readonly events: Uint32Array
  readonly noise: Uint32Array
}

/** Two passes over the first `rows` rows of the table; `host` '' for all. */
export function clientCounts(
  table: EventTable,
  rows: number,
  lanes: readonly (readonly string[])[],
  host: string,
): ClientCounts {
  const laneOf = laneOfEachClient(table, lanes)
  const wanted = host === '' ? -1 : table.hosts.indexOf(host)
  const all = host === ''
  const sizes = new Uint32Array(lanes.length + 1)
  for (let row = 0; row < rows; row++) {
    if (all || table.host[row] === wanted) sizes[laneOf[table.client[row] as number] as number]!++
  }
  const found = lanes.map((_, lane) => new Uint32Array(sizes[lane + 1] as number))
  sizes.fill(0)
  for (let row = 0; row < rows; row++) {
    const lane = laneOf[table.client[row] as number] as number
    if (lane > 0 && (all || table.host[row] === wanted)) found[lane - 1]![sizes[lane]!++] = row
  }
  const counted = found.map((ofLane) => withTotals(table, ofLane))
  return {
    add(edges, events, noise) {
      for (const [lane, one] of counted.entries()) addLane(one, lane, edges, events, noise)
    },
  }
}

/** By index of the string: 1 and more for a lane, 0 for none. */
function laneOfEachClient(
  { strings }: EventTable,
  lanes: readonly (readonly string[])[],
): Uint8Array {
  const wanted = new Map(lanes.flatMap((keys, lane) => keys.map((key) => [key, lane + 1])))
  const laneOf = new Uint8Array(strings.length)
  for (let index = 0; index < strings.length; index++) {
    laneOf[index] = wanted.get(strings[index] as string) ?? 0
  }
  return laneOf
}

function withTotals({ further, flags }: EventTable, rows: Uint32Array): Lane {
  const events = new Uint32Array(rows.length + 1)
  const noise = new Uint32Array(rows.length + 1)
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number
    const records = 1 + (further[row] as number)
    const isNoise = ((flags[row] as number) & FLAG_NOISE) !== 0
    events[index + 1] = (events[index] as number) + records
    noise[index + 1] = (noise[index] as number) + (isNoise ? records : 0)
  }
  return { rows, events, noise }
}

function addLane(
  { rows, events: before, noise: noiseBefore }: Lane,
  lane: number,
  edges: Uint32Array,
  events: Uint32Array,
  noise: Uint32Array,
): void {
  const bins = edges.length - 1
  let from = firstOf(rows, edges[0] as number, 0)
  for (let bin = 0; bin < bins; bin++) {
    const to = firstOf(rows, edges[bin + 1] as number, from)
    if (to > from) {
      events[lane * bins + bin] = (before[to]! - before[from]!) >>> 0
      noise[lane * bins + bin] = (noiseBefore[to]! - noiseBefore[from]!) >>> 0
    }
    from = to
  }
}

/** Index of the first of `rows` that is `row` or later, from `low` on. */
function firstOf(rows: Uint32Array, row: number, low: number): number {
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as number) < row) low = middle + 1
    else high = middle
  }
  return low
}
