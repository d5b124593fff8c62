import type { Query } from '../../src/model/query/query.js'
import type { Span } from '../../src/model/query/values.js'
import { BLOCK_ROWS, conditionOf, type Condition } from './conditions.js'
import type { TableIndex } from './table-index.js'

/** The rows in [rows.from, rows.to) that a query asks for, ascending. */
export function matchingRows(query: Query, index: TableIndex, rows: Span): Uint32Array {
  const condition = compile(query, index)
  const found = new Uint32Array(Math.max(0, rows.to - rows.from))
  const mask = new Uint8Array(BLOCK_ROWS)
  let length = 0
  for (let from = rows.from; from < rows.to; from += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows.to - from)
    condition(mask, from, count)
    for (let at = 0; at < count; at++) {
      found[length] = from + at
      length += mask[at] as number
    }
  }
  return found.slice(0, length)
}

function compile(query: Query, index: TableIndex): Condition {
  if (query.kind === 'test') return conditionOf(query, index)
  if (query.kind === 'not') return inverted(compile(query.part, index))
  const parts = query.parts.map((part) => compile(part, index))
  return query.kind === 'and' ? all(parts) : any(parts)
}

function inverted(condition: Condition): Condition {
  return (out, from, count) => {
    condition(out, from, count)
    for (let at = 0; at < count; at++) out[at]! ^= 1
  }
}

function all(parts: readonly Condition[]): Condition {
  const second = new Uint8Array(BLOCK_ROWS)
  const [first, ...rest] = parts
  return (out, from, count) => {
    if (!first) out.fill(1, 0, count)
    else first(out, from, count)
    for (const part of rest) {
      part(second, from, count)
      for (let at = 0; at < count; at++) out[at]! &= second[at] as number
    }
  }
}

function any(parts: readonly Condition[]): Condition {
  const second = new Uint8Array(BLOCK_ROWS)
  const [first, ...rest] = parts
  return (out, from, count) => {
    if (!first) out.fill(0, 0, count)
    else first(out, from, count)
    for (const part of rest) {
      part(second, from, count)
      for (let at = 0; at < count; at++) out[at]! |= second[at] as number
    }
  }
}
