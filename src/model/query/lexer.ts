import { ANY, ONE, type Pattern } from './query.js'

/** A value as written: its pattern, and whether it stood in quotes. */
export interface Word {
  readonly pattern: Pattern
  readonly quoted: boolean
  /** Where it ends. */
  readonly end: number
  /** Quotes that were not closed. */
  readonly open: boolean
}

const ENDS_WORD = /[\s()"]/

/**
 * The word at `from`. In quotes `\"`, `\\`, `\*` and `\?` stand for the character itself; outside, a
 * backslash is one, as in paths of Windows. With `literal`, `*` and `?` are no wildcards.
 */
export function wordAt(text: string, from: number, literal: boolean): Word {
  const quoted = text[from] === '"'
  const pattern = new PatternBuilder()
  let at = quoted ? from + 1 : from
  for (; at < text.length; at++) {
    const character = text[at] as string
    if (quoted ? character === '"' : ENDS_WORD.test(character)) break
    const next = text[at + 1] ?? ''
    if (quoted && character === '\\' && next !== '' && '"\\*?'.includes(next)) {
      pattern.add(next)
      at++
    } else if (!literal && character === '*') pattern.any()
    else if (!literal && character === '?') pattern.one()
    else pattern.add(character)
  }
  const open = quoted && at === text.length
  return { pattern: pattern.done(), quoted, end: quoted && !open ? at + 1 : at, open }
}

class PatternBuilder {
  private readonly parts: (string | typeof ONE | typeof ANY)[] = []
  private text = ''

  add(character: string): void {
    this.text += character
  }

  one(): void {
    this.flush()
    this.parts.push(ONE)
  }

  any(): void {
    this.flush()
    if (this.parts.at(-1) !== ANY) this.parts.push(ANY)
  }

  done(): Pattern {
    this.flush()
    return this.parts
  }

  private flush(): void {
    if (this.text !== '') this.parts.push(this.text)
    this.text = ''
  }
}
