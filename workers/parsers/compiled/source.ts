import { baseName } from './place.js'

/** Where a code generator says what page the code comes from: C#, Visual Basic, JScript. */
const PRAGMA =
  /(?:#pragma checksum|#line \d{1,9}|#External(?:Source|Checksum)\(|@position\(file=)[ \t]{0,4}"([^"\r\n]{1,500})"/g
const PAGE = /\.(?:aspx|ashx|asmx|asax|ascx|asp|svc|master|cshtml|vbhtml)$/i
/** Pragmas that are looked at: a page that includes others names its own among the first. */
const MAX_PRAGMAS = 1_000

/** Path of the page that the code was generated from, with forward slashes; '' where it names none. */
export function pageOfSource(text: string): string {
  let first = ''
  let seen = 0
  for (const [, stated = ''] of text.matchAll(PRAGMA)) {
    const path = stated.replaceAll('\\\\', '\\').replaceAll('\\', '/')
    if (PAGE.test(path)) return path
    first ||= path
    if (++seen === MAX_PRAGMAS) break
  }
  return first
}

/** Does the head hold what only generated code of a page has? */
export function isGeneratedSource(head: string): boolean {
  return (
    /^\s*#pragma checksum "/.test(head) ||
    /^[ \t]{0,40}(?:#line \d{1,9} "[^"\r\n]{1,500}\.as[pchm]x"|#External(?:Source|Checksum)\(")/im.test(
      head,
    ) ||
    /^\/\/@set @position\(file="/m.test(head) ||
    /^[ \t]{0,8}(?:namespace|package) ASP[ \t]{0,8}\r?\n?\s{0,80}\{/m.test(head)
  )
}

/** `App_Web_kdhqwx1z.0.cs`, as the compiler's input is named. */
export function isSourceName(path: string): boolean {
  return /\.\d{1,3}\.(?:cs|vb|js)$/i.test(baseName(path))
}
