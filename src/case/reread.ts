import type { RecordLocation } from '../model/event-table.js'
import type { Finding } from '../model/finding.js'
import type { Bytes, EntryIndex } from '../model/units.js'
import type { FoldedRow, RawRow, ReadRowsTask, UnfoldedRows } from '../../workers/protocol.js'
import { isLost, type Pool } from './pool.js'
import {
  requestChain,
  type ChainContext,
  type ChainedRow,
  type RequestChain,
} from './request-chain.js'

/** Records of an open case, read again from the evidence. */
export class Reread {
  constructor(
    private readonly pool: Pool,
    private readonly caseApi: ChainContext['caseApi'] & {
      keepRaw(rows: readonly RawRow[]): Promise<void>
      keptRow(location: RecordLocation): Promise<RawRow | null>
    },
    private readonly taskOf: (entry: EntryIndex) => ReadRowsTask | undefined,
    /** Why an entry cannot be read. */
    private readonly whyNot: () => string,
  ) {}

  async row(
    location: RecordLocation,
    neighbours: number,
    onProgress?: (share: number) => void,
  ): Promise<RawRow> {
    const wanted = location.offset + location.size
    const task = this.taskOf(location.entry)
    const kept = task ? null : await this.caseApi.keptRow(location)
    if (kept) return kept
    const rows = await this.pool.readRows(
      this.known(location.entry),
      [location],
      neighbours,
      ({ offset }) => onProgress?.(Math.min(1, offset / wanted)),
    )
    const row = isLost(rows) ? undefined : rows[0]
    if (!row) throw new Error(isLost(rows) ? rows.reason : 'the record could not be read again')
    return row
  }

  async bytes(location: RecordLocation): Promise<Uint8Array> {
    const bytes = await this.pool.readBytes(this.known(location.entry), location)
    if (isLost(bytes)) throw new Error(bytes.reason)
    return bytes
  }

  async file(entry: EntryIndex, from: Bytes, length: Bytes): Promise<Uint8Array> {
    const bytes = await this.pool.readFile(this.known(entry), from, length)
    if (isLost(bytes)) throw new Error(bytes.reason)
    return bytes
  }

  chain(row: ChainedRow, text: string, signal: AbortSignal): Promise<RequestChain> {
    const { pool, caseApi, taskOf } = this
    return requestChain(row, text, { pool, caseApi, taskOf, signal })
  }

  async unfold(row: FoldedRow): Promise<UnfoldedRows> {
    const rows = await this.pool.unfold(this.known(row.entry), row)
    if (isLost(rows)) throw new Error(rows.reason)
    return rows
  }

  /** Fetches the raw text of every finding's rows once, for the outputs. */
  async keepRaw(findings: readonly Finding[], signal: AbortSignal): Promise<void> {
    const wanted = new Map<EntryIndex, Map<number, number>>()
    for (const row of findings.flatMap((finding) => finding.rows)) {
      const offsets = wanted.get(row.entry) ?? new Map<number, number>()
      wanted.set(row.entry, offsets.set(row.offset, row.size))
    }
    await Promise.all(
      [...wanted].map(async ([entry, offsets]) => {
        const task = this.taskOf(entry)
        if (!task) return
        const locations = [...offsets]
          .map(([offset, size]) => ({ entry, offset, size }))
          .sort((a, b) => a.offset - b.offset)
        const rows = await this.pool.readRows(task, locations, 0)
        if (!isLost(rows) && !signal.aborted) await this.caseApi.keepRaw(rows)
      }),
    )
  }

  private known(entry: EntryIndex): ReadRowsTask {
    const task = this.taskOf(entry)
    if (!task) throw new Error(this.whyNot())
    return task
  }
}
