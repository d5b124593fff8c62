import { decodeText } from '../../text.js'
import type { HealthFacts } from './health-facts.js'

/** Rows and cells longer than this are no part of the report's tables of facts. */
const MAX_ROW = 65_536
const MAX_CELLS = 64
const LESS = 0x3c

/** Reads the tables of the HTML report: rows of name and value, and rows under named columns. */
export function readHealthHtml(bytes: Uint8Array, facts: HealthFacts): void {
  let columns: readonly string[] = []
  for (let at = nextTag(bytes, 0, 'tr'); at < bytes.length;) {
    const end = nextTag(bytes, at + 1, 'tr')
    const row = decodeText(bytes.subarray(at, Math.min(end, at + MAX_ROW)))
    const { cells, heading } = cellsOf(row)
    const size = Math.min(end, at + MAX_ROW) - at
    if (heading) columns = cells
    else if (cells.length === 2 && columns.length !== 2) {
      facts.fact(cells[0] ?? '', cells[1] ?? '', at, size)
    } else {
      cells.forEach((cell, index) => {
        facts.fact(columns[index] ?? '', cell, at, size)
      })
    }
    at = end
  }
}

/** Texts of a row's cells; `heading` where they name columns. */
function cellsOf(row: string): { readonly cells: string[]; readonly heading: boolean } {
  const parts = row.split(/<t([dh])\b/i).slice(0, MAX_CELLS * 2 + 1)
  const cells: string[] = []
  let heading = false
  for (let part = 1; part + 1 < parts.length; part += 2) {
    if (parts[part]?.toLowerCase() === 'h') heading = true
    const text = parts[part + 1] ?? ''
    cells.push(plainText(text.slice(text.indexOf('>') + 1)))
  }
  return { cells, heading }
}

function plainText(html: string): string {
  return html
    .split('<')
    .map((piece, index) => (index === 0 ? piece : piece.slice(piece.indexOf('>') + 1)))
    .join(' ')
    .replace(/&(?:amp|lt|gt|quot|nbsp|#39);/g, (entity) => ENTITIES.get(entity) ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&nbsp;', ' '],
  ['&#39;', "'"],
])

/** Position of the next `<name` in either case; the end where there is none. */
function nextTag(bytes: Uint8Array, from: number, name: string): number {
  for (let at = bytes.indexOf(LESS, from); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
    let same = 0
    while (same < name.length && ((bytes[at + 1 + same] ?? 0) | 0x20) === name.charCodeAt(same)) {
      same++
    }
    const behind = (bytes[at + 1 + name.length] ?? 0) | 0x20
    if (same === name.length && !(behind >= 0x61 && behind <= 0x7a)) return at
  }
  return bytes.length
}
