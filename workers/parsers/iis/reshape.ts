import { AddressReader } from '../shared/address.js'
import { decimal } from '../shared/bytes.js'
import type { W3cColumns } from './columns.js'
import type { Tokens } from './tokens.js'

const address = new AddressReader()

/**
 * Reads a row with too many fields from both ends: fields before the first free text are counted from
 * the left, fields after the last from the right. Between them, port and client address are known by
 * their shape if only one place has it; the surplus goes to the query before and the agent behind.
 * Otherwise all text goes to the query, and account, client and agent stay empty: an injected row must
 * not name somebody else. Leaves `tokens` with as many fields as `columns` has.
 */
export function reshape(bytes: Uint8Array, columns: W3cColumns, tokens: Tokens): void {
  const extra = tokens.count - columns.count
  const starts = tokens.starts.slice(0, tokens.count)
  const ends = tokens.ends.slice(0, tokens.count)
  const { firstFree, lastFree } = columns
  tokens.count = columns.count
  if (firstFree < 0) return

  /** Column `column` becomes the text from field `from` up to field `to`, left out. */
  const put = (column: number, from: number, to: number): void => {
    tokens.starts[column] = starts[from] ?? 0
    tokens.ends[column] = to > from ? (ends[to - 1] ?? 0) : (starts[from] ?? 0)
  }

  for (let column = lastFree + 1; column < columns.count; column++) {
    put(column, column + extra, column + extra + 1)
  }
  const stop = lastFree + extra + 1
  const port = hasUsualOrder(columns) ? onlyPort(bytes, columns, starts, ends, extra) : -1
  if (port < 0) {
    for (let column = firstFree; column <= lastFree; column++) put(column, stop - 1, stop - 1)
    const split = columns.stem === firstFree && columns.query === firstFree + 1
    put(firstFree, firstFree, split ? firstFree + 1 : stop)
    if (split) put(firstFree + 1, firstFree + 1, stop)
    return
  }
  put(columns.stem, firstFree, firstFree + 1)
  put(columns.query, firstFree + 1, port)
  put(columns.port, port, port + 1)
  put(columns.user, port + 1, port + 2)
  put(columns.client, port + 2, port + 3)
  const surplus = stop - (port + 3) - (lastFree - columns.client)
  const taker = columns.agent > columns.client ? columns.agent : columns.client + 1
  let from = port + 3
  for (let column = columns.client + 1; column <= lastFree; column++) {
    const to = from + 1 + (column === taker ? surplus : 0)
    put(column, from, to)
    from = to
  }
}

function hasUsualOrder(columns: W3cColumns): boolean {
  const { stem, query, port, user, client, lastFree, firstFree } = columns
  return (
    stem === firstFree &&
    query === stem + 1 &&
    port === stem + 2 &&
    user === stem + 3 &&
    client === stem + 4 &&
    client <= lastFree
  )
}

/** The one field that is a port with a client address two fields behind; -1 where none or several. */
function onlyPort(
  bytes: Uint8Array,
  columns: W3cColumns,
  starts: Int32Array,
  ends: Int32Array,
  extra: number,
): number {
  let found = -1
  for (let at = columns.port; at <= columns.port + extra; at++) {
    const value = decimal(bytes, starts[at] ?? 0, ends[at] ?? 0)
    if (value < 1 || value > 65_535) continue
    if (!address.read(bytes, starts[at + 2] ?? 0, ends[at + 2] ?? 0)) continue
    if (found >= 0) return -1
    found = at
  }
  return found
}
