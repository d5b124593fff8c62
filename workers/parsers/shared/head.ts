import { decodeText } from '../../text.js'

/** Lines of an entry's head for recognition: no byte order mark, NULs as line ends, none empty. */
export function headLines(head: Uint8Array): string[] {
  return decodeText(head)
    .replace(/^\ufeff/, '')
    .split(/[\r\n\0]+/)
    .filter((line) => line !== '')
}
