import { decodeText } from '../../text.js'

/** Elements deeper than this are passed over: no file of Windows or Exchange comes near it. */
const MAX_DEPTH = 128
/** No element of a known format has as many; more are passed over. */
const MAX_ATTRIBUTES = 64

const TAB = 0x09
const LINE_FEED = 0x0a
const RETURN = 0x0d
const BLANK = 0x20
const BANG = 0x21
const DOUBLE_QUOTE = 0x22
const SINGLE_QUOTE = 0x27
const SLASH = 0x2f
const LESS = 0x3c
const EQUALS = 0x3d
const GREATER = 0x3e
const QUESTION = 0x3f

const NAMED: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Attributes of the element that was opened last; valid until the scanner goes on. */
export interface XmlAttributes {
  readonly count: number
  name(index: number): string
  value(index: number): string
  /** Value of the attribute of that name as written, '' where there is none. */
  get(name: string): string
}

/** Takes what stands in the text, in its order. Offsets are those of the bytes given to the scanner. */
export interface XmlHandler {
  /** A start tag, `at` its `<`. An empty element is closed at once. */
  open(name: string, attributes: XmlAttributes, at: number): void
  /** Text or CDATA between tags, references resolved; an element can have several. */
  text(text: string, at: number): void
  /** An end tag; `end` is behind its `>`. Elements that were left open are closed all the same. */
  close(name: string, end: number): void
}

/** What is wrong in the text, and where; the scanner goes on behind it. */
export type XmlDamage = (at: number, what: string, wanted: string, found: string) => void

/**
 * Reads XML of one piece in the narrow form that Windows writes: no document type, the five named
 * entities and numeric references, nothing fetched and nothing expanded. Names keep their prefix.
 * Damage is told and passed over, in time linear in the length whatever the bytes are.
 */
export function scanXml(bytes: Uint8Array, handler: XmlHandler, damage: XmlDamage): void {
  new Scanner(bytes, handler, damage).run()
}

/** As scanXml takes it: does the text begin with a tag, a declaration or a comment? */
export function beginsAsXml(bytes: Uint8Array): boolean {
  let at = markLength(bytes)
  while (at < bytes.length && isBlank(bytes[at] as number)) at++
  if (bytes[at] !== LESS) return false
  const next = bytes[at + 1] ?? 0
  return next === QUESTION || next === BANG || beginsName(next)
}

class Scanner implements XmlAttributes {
  count = 0
  private at: number
  private readonly names: string[] = []
  private readonly values: string[] = []
  /** Names of the elements that are open, outermost first. */
  private readonly stack: string[] = []
  /** Open elements below MAX_DEPTH. */
  private below = 0
  /** Ends that were looked for in vain: they stand nowhere further on either. */
  private readonly absent = new Set<string>()

  constructor(
    private readonly bytes: Uint8Array,
    private readonly handler: XmlHandler,
    private readonly damage: XmlDamage,
  ) {
    this.at = markLength(bytes)
  }

  name(index: number): string {
    return this.names[index] ?? ''
  }

  value(index: number): string {
    return this.values[index] ?? ''
  }

  get(name: string): string {
    for (let index = 0; index < this.count; index++) {
      if (this.names[index] === name) return this.values[index] ?? ''
    }
    return ''
  }

  run(): void {
    const { bytes, stack } = this
    while (this.at < bytes.length) {
      if (bytes[this.at] !== LESS) this.readText()
      else this.readMarkup(bytes[this.at + 1] ?? 0)
    }
    const left = stack.at(-1)
    if (left === undefined) return
    this.damage(bytes.length, 'the text ends inside an element', `</${left}>`, 'the end')
    while (stack.length > 0) this.handler.close(stack.pop() ?? '', bytes.length)
  }

  private readText(): void {
    const { bytes, at } = this
    const found = bytes.indexOf(LESS, at)
    const end = found < 0 ? bytes.length : found
    this.at = end
    if (this.below > 0 || this.stack.length === 0) {
      if (this.stack.length === 0 && !isAllBlank(bytes, at, end)) {
        this.damage(at, 'text outside of any element', '<', shown(bytes, at, end))
      }
      return
    }
    this.handler.text(this.decode(at, end), at)
  }

  private readMarkup(next: number): void {
    const { at } = this
    if (next === QUESTION) this.skipTo('?>', at + 2)
    else if (next === BANG) this.readBang()
    else if (next === SLASH) this.readClose()
    else if (beginsName(next)) this.readOpen()
    else {
      this.damage(at, 'no tag behind <', 'a name', shown(this.bytes, at, at + 16))
      this.at = at + 1
    }
  }

  private readBang(): void {
    const { bytes, at } = this
    if (startsWith(bytes, at, '<!--')) this.skipTo('-->', at + 4)
    else if (startsWith(bytes, at, '<![CDATA[')) {
      const start = at + 9
      const end = this.skipTo(']]>', start)
      if (end >= 0 && this.below === 0 && this.stack.length > 0) {
        this.handler.text(decodeText(bytes.subarray(start, end)), start)
      }
    } else {
      this.damage(at, 'a document type is not read', 'an element', shown(bytes, at, at + 24))
      // Declarations inside its brackets are then told one by one; none of them has an effect.
      this.skipTo('>', at + 2)
    }
  }

  /** Goes behind the next `mark`; where it stands, or -1 where it stands nowhere: then only to `from`. */
  private skipTo(mark: string, from: number): number {
    const found = this.absent.has(mark) ? -1 : indexOf(this.bytes, mark, from)
    if (found < 0) {
      this.absent.add(mark)
      this.damage(this.at, 'markup without its end', mark, 'the end of the text')
      this.at = from
    } else this.at = found + mark.length
    return found
  }

  private readClose(): void {
    const { bytes, at, stack } = this
    const nameEnd = endOfName(bytes, at + 2)
    const name = ascii(bytes, at + 2, nameEnd)
    let end = skipBlanks(bytes, nameEnd)
    if (bytes[end] === GREATER) end++
    else this.damage(end, 'an end tag is not closed', '>', shown(bytes, at, end + 8))
    this.at = end
    if (this.below > 0) {
      this.below--
      return
    }
    const open = stack.lastIndexOf(name)
    if (open < 0) {
      this.damage(at, 'an end tag without its start', `</${stack.at(-1) ?? ''}>`, `</${name}>`)
      return
    }
    if (open < stack.length - 1) {
      this.damage(at, 'an element is not closed', `</${stack.at(-1) ?? ''}>`, `</${name}>`)
    }
    while (stack.length > open + 1) this.handler.close(stack.pop() ?? '', at)
    stack.pop()
    this.handler.close(name, end)
  }

  private readOpen(): void {
    const { bytes, at, stack } = this
    const nameEnd = endOfName(bytes, at + 1)
    const name = ascii(bytes, at + 1, nameEnd)
    const empty = this.readAttributes(nameEnd)
    if (this.below > 0 || stack.length === MAX_DEPTH) {
      if (this.below === 0) {
        const wanted = `at most ${String(MAX_DEPTH)} elements inside each other`
        this.damage(at, 'elements nested too deep are passed over', wanted, name)
      }
      if (!empty) this.below++
      return
    }
    this.handler.open(name, this, at)
    if (empty) this.handler.close(name, this.at)
    else stack.push(name)
  }

  /** Reads up to and behind `>`; true where the element is empty, as one cut short counts: most are. */
  private readAttributes(from: number): boolean {
    const { bytes } = this
    this.count = 0
    for (let at = from; ;) {
      at = skipBlanks(bytes, at)
      const byte = bytes[at]
      if (byte === GREATER) {
        this.at = at + 1
        return false
      }
      if (byte === SLASH && bytes[at + 1] === GREATER) {
        this.at = at + 2
        return true
      }
      if (byte === undefined || byte === LESS) {
        this.damage(at, 'a start tag is not closed', '>', shown(bytes, at, at + 16))
        this.at = at
        return true
      }
      at = this.readAttribute(at)
    }
  }

  /** Where to go on behind the attribute at `at`. */
  private readAttribute(at: number): number {
    const { bytes } = this
    const nameEnd = endOfName(bytes, at)
    const equals = skipBlanks(bytes, nameEnd)
    const start = bytes[equals] === EQUALS ? skipBlanks(bytes, equals + 1) : -1
    const quote = start < 0 ? undefined : bytes[start]
    if (nameEnd === at || (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE)) {
      this.damage(at, 'no attribute where one should be', 'name="value"', shown(bytes, at, at + 16))
      return Math.max(at + 1, nameEnd)
    }
    let end = start + 1
    while (end < bytes.length && bytes[end] !== quote && bytes[end] !== LESS) end++
    if (bytes[end] !== quote) {
      this.damage(start, 'a value has no closing quote', ascii(bytes, start, start + 1), '<')
    }
    if (this.count < MAX_ATTRIBUTES) {
      this.names[this.count] = ascii(bytes, at, nameEnd)
      this.values[this.count++] = this.decode(start + 1, end)
    }
    return bytes[end] === quote ? end + 1 : end
  }

  private decode(start: number, end: number): string {
    const text = decodeText(this.bytes.subarray(start, end))
    return text.includes('&') ? this.resolve(text, start) : text
  }

  private resolve(text: string, at: number): string {
    return text.replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));|&/gi,
      (whole: string, hex?: string, decimal?: string, name?: string) => {
        const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
        if (code <= 0x10ffff) return String.fromCodePoint(code)
        const known = NAMED.get(name ?? '')
        if (known !== undefined) return known
        this.damage(
          at,
          'an entity is not known and stays as it is',
          'one of the five of XML',
          whole,
        )
        return whole
      },
    )
  }
}

function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

function isBlank(byte: number): boolean {
  return byte === BLANK || byte === LINE_FEED || byte === RETURN || byte === TAB || byte === 0
}

function isAllBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isBlank(bytes[at] as number)) return false
  return true
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && isBlank(bytes[at] as number)) at++
  return at
}

/** Letters, `_`, `:` and everything beyond ASCII. */
function beginsName(byte: number): boolean {
  const folded = byte | 0x20
  return byte >= 0x80 || (folded >= 0x61 && folded <= 0x7a) || byte === 0x5f || byte === 0x3a
}

/** What begins a name, digits, `-` and `.`. */
function isNameByte(byte: number): boolean {
  return beginsName(byte) || (byte >= 0x2d && byte <= 0x39 && byte !== SLASH)
}

function endOfName(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && isNameByte(bytes[at] as number)) at++
  return at
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return decodeText(bytes.subarray(start, end))
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

function indexOf(bytes: Uint8Array, mark: string, from: number): number {
  const first = mark.charCodeAt(0)
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes, at, mark)) return at
  }
  return -1
}

/** A few bytes for a warning. */
function shown(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeText(bytes.subarray(start, Math.min(end, start + 24, bytes.length)))
  return text.trim() || (start >= bytes.length ? 'the end of the text' : 'blanks')
}
