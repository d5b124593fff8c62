import type { LineBlock } from '../parser.js'
import { headLines } from '../shared/head.js'
import { linesOf } from './table.js'

/** `Name   : value` as Format-List prints it; the value goes on in lines that begin with blanks. */
const ITEM = /^([A-Za-z]\w{0,60}) *: ?(.*)$/
/** Names of one record, and its text, at most; more is no record that is known. */
const MAX_ITEMS = 200
const MAX_VALUE = 8_192

/** Takes a record: its values by name in lower case, and its place. */
export type TakeListed = (record: ReadonlyMap<string, string>, offset: number, size: number) => void

/** Names in lower case of the items that a head shows. */
export function headListing(head: Uint8Array): ReadonlySet<string> {
  const names = headLines(head).map((line) => ITEM.exec(line)?.[1]?.toLowerCase() ?? '')
  return new Set(names.filter(Boolean))
}

/** Gives each record of a listing: it ends where a name comes again or where an empty line stands. */
export function readListing(block: LineBlock, take: TakeListed): void {
  let record = new Map<string, string>()
  let offset = 0
  let end = 0
  let last = ''
  const give = (): void => {
    if (record.size > 0) take(record, offset, end - offset)
    record = new Map()
    last = ''
  }
  for (const line of linesOf(block)) {
    // An empty line is more than a line end away.
    if (line.offset - end > 2) give()
    const [, name = '', value = ''] = ITEM.exec(line.text) ?? []
    const key = name.toLowerCase()
    if (key === '') {
      const known = record.get(last)
      if (known !== undefined && known.length < MAX_VALUE) {
        record.set(last, known + line.text.trim())
      }
    } else {
      if (record.has(key)) give()
      if (record.size === 0) offset = line.offset
      if (record.size < MAX_ITEMS) record.set(key, value.slice(0, MAX_VALUE))
      last = key
    }
    end = line.offset + line.size
  }
  give()
}
