import { percentDecode } from '../../log-record.js'
import { decodeText } from '../../text.js'

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Text of a file as a web server would take it: UTF-16 by its mark or its NULs, else UTF-8, else ANSI. */
export function fileText(bytes: Uint8Array): string {
  const encoding = utf16(bytes)
  const text = encoding === '' ? decodeText(bytes) : new TextDecoder(encoding).decode(bytes)
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** `utf-16le`, `utf-16be`, or '' where the bytes are neither. */
export function utf16(bytes: Uint8Array): '' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = Math.min(bytes.length, 256) & ~1
  if (sample < 8) return ''
  let evenNuls = 0
  let oddNuls = 0
  for (let at = 0; at < sample; at += 2) {
    if (bytes[at] === 0) evenNuls++
    if (bytes[at + 1] === 0) oddNuls++
  }
  const most = sample * 0.4
  if (oddNuls >= most && evenNuls === 0) return 'utf-16le'
  return evenNuls >= most && oddNuls === 0 ? 'utf-16be' : ''
}

/** HTML entities, `%XX` and `\uXXXX` undone once. */
export function decodeOnce(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));|\\u([0-9a-f]{4})|((?:%[0-9a-f]{2})+|%u[0-9a-f]{4})/gi,
    (
      whole: string,
      hex?: string,
      decimal?: string,
      name?: string,
      escaped?: string,
      run?: string,
    ) => {
      if (hex !== undefined) return character(parseInt(hex, 16), whole)
      if (decimal !== undefined) return character(Number(decimal), whole)
      if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? whole
      if (escaped !== undefined) return character(parseInt(escaped, 16), whole)
      return run === undefined ? whole : percentDecode(run)
    },
  )
}

function character(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}
