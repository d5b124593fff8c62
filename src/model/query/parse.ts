import { check } from './check.js'
import { fieldOf, FIELDS, type FieldId } from './fields.js'
import { wordAt } from './lexer.js'
import { EVERYTHING, type Operator, type Pattern, type Query, type QueryError } from './query.js'

/** A query is typed by hand; what is longer was pasted by mistake. In UTF-16 units. */
export const MAX_QUERY = 4_096
/** Parentheses and NOTs inside one another; nobody reads more, and each takes a call. */
const MAX_DEPTH = 40

export type Parsed =
  | { readonly query: Query; readonly error: null }
  | { readonly query: null; readonly error: QueryError }

/** Reads a query. Never throws: what cannot be read is an error with its place. */
export function parseQuery(text: string): Parsed {
  if (text.length > MAX_QUERY) {
    const message = `a query has at most ${String(MAX_QUERY)} characters`
    return { query: null, error: { message, from: MAX_QUERY, to: text.length } }
  }
  const parser = new Parser(text)
  try {
    return { query: parser.whole(), error: null }
  } catch (stop) {
    if (stop instanceof Stop) return { query: null, error: stop.error }
    throw stop
  }
}

class Stop extends Error {
  constructor(readonly error: QueryError) {
    super(error.message)
  }
}

const BLANKS = /\s*/y
const KEYWORD = /(AND|OR|NOT)(?=[\s()"]|$)/y
const NAMED = /([A-Za-z][A-Za-z-]*)(!=|<=|>=|:|=|<|>)/y

class Parser {
  private at = 0
  private depth = 0

  constructor(private readonly text: string) {}

  whole(): Query {
    this.blanks()
    if (this.at === this.text.length) return EVERYTHING
    const query = this.or()
    if (this.at < this.text.length) this.stop('this closes nothing', this.at, this.at + 1)
    return query
  }

  private or(): Query {
    const parts = [this.and()]
    while (this.keyword('OR')) parts.push(this.and())
    return joined('or', parts)
  }

  private and(): Query {
    const parts = [this.not()]
    for (;;) {
      this.blanks()
      if (this.keyword('AND')) parts.push(this.not())
      else if (this.at === this.text.length || this.text[this.at] === ')' || this.peek('OR')) break
      else parts.push(this.not())
    }
    return joined('and', parts)
  }

  private not(): Query {
    this.blanks()
    const from = this.at
    const dash = this.text[from] === '-' && /[^\s)]/.test(this.text[from + 1] ?? '')
    if (dash) this.at++
    if (!dash && !this.keyword('NOT')) return this.primary()
    return this.deeper(from, () => negated(this.not()))
  }

  private primary(): Query {
    this.blanks()
    const from = this.at
    if (from === this.text.length) this.stop('something is missing here', from, from)
    if (this.text[from] === ')') this.stop('something is missing before this', from, from + 1)
    if (this.peek('AND') || this.peek('OR')) {
      this.stop('something is missing before this; quote the word to look for it', from, from + 2)
    }
    if (this.text[from] !== '(') return this.test()
    this.at++
    return this.deeper(from, () => {
      const inside = this.or()
      this.blanks()
      if (this.text[this.at] !== ')') this.stop('this is never closed', from, from + 1)
      this.at++
      return inside
    })
  }

  private test(): Query {
    const from = this.at
    NAMED.lastIndex = from
    const named = NAMED.exec(this.text)
    const field = named ? this.field(named[1] as string, named[2] as string, from) : null
    if (!named || !field) return this.value(null, ':', from)
    this.at = NAMED.lastIndex
    const operator = named[2] as Operator | '!='
    if (operator === '!=') return negated(this.value(field, '=', from))
    return this.value(field, operator, from)
  }

  /** null where the name and its sign are part of a text that is looked for, as in `https://…`. */
  private field(name: string, operator: string, from: number): FieldId | null {
    const field = fieldOf(name)
    if (field) return field.id
    const next = this.text[from + name.length + 1] ?? ''
    if (operator !== ':' || next === '/' || next === '\\') return null
    const known = FIELDS.map(({ id }) => id)
    const near = known.find((id) => id[0] === name[0]?.toLowerCase())
    const hint = near ? `; did you mean ${near}?` : `: there are ${known.join(', ')}`
    this.stop(`no field is called ${name}${hint}`, from, from + name.length)
  }

  private value(field: FieldId | null, operator: Operator, from: number): Query {
    const start = this.at
    const { pattern, quoted, end, open } = wordAt(this.text, start, operator === '=')
    if (open) this.stop('this quote is never closed', start, start + 1)
    if (!quoted && end === start) this.stop('a value is missing here', from, start)
    this.at = end
    const value: Pattern = pattern
    const test = { kind: 'test', field, operator, value } as const
    const wrong = check(test)
    if (wrong !== '') this.stop(wrong, start, end)
    return test
  }

  private deeper(from: number, read: () => Query): Query {
    if (++this.depth > MAX_DEPTH) this.stop('too many levels inside one another', from, from + 1)
    const query = read()
    this.depth--
    return query
  }

  private keyword(word: string): boolean {
    this.blanks()
    if (!this.peek(word)) return false
    this.at += word.length
    return true
  }

  private peek(word: string): boolean {
    KEYWORD.lastIndex = this.at
    return KEYWORD.exec(this.text)?.[1] === word
  }

  private blanks(): void {
    BLANKS.lastIndex = this.at
    BLANKS.exec(this.text)
    this.at = BLANKS.lastIndex
  }

  private stop(message: string, from: number, to: number): never {
    throw new Stop({ message, from, to: Math.min(Math.max(from, to), this.text.length) })
  }
}

/** One level for `a AND (b AND c)`. */
function joined(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]))
  return flat.length === 1 ? (flat[0] as Query) : { kind, parts: flat }
}

function negated(part: Query): Query {
  return part.kind === 'not' ? part.part : { kind: 'not', part }
}
