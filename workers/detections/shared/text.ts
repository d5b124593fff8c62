import { percentDecode } from '../../log-record.js'
import { plain } from '../../../src/model/plain.js'

/** A column's text in lower case, `+` as a blank: as logged, and once percent-decoded. */
export function normalForms(text: string): string[] {
  const logged = text.toLowerCase().replaceAll('+', ' ')
  const decoded = percentDecode(text).toLowerCase().replaceAll('+', ' ')
  return decoded === logged ? [logged] : [logged, decoded]
}

/** HTML and JavaScript escapes of angle brackets and quotes undone, lower case. */
export function unescapeMarkup(text: string): string {
  return text
    .toLowerCase()
    .replace(/&lt;|\\u003c/g, '<')
    .replace(/&gt;|\\u003e/g, '>')
    .replace(/&quot;|\\u0022/g, '"')
}

/** Reads `eval ( Request` with any blanks, as one regular expression without backtracking. */
export const EVAL_REQUEST = new RegExp(
  plain('ev¦al\\s{0,9}\\(\\s{0,9}(?:system\\.web\\.)?req¦uest'),
)
export const EVAL_CALL = new RegExp(plain('ev¦al\\s{0,9}\\('))
/** Markup that no address of a virtual directory holds. */
export const SCRIPT_MARKUP = new RegExp(
  plain('<|page_¦load|run¦at\\s{0,9}=|jscr¦ipt|<scr¦ipt|ev¦al\\s{0,9}\\('),
)
