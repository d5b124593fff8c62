import { FRAGMENT_HEADER, TOKEN, TOKEN_MORE, TYPE, type ChunkBytes } from './binary-xml.js'
import { GROUP, type Label, type Labels } from './labels.js'
import type { Names } from './names.js'
import { CONTEXT, PART, type Op, type Part, type Program } from './program.js'

/** Elements inside one another; schemas of events have five. */
const MOST_DEPTH = 48
/** Values of one template; the largest known has some hundred. */
const MOST_OPS = 4_096
const NAMED_ENTITIES = new Map([
  ['amp', 0x26],
  ['lt', 0x3c],
  ['gt', 0x3e],
  ['quot', 0x22],
  ['apos', 0x27],
])
const REPLACEMENT = 0xfffd
const NOTHING: Part = { kind: PART.literal, at: 0, size: 0 }
const NONE: readonly Part[] = []

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })

/**
 * Binary XML to the list of values that it holds, each with its name: what a reader of events wants of
 * a tree, without the tree. Reads each byte once.
 */
export class Compiler {
  /** What was wrong with what was compiled last, '' where nothing was. */
  failure = ''
  private bytes: Uint8Array = new Uint8Array(0)
  private view: DataView = new DataView(this.bytes.buffer)
  private at = 0
  private end = 0
  /** Elements of a template's definition carry a number that those of plain binary XML do not. */
  private isTemplate = false
  private ops: Op[] = []

  constructor(
    private readonly names: Names,
    private readonly labels: Labels,
  ) {}

  begin(chunk: ChunkBytes): void {
    this.bytes = chunk.bytes
    this.view = chunk.view
  }

  /** The elements in bytes [from .. end) of the chunk; what is sound of them where one is not. */
  compile(from: number, end: number, context: number, isTemplate: boolean): Program {
    this.at = from
    this.end = Math.min(end, this.bytes.length)
    this.isTemplate = isTemplate
    this.ops = []
    this.failure = ''
    while (this.at < this.end && !this.failed()) {
      const token = this.token()
      if (token === TOKEN.end) break
      if (token === TOKEN.openElement) this.element(context, 0)
      else if (token === TOKEN.fragment) this.at += FRAGMENT_HEADER
      else if (!this.instruction(token)) this.fail(`token ${String(token)} outside of elements`)
    }
    return this.ops
  }

  private token(): number {
    return this.at < this.end ? (this.bytes[this.at] as number) & ~TOKEN_MORE : TOKEN.end
  }

  private fail(what: string): void {
    this.failure ||= what
  }

  private failed(): boolean {
    return this.failure !== ''
  }

  private has(count: number): boolean {
    if (this.at + count <= this.end) return true
    this.fail('an end before its time')
    return false
  }

  private element(outer: number, depth: number): void {
    const hasAttributes = ((this.bytes[this.at] as number) & TOKEN_MORE) !== 0
    const header = this.isTemplate ? 7 : 5
    if (depth === MOST_DEPTH) this.fail(`elements ${String(MOST_DEPTH)} deep`)
    if (this.failed() || !this.has(header + 4)) return
    this.at += header
    const name = this.name()
    if (name === null) return
    const context = contextOf(outer, name)
    const named = hasAttributes ? this.attributes(name, context) : null
    const isLeaf = !isContainer(outer)
    const close = this.token()
    this.at++
    if (close !== TOKEN.closeStartTag && close !== TOKEN.closeEmptyTag) {
      this.fail(`token ${String(close)} in a start tag`)
    }
    if (this.failed()) return
    const holds = close === TOKEN.closeEmptyTag ? NONE : this.content(context, depth)
    if (named && !(holds && isLeaf))
      this.add(this.labels.of(GROUP.other, `${name} Name`), named, context, true, false)
    if (!holds) return
    const label = this.labelOf(context, name, isLeaf, named)
    this.add(label, holds, context, !isLeaf, context !== CONTEXT.system)
  }

  /** Text parts of an element up to its end, null where it has elements inside and no text. */
  private content(context: number, depth: number): readonly Part[] | null {
    let parts: Part[] | null = null
    let hasElements = false
    while (!this.failed()) {
      const token = this.token()
      if (token === TOKEN.closeElement) {
        this.at++
        break
      }
      if (token === TOKEN.openElement) {
        hasElements = true
        this.element(context, depth + 1)
        continue
      }
      if (this.instruction(token)) continue
      const part = this.part(token)
      if (part && (part.kind !== PART.literal || part.size > 0)) (parts ??= []).push(part)
    }
    if (this.failed()) return null
    if (!hasElements) return parts ?? NONE
    return parts?.some((part) => this.says(part)) ? parts : null
  }

  /** False for the blanks between elements. */
  private says({ kind, at, size }: Part): boolean {
    if (kind !== PART.literal) return true
    for (let place = at; place + 1 < at + size; place += 2)
      if (this.view.getUint16(place, true) > 0x20) return true
    return false
  }

  /** Reads the attributes; the text of `Name`, which names the element's own value. */
  private attributes(element: string, context: number): readonly Part[] | null {
    let named: readonly Part[] | null = null
    if (!this.has(4)) return null
    this.at += 4
    while (!this.failed() && this.token() === TOKEN.attribute) {
      if (!this.has(5)) return null
      this.at++
      const name = this.name()
      if (name === null) return null
      const parts: Part[] = []
      for (;;) {
        const token = this.token()
        if (!isPart(token)) break
        const part = this.part(token)
        if (!part) return null
        parts.push(part)
      }
      if (name.startsWith('xmlns')) continue
      const [first] = parts
      const isName = name === 'Name' && context === CONTEXT.data && parts.length <= 1
      if (isName && first?.kind !== PART.substitution) {
        named = parts
        continue
      }
      const group = context === CONTEXT.system ? GROUP.system : GROUP.other
      this.add(this.labels.of(group, `${element} ${name}`), parts, CONTEXT.other, true, false)
    }
    return named
  }

  private labelOf(
    context: number,
    name: string,
    isLeaf: boolean,
    named: readonly Part[] | null,
  ): Label {
    if (context === CONTEXT.system) return this.labels.of(GROUP.system, name)
    if (context !== CONTEXT.data) return this.labels.of(GROUP.other, name)
    const [first] = named ?? NONE
    if (!named || !isLeaf) return this.labels.of(GROUP.data, name === 'Data' || !isLeaf ? '' : name)
    const text = first
      ? this.bytes.subarray(first.at, first.at + first.size)
      : this.bytes.subarray(0, 0)
    return this.labels.of(GROUP.data, utf16.decode(text))
  }

  private add(
    label: Label,
    parts: readonly Part[],
    context: number,
    omitted: boolean,
    repeats: boolean,
  ): void {
    if (this.ops.length === MOST_OPS)
      this.fail(`more than ${String(MOST_OPS)} values in a template`)
    if (this.failed()) return
    this.ops.push({
      label,
      part: parts[0] ?? NOTHING,
      parts: parts.length > 1 ? parts : null,
      context,
      omitted: omitted || label.group !== GROUP.data,
      repeats,
    })
  }

  /** One piece of text; null, and a failure, where it is none. */
  private part(token: number): Part | null {
    switch (token) {
      case TOKEN.text: {
        if (!this.has(4)) return null
        if (this.bytes[this.at + 1] !== TYPE.string) {
          this.fail(`text of type ${String(this.bytes[this.at + 1])}`)
          return null
        }
        return this.counted(this.at + 2)
      }
      case TOKEN.cdata:
        return this.has(3) ? this.counted(this.at + 1) : null
      case TOKEN.substitution:
      case TOKEN.optionalSubstitution: {
        if (!this.has(4)) return null
        const number = this.view.getUint16(this.at + 1, true)
        this.at += 4
        return { kind: PART.substitution, at: number, size: 0 }
      }
      case TOKEN.characterReference: {
        if (!this.has(3)) return null
        const code = this.view.getUint16(this.at + 1, true)
        this.at += 3
        return { kind: PART.character, at: code, size: 0 }
      }
      case TOKEN.entityReference: {
        if (!this.has(5)) return null
        this.at++
        const name = this.name()
        if (name === null) return null
        return { kind: PART.character, at: NAMED_ENTITIES.get(name) ?? REPLACEMENT, size: 0 }
      }
      default:
        this.fail(`token ${String(token)} in an element`)
        return null
    }
  }

  /** Characters behind their count, which stands at `place`. */
  private counted(place: number): Part | null {
    const size = 2 * this.view.getUint16(place, true)
    this.at = place + 2
    if (!this.has(size)) return null
    const part = { kind: PART.literal, at: this.at, size }
    this.at += size
    return part
  }

  /** Passes over a processing instruction; false where there is none. */
  private instruction(token: number): boolean {
    if (token === TOKEN.instructionTarget) {
      if (!this.has(5)) return false
      this.at++
      return this.name() !== null
    }
    if (token !== TOKEN.instructionData) return false
    return this.has(3) && this.counted(this.at + 1) !== null
  }

  /** The name whose offset stands here; the first time the name itself stands behind it. */
  private name(): string | null {
    const offset = this.view.getUint32(this.at, true)
    this.at += 4
    const name = this.names.at(offset)
    if (name === null) this.fail('no name where one should be')
    else if (offset === this.at) this.at = this.names.endOf(offset)
    return name
  }
}

function isPart(token: number): boolean {
  return (
    token === TOKEN.text ||
    (token >= TOKEN.cdata && token <= TOKEN.entityReference) ||
    token === TOKEN.substitution ||
    token === TOKEN.optionalSubstitution
  )
}

/** Elements that hold elements and, if empty, nothing. */
function isContainer(outer: number): boolean {
  return outer === CONTEXT.document || outer === CONTEXT.event
}

function contextOf(outer: number, name: string): number {
  if (outer !== CONTEXT.document && outer !== CONTEXT.event) return outer
  if (name === 'Event') return CONTEXT.event
  if (name === 'System') return CONTEXT.system
  return name === 'EventData' || name === 'UserData' ? CONTEXT.data : CONTEXT.other
}
