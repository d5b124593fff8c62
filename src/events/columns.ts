import type { EventRow } from '../../workers/query-protocol.js'
import {
  FLAG_CANDIDATE,
  FLAG_DATE_ASSUMED,
  FLAG_FOLDED,
  FLAG_HEADER_ASSUMED,
  FLAG_NOISE,
  FLAG_RESHAPED,
} from '../model/event-table.js'
import { FAMILIES } from '../model/families.js'
import { FIELDS, type FieldId } from '../model/query/fields.js'
import { count } from '../parts/words.js'
import { inZone, shownTime } from '../parts/zone.js'

/** A column as it is laid out. */
export interface Column {
  readonly field: FieldId
  /** CSS pixels. */
  readonly width: number
}

/** Columns and order of the events table. */
export interface TableLayout {
  readonly columns: readonly Column[]
  readonly sort: { readonly field: FieldId; readonly descending: boolean }
}

const WIDTHS: Readonly<Record<FieldId, number>> = {
  time: 168,
  log: 150,
  client: 122,
  user: 130,
  action: 74,
  target: 250,
  status: 62,
  agent: 240,
  forwarded: 130,
  server: 110,
  file: 260,
  records: 76,
  flag: 170,
}

/** Few at first; the picker has the others. */
const FIRST: readonly FieldId[] = [
  'time',
  'client',
  'action',
  'target',
  'status',
  'flag',
  'user',
  'log',
]

export const NARROWEST = 48
export const WIDEST = 1_200

export const FIRST_LAYOUT: TableLayout = {
  columns: FIRST.map((field) => ({ field, width: WIDTHS[field] })),
  sort: { field: 'time', descending: false },
}

export function withColumn(layout: TableLayout, field: FieldId): TableLayout {
  if (layout.columns.some((column) => column.field === field)) return layout
  return { ...layout, columns: [...layout.columns, { field, width: WIDTHS[field] }] }
}

/** Without a column; the last one stays. */
export function withoutColumn(layout: TableLayout, field: FieldId): TableLayout {
  const columns = layout.columns.filter((column) => column.field !== field)
  return columns.length === 0 ? layout : { ...layout, columns }
}

export function withWidth(layout: TableLayout, field: FieldId, width: number): TableLayout {
  const kept = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)))
  const columns = layout.columns.map((one) => (one.field === field ? { ...one, width: kept } : one))
  return { ...layout, columns }
}

/** By a column; by the same once more the other way round. */
export function sortedBy(layout: TableLayout, field: FieldId): TableLayout {
  const again = layout.sort.field === field && !layout.sort.descending
  return { ...layout, sort: { field, descending: again } }
}

export function headingOf(field: FieldId): string {
  if (field === 'time') return inZone('Time')
  return FIELDS.find(({ id }) => id === field)?.label ?? field
}

/** A cell's words. */
export function cellOf(row: EventRow, field: FieldId): string {
  switch (field) {
    case 'time':
      return shownTime(row.time)
    case 'log':
      return FAMILIES.find(({ id }) => id === row.log)?.label ?? row.log
    case 'status':
      return row.status === 0 ? '' : String(row.status)
    case 'records':
      return count(row.records)
    case 'flag':
      return marksOf(row).join(', ')
    default:
      return row[field]
  }
}

/** The value that a query can ask for exactly; null where there is none to ask for. */
export function valueOf(row: EventRow, field: FieldId): string | null {
  if (field === 'time' || field === 'records' || field === 'flag') return null
  return field === 'status' ? String(row.status) : row[field]
}

/** What is to be known of a row, in words. */
export function marksOf({ flags, records, span }: EventRow): string[] {
  const marks: string[] = []
  if (flags & FLAG_NOISE) marks.push('Exchange’s own monitoring')
  if (flags & FLAG_FOLDED) marks.push(`folded ×${count(records)} in ${seconds(span)}`)
  if (flags & FLAG_RESHAPED) marks.push('too many fields: read from both ends')
  if (flags & FLAG_HEADER_ASSUMED) marks.push('header assumed')
  if (flags & FLAG_DATE_ASSUMED) marks.push('date assumed')
  if (flags & FLAG_CANDIDATE) marks.push('holds a word of a rule')
  return marks
}

function seconds(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${count(milliseconds)} ms`
    : `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`
}
