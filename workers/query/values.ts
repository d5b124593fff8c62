import { FAMILIES } from '../../src/model/families.js'
import { fieldOf, FLAG_NAMES, type FieldId } from '../../src/model/query/fields.js'
import type { TableIndex, TextColumn } from './table-index.js'

/** Values of the case that hold `text`, those that begin with it first, then the most frequent. */
export function valuesOf(field: FieldId, text: string, most: number, index: TableIndex): string[] {
  const wanted = text.toLowerCase()
  const starting: string[] = []
  const holding: string[] = []
  for (const value of allOf(field, index)) {
    if (starting.length === most) break
    const at = value === '' ? -1 : value.toLowerCase().indexOf(wanted)
    if (at === 0) starting.push(value)
    else if (at > 0 && holding.length < most) holding.push(value)
  }
  return [...starting, ...holding].slice(0, most)
}

function* allOf(field: FieldId, index: TableIndex): Generator<string, void, void> {
  const { table } = index
  const kind = fieldOf(field)?.kind
  if (kind === 'flag') yield* Object.keys(FLAG_NAMES)
  else if (kind === 'host') yield* table.hosts
  else if (kind === 'family') {
    for (const at of used(table.family)) yield FAMILIES[at]?.id ?? ''
  } else if (kind === 'file') {
    for (const at of used(table.entry)) yield index.pathOf(at)
  } else if (field === 'status') {
    for (const at of used(table.status)) if (at !== 0) yield String(at)
  } else if (kind === 'text' || kind === 'address') {
    for (const at of index.distinct(field as TextColumn).values) yield table.strings[at] as string
  }
}

/** The values that a column of small numbers holds, ascending. */
function used(column: Uint8Array | Uint16Array | Uint32Array): number[] {
  return [...new Set(column)].sort((a, b) => a - b)
}
