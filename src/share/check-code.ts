/** Letters and digits that cannot be taken for one another when read aloud. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * Short code by which two people see that they hold the same picture of the same case: `K7Q-2MD`.
 * FNV-1a of the text in base 32; no protection against forgery, and not called one.
 */
export function checkCode(text: string): string {
  let high = FNV_OFFSET
  let low = FNV_OFFSET ^ text.length
  for (let at = 0; at < text.length; at++) {
    high = Math.imul(high ^ text.charCodeAt(at), FNV_PRIME)
    low = Math.imul(low ^ text.charCodeAt(text.length - 1 - at), FNV_PRIME)
  }
  let code = ''
  for (let place = 0; place < 3; place++) code += ALPHABET[(high >>> (place * 5 + 8)) & 31] ?? ''
  code += '-'
  for (let place = 0; place < 3; place++) code += ALPHABET[(low >>> (place * 5 + 8)) & 31] ?? ''
  return code
}
