import { plain } from './plain.js'

/**
 * Characters that hide, reorder or break text: controls, format characters (bidi, zero-width, soft
 * hyphen, BOM, tags), line and paragraph separators, lone surrogates.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Evidence text with every character that does not show itself written as a visible escape. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escapeCharacter)
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `\\u{${code.toString(16)}}`
}

/** Addresses and links that no program makes clickable: `203.0.113[.]41`, `hxxp://`. */
export function defang(text: string): string {
  return text
    .replace(/\b(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})\b/g, '$1[.]$2')
    .replace(/\bht(tps?:\/\/)/gi, (_, rest: string) => `hx${rest.replace(/t/i, 'x')}`)
}

/** Tell-tale words of web shells, each as the part before and the part after the break. */
const SHELL_WORDS: readonly (readonly [string, string])[] = [
  ['ev', '¦al\\s{0,9}\\('],
  ['ex', '¦ecute(?:global)?\\s{0,9}\\('],
  ['<\\s{0,9}scr', '¦ipt'],
  ['<%@\\s{0,9}pa', '¦ge'],
  ['run', '¦at'],
  ['jscr', '¦ipt'],
  ['page_', '¦load'],
  ['req', '¦uest\\s{0,9}[[(.]'],
  ['uns', '¦afe'],
  ['process', '¦startinfo'],
  ['diagnostics\\.', '¦process'],
  ['frombase', '¦64string'],
  ['assembly\\.', '¦load'],
  ['wscript\\.', '¦shell'],
  ['create', '¦object\\s{0,9}\\('],
  ['save', '¦as\\s{0,9}\\('],
  ['cmd', '¦\\.exe'],
  ['set-oab', '¦virtualdirectory'],
]

const SHELL = new RegExp(
  SHELL_WORDS.map(([head, tail]) => `${head}(?=${plain(tail)})`).join('|'),
  'gi',
)

/**
 * Text with the tell-tale words of web shells broken by a middle dot, so that no scanner takes an
 * output for a shell.
 */
export function breakShell(text: string): string {
  return text.replace(SHELL, '$&\u00b7')
}
