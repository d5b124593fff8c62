import { decodeBase64 } from '../../base64.js'

/** A command line is looked at so far; Windows allows 32,767 characters. */
const MOST_ENCODED = 32_768
/** PowerShell's parameter in any of the lengths that it takes, and what follows it. */
const ENCODED = /[-/–—]e(?:c|nc?|nco\w{0,11})?\s+["']?([a-z0-9+/]{16,}={0,2})/i
/** PowerShell encodes its commands so. */
const UTF_16 = new TextDecoder('utf-16le')

/** Commands that were simplified: many are run again and again. */
let known = new Map<string, string>()
const MOST_KNOWN = 4_096
/** Scripts are longer, and hardly ever run twice. */
const LONGEST_KNOWN = 1_024

/**
 * A command in the form that detections compare: lower case, without the carets and doubled quotes
 * that cmd.exe drops, runs of blanks as one, with what PowerShell was given in base64 behind it.
 */
export function commandText(text: string): string {
  if (text.length > LONGEST_KNOWN) return makeText(text)
  const before = known.get(text)
  if (before !== undefined) return before
  if (known.size > MOST_KNOWN) known = new Map()
  const made = makeText(text)
  known.set(text, made)
  return made
}

function makeText(text: string): string {
  const plainText = simplified(text)
  const encoded = ENCODED.exec(text.slice(0, MOST_ENCODED))?.[1]
  return encoded === undefined ? plainText : `${plainText} ${simplified(decoded(encoded))}`
}

function simplified(text: string): string {
  return text.toLowerCase().replace(/\^|""/g, '').replace(/\s+/g, ' ').trim()
}

function decoded(base64: string): string {
  const bare = base64.replace(/=+$/, '')
  // What cannot be a whole byte any more was cut off.
  const whole = bare.length % 4 === 1 ? bare.slice(0, -1) : bare
  return UTF_16.decode(decodeBase64(whole))
}
