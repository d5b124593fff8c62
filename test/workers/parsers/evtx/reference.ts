/**
 * A slow, plain reader of binary XML to hold the fast one against: it builds the whole tree of an event
 * out of objects, strings and BigInt, and only then looks for values. Shares no code with the parser.
 */
interface Element {
  readonly name: string
  readonly attributes: [name: string, text: string | null][]
  readonly children: (Element | Text)[]
}
interface Text {
  readonly text: string | null
  /** More texts of an array: the element comes again for each. */
  readonly more?: readonly string[]
}
interface Value {
  readonly type: number
  readonly bytes: Buffer
  readonly at: number
}

class Broken extends Error {}

const isElement = (node: Element | Text): node is Element => 'name' in node

class Reference {
  private at = 0

  constructor(private readonly chunk: Buffer) {}

  document(from: number, end: number): Element[] {
    const saved = this.at
    this.at = from
    const found: Element[] = []
    while (this.at < end) {
      const token = this.peek()
      if (token === 0x0f) this.at += 4
      else if (token === 0x0c) {
        found.push(...this.instance(end))
        break
      } else if (token === 0x01) found.push(this.element(null))
      else break
    }
    this.at = saved
    return found
  }

  private peek(): number {
    return this.chunk.readUInt8(this.at) & 0xbf
  }

  private u16(): number {
    this.at += 2
    return this.chunk.readUInt16LE(this.at - 2)
  }

  private u32(): number {
    this.at += 4
    return this.chunk.readUInt32LE(this.at - 4)
  }

  private instance(end: number): Element[] {
    this.at += 2
    const template = this.u32()
    const definition = this.u32()
    if (this.chunk.readUInt32LE(definition + 4) !== template) throw new Broken('template')
    const size = this.chunk.readUInt32LE(definition + 20)
    if (definition === this.at) this.at += 24 + size
    const count = this.u32()
    const heads = Array.from({ length: count }, () => [this.u16(), this.u16()] as const)
    const values = heads.map(([length, type]): Value => {
      const at = this.at
      this.at += length
      if (this.at > end) throw new Broken('values')
      return { type, at, bytes: this.chunk.subarray(at, at + length) }
    })
    const saved = this.at
    this.at = definition + 24
    const found: Element[] = []
    while (this.at < definition + 24 + size) {
      const token = this.peek()
      if (token === 0x0f) this.at += 4
      else if (token === 0x01) found.push(this.element(values))
      else break
    }
    this.at = saved
    return found
  }

  private name(): string {
    const offset = this.u32()
    const count = this.chunk.readUInt16LE(offset + 6)
    if (offset === this.at) this.at += 8 + 2 * count + 2
    return this.chunk.toString('utf16le', offset + 8, offset + 8 + 2 * count)
  }

  private element(values: readonly Value[] | null): Element {
    const more = (this.chunk.readUInt8(this.at) & 0x40) !== 0
    this.at += values ? 3 : 1
    this.at += 4
    const name = this.name()
    const attributes: [string, string | null][] = []
    if (more) {
      this.at += 4
      while (this.peek() === 0x06) {
        this.at++
        const attribute = this.name()
        const texts: (string | null)[] = []
        while ([0x05, 0x07, 0x08, 0x09, 0x0d, 0x0e].includes(this.peek())) {
          for (const node of this.text(values)) {
            if (isElement(node)) continue
            texts.push(node.more ? [node.text ?? '', ...node.more].join(', ') : node.text)
          }
        }
        const known = texts.filter((text) => text !== null)
        attributes.push([attribute, known.length ? known.join('') : null])
      }
    }
    const children: (Element | Text)[] = []
    const close = this.chunk.readUInt8(this.at++)
    if (close === 0x03) return { name, attributes, children }
    if (close !== 0x02) throw new Broken('start tag')
    while (this.peek() !== 0x04) {
      if (this.peek() === 0x01) children.push(this.element(values))
      else if (this.peek() === 0x0a) {
        this.at++
        this.name()
      } else if (this.peek() === 0x0b) {
        this.at++
        this.at += 2 * this.u16()
      } else children.push(...this.text(values))
    }
    this.at++
    return { name, attributes, children }
  }

  private text(values: readonly Value[] | null): (Element | Text)[] {
    const token = this.peek()
    this.at++
    switch (token) {
      case 0x05:
        this.at++
        return [{ text: this.counted() }]
      case 0x07:
        return [{ text: this.counted() }]
      case 0x08:
        return [{ text: String.fromCharCode(this.u16()) }]
      case 0x09:
        return [
          { text: { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[this.name()] ?? '\ufffd' },
        ]
      case 0x0d:
      case 0x0e: {
        const value = values?.[this.u16()]
        this.at++
        if (!value || value.type === 0) return [{ text: null }]
        if (value.type === 0x21) return this.document(value.at, value.at + value.bytes.length)
        const [first = '', ...more] = textsOf(value.type, value.bytes)
        return [more.length ? { text: first, more } : { text: first }]
      }
      default:
        throw new Broken(`token ${String(token)}`)
    }
  }

  private counted(): string {
    const size = 2 * this.u16()
    this.at += size
    if (this.at > this.chunk.length) throw new Broken('text')
    return this.chunk.toString('utf16le', this.at - size, this.at)
  }
}

const WIDTHS: Record<number, number> = {
  3: 1,
  4: 1,
  5: 2,
  6: 2,
  7: 4,
  8: 4,
  9: 8,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  15: 16,
  17: 8,
  18: 16,
  20: 4,
  21: 8,
}

function textsOf(type: number, bytes: Buffer): string[] {
  if ((type & 0x80) === 0) return [textOf(type, bytes)]
  const base = type & 0x7f
  if (bytes.length === 0) return ['']
  if (base === 1 || base === 2) {
    const text = bytes.toString(base === 1 ? 'utf16le' : 'latin1')
    const parts = text.split('\0')
    if (parts.at(-1) === '') parts.pop()
    return parts
  }
  const parts: string[] = []
  for (let at = 0; at < bytes.length;) {
    const left = bytes.length - at
    const width =
      base === 0x13
        ? 8 + 4 * bytes.readUInt8(at + 1)
        : base === 0x10
          ? left % 8
            ? 4
            : 8
          : (WIDTHS[base] ?? left)
    parts.push(textOf(base, bytes.subarray(at, at + width)))
    at += width
  }
  return parts
}

function textOf(type: number, bytes: Buffer): string {
  if (bytes.length === 0) return ''
  const raw = bytes.toString('hex').toUpperCase()
  const number = (): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
  const needs = WIDTHS[type]
  if (needs !== undefined && bytes.length < needs && type !== 13) return raw
  switch (type) {
    case 1:
      // Half a pair becomes U+FFFD.
      return new TextDecoder('utf-16le', { ignoreBOM: true })
        .decode(bytes.subarray(0, bytes.length & ~1))
        .replace(/\0+$/, '')
    case 2:
      return new TextDecoder('windows-1252').decode(bytes).replace(/\0+$/, '')
    case 3:
    case 5:
    case 7:
    case 9:
      return BigInt.asIntN(8 * (needs ?? 8), number()).toString()
    case 4:
    case 6:
    case 8:
    case 10:
      return number().toString()
    case 11:
      return String(Number(bytes.readFloatLE().toPrecision(7)))
    case 12:
      return String(bytes.readDoubleLE())
    case 13:
      return number() === 0n ? 'false' : 'true'
    case 15: {
      const hex = (from: number, to: number, flip: boolean): string => {
        const part = Buffer.from(bytes.subarray(from, to))
        return (flip ? part.reverse() : part).toString('hex')
      }
      return `{${hex(0, 4, true)}-${hex(4, 6, true)}-${hex(6, 8, true)}-${hex(8, 10, false)}-${hex(10, 16, false)}}`
    }
    case 16:
    case 20:
    case 21:
    case 32:
      return bytes.length < 4 ? raw : `0x${number().toString(16)}`
    case 17: {
      const since = number() - 116_444_736_000_000_000n
      const units = ((since % 10_000_000n) + 10_000_000n) % 10_000_000n
      const second = new Date(Number((since - units) / 10_000n))
      return `${second.toISOString().slice(0, 19)}.${units.toString().padStart(7, '0')}Z`
    }
    case 18: {
      const part = (at: number, digits: number): string =>
        bytes.readUInt16LE(at).toString().padStart(digits, '0')
      return `${part(0, 4)}-${part(2, 2)}-${part(6, 2)}T${part(8, 2)}:${part(10, 2)}:${part(12, 2)}.${part(14, 3)}Z`
    }
    case 19: {
      const count = bytes.readUInt8(1)
      const authority = BigInt(`0x${bytes.toString('hex', 2, 8)}`)
      const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index))
      return ['S', bytes.readUInt8(0), authority, ...parts].join('-')
    }
    default:
      return raw
  }
}

const DATA = ['EventData', 'UserData']
const CONTAINERS = ['Event', 'System', ...DATA]

/** Values of a tree in the order of the document, as the parser tells them. */
function linesOf(element: Element, path: readonly string[]): string[] {
  const { name, attributes, children } = element
  const isTop = path.length === 0 || (path.length === 1 && path[0] === 'Event')
  const inside = [...path, name]
  const area = inside.find((part) => part !== 'Event') ?? ''
  const isData = DATA.includes(area)
  const lines: string[] = []
  let named: string | undefined
  for (const [attribute, text] of attributes) {
    if (attribute.startsWith('xmlns')) continue
    if (attribute === 'Name' && isData && text !== null) named = text
    else if (text !== null) lines.push(`${name} ${attribute}: ${text}`)
  }
  const elements = children.filter(isElement)
  const texts = children.filter((child): child is Text => !isElement(child))
  for (const child of elements) lines.push(...linesOf(child, inside))
  if (named !== undefined && (elements.length > 0 || isTop)) lines.push(`${name} Name: ${named}`)
  if (elements.length > 0) return lines
  const [only] = texts
  const absent = texts.length === 1 && only?.text === null
  if (texts.length === 0 || absent) {
    const shown = isData && !isTop
    const own = named ?? (name === 'Data' ? '' : name)
    if (shown) lines.push(`${own === '' ? 'Data' : own}: `)
    return lines
  }
  const title = isData ? (named ?? (name === 'Data' || isTop ? '' : name)) : name
  const shownTitle = title === '' ? 'Data' : title
  if (texts.length === 1 && only?.more && isData) {
    for (const text of [only.text ?? '', ...only.more]) lines.push(`${shownTitle}: ${text}`)
    return lines
  }
  const text = texts.map((one) => [one.text ?? '', ...(one.more ?? [])].join(', ')).join('')
  if (text !== '' || (isData && !isTop) || (!isTop && !CONTAINERS.includes(name))) {
    lines.push(`${shownTitle}: ${text}`)
  }
  return lines
}

/** The record at `at` of a chunk in lines `name: value`; null where its tree is not whole. */
export function referenceLines(chunk: Uint8Array, at: number, size: number): string[] | null {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  try {
    const roots = new Reference(bytes).document(at + 24, at + size - 4)
    return roots.length ? roots.flatMap((root) => linesOf(root, [])) : null
  } catch (error) {
    if (error instanceof Broken || error instanceof RangeError) return null
    throw error
  }
}
