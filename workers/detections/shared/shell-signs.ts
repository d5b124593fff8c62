import { plain } from '../../../src/model/plain.js'
import { EVAL_REQUEST } from './text.js'

/** Of the text of a page in lower case, comments inside of code taken out. */
type Sign = (text: string) => boolean

const both = (...parts: readonly RegExp[]): Sign => {
  return (text) => parts.every((part) => part.test(text))
}
const sign = (barred: string): RegExp => new RegExp(plain(barred))

/** Pages that do nothing but this are no longer. */
const TINY = 300
/** A page for uploads alone; pages of applications around one are longer. */
const SHORT = 2_048
const PAGE_LOAD = plain('page_¦load')
const COMMENT = /\/\*[^*]{0,200}\*\//g

const ASKED = sign(
  'req¦uest\\s{0,9}(?:\\.\\s{0,9}(?:form|querystring|params|item|headers|cookies)\\s{0,9}(?:\\.get)?)?\\s{0,9}[[(]',
)
const PROGRAM = sign(
  'diagnostics\\.pro¦cess|proc¦essstartinfo|new\\s{1,9}pro¦cess\\s{0,9}\\(|wscript\\.sh¦ell',
)
const DECODED = sign('frombase64¦string|createdecr¦yptor|aescrypto|rijndael')
const LOADED = sign('assem¦bly\\s{0,9}\\.\\s{0,9}load\\s{0,9}\\(|compileassem¦blyfromsource')
const EVAL_VARIABLE = sign('ev¦al\\s{0,9}\\(\\s{0,9}[a-z_]')
/** Classic ASP needs no bracket behind the word. */
const ASP_REQUEST = sign('(?:ev¦al|exec¦ute(?:global)?)\\s{1,9}req¦uest\\s{0,9}[(.]')

/** Runs the text that a client sends, in one of the ways that published web shells use. */
const RUNS: readonly Sign[] = [
  both(ASP_REQUEST),
  both(sign('ev¦al\\s{0,9}/\\*')),
  both(
    sign('\\.loadxml\\s{0,9}\\('),
    sign('frombase64¦string\\s{0,9}\\(\\s{0,9}req¦uest'),
    /transform/,
  ),
  both(LOADED, DECODED, ASKED),
  both(sign('compileassem¦blyfromsource'), ASKED),
  (text) => text.length < TINY && EVAL_VARIABLE.test(text) && ASKED.test(text),
]

const DROPS: readonly Sign[] = [
  both(sign('req¦uest\\.files\\s{0,9}\\[[^\\]]{0,40}\\]\\.save¦as')),
  both(sign('streamwri¦ter\\([^)]{0,80}req¦uest')),
  both(sign('writeall(?:text|bytes)\\s{0,9}\\([^;]{0,120}req¦uest')),
  (text) =>
    text.length < SHORT && /request\.files\s{0,9}\[/.test(text) && /\.saveas\s{0,9}\(/.test(text),
]

const TUNNELS = both(
  /request\.headers/,
  /new\s{1,9}(?:system\.net\.sockets\.)?(?:socket|tcpclient)\s{0,9}\(|net\.ipendpoint/,
  /response\.(?:binarywrite|addheader|write)/,
)

/** Which security software runs: the first question of the attackers of March 2021. */
const ASKS_FOR_GUARDS = /file\.exists\s{0,9}\([^;{]{0,200}(?:xagt|csfalconservice)\.exe/

export type ShellKind = 'runs' | 'drops' | 'tunnels' | 'starts' | 'asks'

/** What server script in lower case does as web shells do; null where it does nothing of the kind. */
export function shellKind(code: string): ShellKind | null {
  const text = code.replace(COMMENT, '')
  if (EVAL_REQUEST.test(text) || RUNS.some((runs) => runs(code) || runs(text))) return 'runs'
  if (TUNNELS(text)) return 'tunnels'
  if (DROPS.some((drops) => drops(text))) return 'drops'
  if (ASKS_FOR_GUARDS.test(text)) return 'asks'
  return PROGRAM.test(text) && ASKED.test(text) ? 'starts' : null
}

/** A function that ASP.NET calls by itself, with a call that runs what is sent: no markup is needed. */
export function runsOnLoad(text: string): boolean {
  return EVAL_REQUEST.test(text) && text.includes(PAGE_LOAD)
}
