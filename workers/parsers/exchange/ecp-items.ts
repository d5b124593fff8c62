import { unquote } from './csv.js'

const SEMICOLON = ';'
const APOSTROPHE = "'"

/**
 * Value of one item of an ECP EventData cell, '' where it has none. Items are `T:KEY=value` between
 * semicolons; an item whose value holds a semicolon or an apostrophe is wrapped in apostrophes, those
 * inside doubled. A cell still in its CSV quotes is taken out of them first. The key is compared
 * without case: the builds differ (`S:BLD`, `S:Bld`).
 */
export function ecpItem(eventData: string, key: string): string {
  const data = unquote(eventData)
  const wanted = key.toLowerCase()
  let at = 0
  while (at < data.length) {
    let item: string
    if (data[at] === APOSTROPHE) {
      const close = closingApostrophe(data, at + 1)
      item = data.slice(at + 1, close).replaceAll("''", APOSTROPHE)
      at = Math.max(close + 1, nextSemicolon(data, close)) + 1
    } else {
      const end = nextSemicolon(data, at)
      item = data.slice(at, end)
      at = end + 1
    }
    const equals = item.indexOf('=')
    const colon = item.indexOf(':')
    if (colon < 0 || equals < colon) continue
    if (item.slice(colon + 1, equals).toLowerCase() === wanted) return item.slice(equals + 1)
  }
  return ''
}

/** Position of the apostrophe that is not doubled; the end where the item is cut off. */
function closingApostrophe(data: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = data.indexOf(APOSTROPHE, at)
    if (at < 0) return data.length
    if (data[at + 1] !== APOSTROPHE) return at
  }
}

function nextSemicolon(data: string, from: number): number {
  const at = data.indexOf(SEMICOLON, from)
  return at < 0 ? data.length : at
}

/** Cmdlets of an `S:CMD` value, joined by `|`: `Cmdlet.Param=value`, or `Pipeline.1|Cmdlet…`. */
export function cmdlets(command: string): string {
  const names: string[] = []
  const outside = command.replace(/'(?:[^']|'')*'?/g, '')
  for (const match of outside.matchAll(/(?:^|[|;])\s{0,9}([a-z]{2,40}-[a-z]{2,60})/gi)) {
    if (match[1] !== undefined) names.push(match[1])
  }
  return names.join('|')
}
