import { FLAG_NOISE, type EventTable } from '../../src/model/event-table.js'
import { FAMILIES, type FamilyGroup } from '../../src/model/families.js'
import type { Bytes } from '../../src/model/units.js'
import type { Density, DensityRequest } from '../protocol.js'
import { clientCounts, type ClientCounts } from './client-counts.js'
import { firstAt } from './first-at.js'

/** Rows between two running totals at least: fewer would cost more memory than they save time. */
const SMALLEST_BLOCK = 64
/** What the running totals may take; beyond it they stand further apart. */
const MOST_BYTES: Bytes = 32 * 2 ** 20
/** Sets of actors' lanes that are kept: the reader switches between two or three. */
const KEPT_CLIENTS = 4

const GROUPS = [...new Set<FamilyGroup>(FAMILIES.map(({ group }) => group))]
/** Index into GROUPS of each family. */
const GROUP_OF = Uint8Array.from(FAMILIES, ({ group }) => GROUPS.indexOf(group))

/**
 * Levels of detail of a table's events over time, for any window and any lanes at once. As a
 * summed-area table does for the levels of a picture, running totals serve every level: how many
 * records each series (a log group of a host) had before every so many rows. They go by rows, not by
 * time, so that a forged date that stretches the axis over centuries makes nothing coarser, and what
 * lies between two of them is counted from the rows: every answer is exact.
 */
export class Pyramid {
  /** Rows that state a time. */
  private readonly rows: number
  private readonly block: number
  /** Series of each host and group, -1 where there is none. */
  private readonly seriesOf: Int32Array
  private readonly series: number
  /** Of all series before each block, one block after another; they may wrap, differences do not. */
  private readonly events: Uint32Array
  private readonly noise: Uint32Array
  private readonly clients = new Map<string, ClientCounts>()

  constructor(private readonly table: EventTable) {
    this.rows = Math.min(table.length, firstAt(table.time, Infinity))
    this.seriesOf = new Int32Array(Math.max(1, table.hosts.length) * GROUPS.length).fill(-1)
    this.series = this.findSeries()
    this.block = blockFor(this.rows, this.series)
    const blocks = Math.floor(this.rows / this.block) + 1
    this.events = new Uint32Array(blocks * this.series)
    this.noise = new Uint32Array(blocks * this.series)
    this.sum()
  }

  /** Records in equal stretches of [from, to): of all lanes together first, then of each. */
  density({ from, to, bins, host, by, lanes }: DensityRequest): Density {
    const events = new Uint32Array((1 + lanes.length) * bins)
    const noise = new Uint32Array((1 + lanes.length) * bins)
    const edges = new Uint32Array(bins + 1)
    let row = 0
    for (let edge = 0; edge <= bins; edge++) {
      row = firstAt(this.table.time, edge === bins ? to : from + (edge * (to - from)) / bins, row)
      edges[edge] = row = Math.min(row, this.rows)
    }
    this.count(edges, this.lanesOf(by, lanes, host), events, noise)
    if (by === 'actor') {
      this.countsOf(lanes, host).add(edges, events.subarray(bins), noise.subarray(bins))
    }
    return { from, to, bins, events, noise }
  }

  private findSeries(): number {
    const { host, family } = this.table
    const { seriesOf } = this
    let found = 0
    for (let row = 0; row < this.rows; row++) {
      const pair = pairOf(host[row] as number, family[row] as number)
      if ((seriesOf[pair] as number) < 0) seriesOf[pair] = found++
    }
    return found
  }

  private sum(): void {
    const { host, family, further, flags } = this.table
    const { seriesOf, series, block } = this
    const events = new Uint32Array(series)
    const noise = new Uint32Array(series)
    for (let row = 0; row < this.rows; row++) {
      if (row % block === 0) {
        this.events.set(events, (row / block) * series)
        this.noise.set(noise, (row / block) * series)
      }
      const one = seriesOf[pairOf(host[row] as number, family[row] as number)] as number
      const records = 1 + (further[row] as number)
      events[one]! += records
      if ((flags[row] as number) & FLAG_NOISE) noise[one]! += records
    }
    if (this.rows % block === 0) {
      this.events.set(events, (this.rows / block) * series)
      this.noise.set(noise, (this.rows / block) * series)
    }
  }

  /** For each series its lane from 1 on, 0 where it only counts to all, -1 where not even there. */
  private lanesOf(
    by: DensityRequest['by'],
    lanes: DensityRequest['lanes'],
    wanted: string,
  ): Int32Array {
    const found = new Int32Array(this.series).fill(-1)
    const laneOf = new Map(lanes.flatMap((keys, lane) => keys.map((key) => [key, lane + 1])))
    for (const [host, name] of this.table.hosts.entries()) {
      if (wanted !== '' && wanted !== name) continue
      for (const [index, group] of GROUPS.entries()) {
        const one = this.seriesOf[host * GROUPS.length + index] as number
        const key = by === 'host' ? name : by === 'source' ? group : ''
        if (one >= 0) found[one] = key === '' ? 0 : (laneOf.get(key) ?? 0)
      }
    }
    return found
  }

  private countsOf(lanes: DensityRequest['lanes'], host: string): ClientCounts {
    const key = JSON.stringify([host, lanes])
    let counts = this.clients.get(key)
    if (!counts) {
      const [oldest] = this.clients.keys()
      if (oldest !== undefined && this.clients.size >= KEPT_CLIENTS) this.clients.delete(oldest)
      counts = clientCounts(this.table, this.rows, lanes, host)
      this.clients.set(key, counts)
    }
    return counts
  }

  /** Adds what lies between the edges to the bins of its lane and to those of all. */
  private count(
    edges: Uint32Array,
    laneOf: Int32Array,
    events: Uint32Array,
    noise: Uint32Array,
  ): void {
    const bins = edges.length - 1
    const lanes = events.length / bins
    const wanted = Uint32Array.from([...laneOf.keys()].filter((one) => laneOf[one]! >= 0))
    // Records of each lane before the row that we are at, then noise among them.
    const now = new Uint32Array(lanes * 2)
    const before = new Uint32Array(lanes * 2)
    let at = -1
    for (let edge = 0; edge <= bins; edge++) {
      const row = edges[edge] as number
      if (row === at) continue
      const block = Math.floor(row / this.block)
      if (at < block * this.block) {
        this.loadBlock(block, wanted, laneOf, now)
        at = block * this.block
      }
      this.addRows(at, row, laneOf, now)
      at = row
      for (let lane = 0; edge > 0 && lane < lanes; lane++) {
        const more = (now[lane]! - before[lane]!) >>> 0
        const moreNoise = (now[lanes + lane]! - before[lanes + lane]!) >>> 0
        events[edge - 1]! += more
        noise[edge - 1]! += moreNoise
        if (lane === 0) continue
        events[lane * bins + edge - 1] = more
        noise[lane * bins + edge - 1] = moreNoise
      }
      before.set(now)
    }
  }

  private loadBlock(
    block: number,
    wanted: Uint32Array,
    laneOf: Int32Array,
    sums: Uint32Array,
  ): void {
    const lanes = sums.length / 2
    const base = block * this.series
    sums.fill(0)
    for (const one of wanted) {
      const lane = laneOf[one] as number
      sums[lane]! += this.events[base + one] as number
      sums[lanes + lane]! += this.noise[base + one] as number
    }
  }

  private addRows(from: number, to: number, laneOf: Int32Array, sums: Uint32Array): void {
    const { host, family, further, flags } = this.table
    const lanes = sums.length / 2
    for (let row = from; row < to; row++) {
      const one = this.seriesOf[pairOf(host[row] as number, family[row] as number)] as number
      const lane = laneOf[one] as number
      if (lane < 0) continue
      const records = 1 + (further[row] as number)
      sums[lane]! += records
      if ((flags[row] as number) & FLAG_NOISE) sums[lanes + lane]! += records
    }
  }
}

function pairOf(host: number, family: number): number {
  return host * GROUPS.length + (GROUP_OF[family] as number)
}

/** Rows between two totals: a power of two, so that the totals keep to their memory. */
function blockFor(rows: number, series: number): number {
  let block = SMALLEST_BLOCK
  const taken = () => (rows / block + 1) * series * 2 * Uint32Array.BYTES_PER_ELEMENT
  while (taken() > MOST_BYTES && block < rows) block *= 2
  return block
}
