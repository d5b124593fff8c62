import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breakShell, defang, visible } from '../../../src/model/escape.js'
import { plain } from '../../../src/model/plain.js'

describe('visible', () => {
  it.each([
    ['a\u001b[31m', 'a␛[31m'],
    ['a\r\n\tb\0', 'a␍␊␉b␀'],
    ['\u007f\u0085', '␡\\u{85}'],
    ['gpj.\u202exe', 'gpj.\\u{202e}xe'],
    ['\u2066a\u2069\u200e\u200f\u061c', '\\u{2066}a\\u{2069}\\u{200e}\\u{200f}\\u{61c}'],
    ['ad\u200bmin\u200d\u2060\ufeff', 'ad\\u{200b}min\\u{200d}\\u{2060}\\u{feff}'],
    ['\ud800x', '\\u{d800}x'],
    ['x\udc00', 'x\\u{dc00}'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('shows %j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  it('leaves plain text of any language alone', () => {
    const text = 'Größe <b> Žluť 日本語 😀 العربية'
    expect(visible(text)).toBe(text)
  })

  it('leaves nothing hidden, and is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visible(text)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
        expect(visible(shown)).toBe(shown)
      }),
    )
  })
})

describe('defang', () => {
  it('makes addresses and links dead', () => {
    expect(defang('203.0.113.41 asked http://a.example/x and HTTPS://b')).toBe(
      '203.0.113[.]41 asked hxxp://a.example/x and hxxPS://b',
    )
  })

  it('leaves builds and stable text alone', () => {
    expect(defang('15.1.2106.2')).toBe('15.1.2106.2')
    const once = defang('10.0.0.1 http://10.0.0.2/')
    expect(defang(once)).toBe(once)
  })
})

describe('breakShell', () => {
  it.each([
    ['ev¦al(req¦uest["x"],"un¦safe")', 'ev·al(req·uest["x"],"uns·afe")'],
    [
      '<scr¦ipt lang¦uage="JS¦cript" run¦at="ser¦ver">',
      '<scr·ipt language="JScr·ipt" run·at="server">',
    ],
    [
      'function Page_¦Load(){EV¦AL (Req¦uest.Item["p"])}',
      'function Page_·Load(){EV·AL (Req·uest.Item["p"])}',
    ],
    ['<%@ Pa¦ge Lang¦uage="C#" %>', '<%@ Pa·ge Language="C#" %>'],
  ])('breaks %j', (barred, broken) => {
    expect(breakShell(plain(barred))).toBe(broken)
  })

  it('leaves the words of logs alone', () => {
    const text = 'GET /owa/auth/logon.aspx evaluation of requests, medieval scripts'
    expect(breakShell(text)).toBe(text)
  })

  it('is stable, and takes nothing away but dots', () => {
    const word = fc.constantFrom(
      'ev¦al(',
      '<scr¦ipt',
      'run¦at',
      'Page_¦Load',
      'Req¦uest[',
      ' ',
      'x',
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = plain(words.join(''))
        const broken = breakShell(text)
        expect(breakShell(broken)).toBe(broken)
        expect(broken.replaceAll('·', '')).toBe(text)
      }),
    )
  })
})
