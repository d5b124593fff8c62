import { decodeText } from '../../text.js'
import { beginsAsXml } from './xml.js'

/**
 * Name of the outermost element of an XML text, by its head; '' where the head is not XML, null where
 * remarks fill all of it.
 */
export function xmlRoot(head: Uint8Array): string | null {
  if (!beginsAsXml(head)) return ''
  const text = decodeText(head).replace(/^\ufeff/, '')
  for (let at = text.search(/\S/); ;) {
    const end = endOfProlog(text, at)
    if (end === at) return /^<([\w:.-]+)/.exec(text.slice(at, at + 200))?.[1] ?? ''
    if (end < 0) return null
    at = end
    while (at < text.length && /\s/.test(text.charAt(at))) at++
    if (at === text.length) return null
  }
}

/** Behind the declaration, remark or document type at `at` and as it was where there is none; -1: cut off. */
function endOfProlog(text: string, at: number): number {
  const mark = text.startsWith('<?', at) ? '?>' : text.startsWith('<!--', at) ? '-->' : ''
  const close = mark === '' && text.startsWith('<!', at) ? '>' : mark
  if (close === '') return at
  const found = text.indexOf(close, at)
  return found < 0 ? -1 : found + close.length
}
