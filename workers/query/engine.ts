import type { EventTable, RecordLocation } from '../../src/model/event-table.js'
import { familyAt, type FamilyId } from '../../src/model/families.js'
import { both, exactly } from '../../src/model/query/print.js'
import type {
  EventAnswer,
  EventQuery,
  EventRow,
  QueryApi,
  StackField,
  Stacks,
} from '../query-protocol.js'
import { rowsWithin } from './conditions.js'
import { matchingRows } from './evaluate.js'
import { sortRows } from './sort-rows.js'
import { stacksOf } from './stacks.js'
import { TableIndex } from './table-index.js'
import { valuesOf } from './values.js'

/** Answers kept: the one shown, and one that is just being replaced. Each takes 4 bytes a row. */
const KEPT = 2
/** Rows that are given at once: a screen has a hundred. */
const MOST_ROWS = 2_000

interface Answer {
  /** In order of the table: what goes through them reads memory from front to back. */
  readonly found: Uint32Array
  /** In the order asked for. */
  readonly rows: Uint32Array
}

/** Questions about the finished table. */
export class QueryEngine implements QueryApi {
  private readonly index: TableIndex
  private readonly answers = new Map<number, Answer>()
  private last = 0

  constructor(
    private readonly table: EventTable,
    pathOf: (entry: number) => string,
  ) {
    this.index = new TableIndex(table, pathOf)
  }

  /** Works out what the first search for a word needs, a column a call; false once all is there. */
  prepare(): boolean {
    return this.index.prepareNext()
  }

  query({ query, range, server, sort }: EventQuery): EventAnswer {
    const started = performance.now()
    // Of a single server all rows are its own.
    const asked =
      server === '' || this.table.hosts.length === 1
        ? query
        : both(exactly('server', server), query)
    const within = range ? rowsWithin(this.table, range) : { from: 0, to: this.table.length }
    const found = matchingRows(asked, this.index, within)
    const rows = sortRows(found, sort, this.index)
    const id = ++this.last
    this.answers.set(id, { found, rows })
    this.answers.delete(id - KEPT)
    const { further } = this.table
    let records = found.length
    for (let at = 0; at < found.length; at++) records += further[found[at] as number] as number
    return { id, rows: rows.length, records, ms: performance.now() - started }
  }

  eventRows(id: number, from: number, to: number): EventRow[] | null {
    const rows = this.answers.get(id)?.rows
    if (!rows) return null
    const wanted = rows.subarray(Math.max(0, from), Math.min(to, from + MOST_ROWS))
    return Array.from(wanted, (row) => this.row(row))
  }

  stacks(id: number, field: StackField, rarest: boolean, most: number): Stacks | null {
    const answer = this.answers.get(id)
    return answer ? stacksOf(answer.found, field, rarest, most, this.index) : null
  }

  values: QueryApi['values'] = (field, text, most) => valuesOf(field, text, most, this.index)

  eventAt({ entry: file, offset: at }: RecordLocation): EventRow | null {
    const { entry, offset, size, length } = this.table
    let best = -1
    for (let row = 0; row < length; row++) {
      if (entry[row] !== file) continue
      const from = offset[row] as number
      if (from > at || at >= from + Math.max(1, size[row] as number)) continue
      // A folded row's stretch holds other records too: the one that begins nearest is meant.
      if (best < 0 || from > (offset[best] as number)) best = row
    }
    return best < 0 ? null : this.row(best)
  }

  besideInFile(row: number, step: -1 | 1): EventRow | null {
    const { entry, offset, length } = this.table
    const file = entry[row]
    const at = offset[row] as number
    let best = -1
    let bestAt = step * Infinity
    for (let other = 0; other < length; other++) {
      if (entry[other] !== file || other === row) continue
      const place = offset[other] as number
      // Several rows of one record have one place; among them the order is that of the table.
      const beyond = place === at ? (other - row) * step > 0 : (place - at) * step > 0
      if (!beyond) continue
      const nearer = (bestAt - place) * step > 0
      if (nearer || (place === bestAt && step < 0)) {
        best = other
        bestAt = place
      }
    }
    return best < 0 ? null : this.row(best)
  }

  private row(row: number): EventRow {
    const { table } = this
    const text = (column: Uint32Array): string => table.strings[column[row] as number] ?? ''
    const entry = table.entry[row] as number
    return {
      row,
      entry,
      offset: table.offset[row] as number,
      size: table.size[row] as number,
      time: table.time[row] as number,
      tenths: table.tenths[row] as number,
      log: familyAt(table.family[row] as number).id as FamilyId,
      client: text(table.client),
      forwarded: text(table.forwarded),
      user: text(table.user),
      agent: text(table.agent),
      action: text(table.action),
      target: text(table.target),
      status: table.status[row] as number,
      server: table.hosts[table.host[row] as number] ?? '',
      file: this.index.pathOf(entry),
      flags: table.flags[row] as number,
      records: 1 + (table.further[row] as number),
      span: table.span[row] as number,
    }
  }
}
