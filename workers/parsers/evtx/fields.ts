import {
  CHUNK_SIZE,
  DEFINITION_HEADER,
  FRAGMENT_HEADER,
  INSTANCE_HEADER,
  TOKEN,
  TOKEN_MORE,
  TYPE,
  TYPE_ARRAY,
  type ChunkBytes,
} from './binary-xml.js'
import { Compiler } from './compiler.js'
import { SYSTEM_COUNT, type Label, type Labels } from './labels.js'
import { Names } from './names.js'
import { CONTEXT, CONTEXTS, PART, type Op, type Part, type Program } from './program.js'
import { eachItem } from './value-arrays.js'
import type { TextOut } from './text-out.js'
import { writeValue } from './value-text.js'

/** Templates inside one another; real events have two. */
const MOST_NESTING = 12
/** Values of one event; a template may name one list of thousands many times. */
const MOST_FIELDS = 4_096
/** Their bytes, for the same reason. */
const MOST_FIELD_BYTES = 1_048_576
/** Bytes of a chunk that are compiled at most: each definition for each place it may stand in. */
const MOST_COMPILED = 8 * CHUNK_SIZE
/** Values, and steps to find them, of all events of a chunk; full ones of real logs need a tenth. */
const MOST_WORK = 262_144
const FIRST_CAPACITY = 512

/**
 * The values of one event as places in its chunk, in the order of the document: nothing is turned into
 * text until it is asked for. Valid until the next event is read.
 */
export class Fields {
  count = 0
  readonly labels: Label[] = []
  types = new Uint8Array(FIRST_CAPACITY)
  /** Offset in the chunk; of TYPE.composed the place in `composed`. */
  offsets = new Int32Array(FIRST_CAPACITY)
  sizes = new Int32Array(FIRST_CAPACITY)
  readonly composed: string[] = []
  /** By SYSTEM, the number of the field, -1 where the event has none. */
  readonly system = new Int32Array(SYSTEM_COUNT)
  /** What was wrong with the event, '' where nothing was; the fields are those that were sound. */
  failure = ''
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)

  private readonly names = new Names()
  private readonly compiler: Compiler
  private readonly programs = new Map<
    number,
    { readonly program: Program; readonly failure: string }
  >()
  private compiled = 0
  private work = 0
  /** A limit is reached: the event ends here. */
  private isFull = false
  private fieldBytes = 0
  private end = 0
  /** Places of substitutions: those of a template stand behind those of the one that it is in. */
  private values = new Int32Array(3 * FIRST_CAPACITY)
  private valuesUsed = 0

  constructor(
    labels: Labels,
    private readonly out: TextOut,
  ) {
    this.compiler = new Compiler(this.names, labels)
  }

  /** Events that are read next lie in this chunk. */
  begin(chunk: ChunkBytes): void {
    this.bytes = chunk.bytes
    this.view = chunk.view
    this.names.begin(chunk)
    this.compiler.begin(chunk)
    this.programs.clear()
    this.compiled = 0
    this.work = 0
  }

  /** Reads the event whose binary XML is bytes [from .. end) of the chunk. */
  read(from: number, end: number): void {
    this.count = 0
    this.labels.length = 0
    this.composed.length = 0
    this.system.fill(-1)
    this.failure = ''
    this.fieldBytes = 0
    this.isFull = false
    this.valuesUsed = 0
    this.end = Math.min(end, this.bytes.length)
    this.fragment(from, this.end, CONTEXT.document, 0)
  }

  private fail(what: string): void {
    this.failure ||= what
  }

  private fragment(from: number, end: number, context: number, depth: number): void {
    const { bytes } = this
    let at = from
    if (at < end && bytes[at] === TOKEN.fragment) at += FRAGMENT_HEADER
    if (at >= end) return
    const token = (bytes[at] as number) & ~TOKEN_MORE
    if (token === TOKEN.templateInstance) this.instance(at, end, context, depth)
    else this.run(this.compileNow(at, end, context, false), 0, 0, depth)
  }

  private instance(at: number, end: number, context: number, depth: number): void {
    const { view } = this
    if (depth === MOST_NESTING) {
      this.fail(`templates ${String(MOST_NESTING)} deep`)
      return
    }
    let values = at + INSTANCE_HEADER
    if (values > end) {
      this.fail('an end before its time')
      return
    }
    const definition = view.getUint32(at + 6, true)
    const program = this.programOf(definition, view.getUint32(at + 2, true), context)
    if (!program) return
    if (definition === values) {
      values += DEFINITION_HEADER + view.getUint32(definition + 20, true)
    }
    if (values + 4 > end) {
      this.fail('an end before its time')
      return
    }
    const count = view.getUint32(values, true)
    if (count > (end - values - 4) >> 2) {
      this.fail(`${String(count)} values in ${String(end - values)} bytes`)
      return
    }
    const base = this.valuesUsed
    this.spend(count)
    if (this.isFull) return
    this.placeValues(values + 4, count, end)
    this.run(program, base, count, depth)
    this.valuesUsed = base
  }

  /** Reads the table of types and sizes, behind which the values stand one after the other. */
  private placeValues(table: number, count: number, end: number): void {
    const { view } = this
    const base = this.valuesUsed
    this.valuesUsed = base + count
    while (3 * this.valuesUsed > this.values.length) {
      const bigger = new Int32Array(2 * this.values.length)
      bigger.set(this.values)
      this.values = bigger
    }
    const { values } = this
    let at = table + 4 * count
    for (let number = 0, to = 3 * base; number < count; number++, to += 3) {
      const entry = view.getUint32(table + 4 * number, true)
      let size = entry & 0xffff
      if (at + size > end) {
        this.fail('values beyond the end of the record')
        size = Math.max(0, end - at)
      }
      values[to] = (entry >>> 16) & 0xff
      values[to + 1] = at
      values[to + 2] = size
      at += size
    }
  }

  private programOf(definition: number, template: number, context: number): Program | null {
    const key = definition * CONTEXTS + context
    const known = this.programs.get(key)
    if (known) {
      if (known.failure !== '') this.fail(known.failure)
      return known.program
    }
    const { view, bytes } = this
    const body = definition + DEFINITION_HEADER
    if (body > bytes.length || view.getUint32(definition + 4, true) !== template) {
      this.fail('the template of the event is gone')
      return null
    }
    const size = view.getUint32(definition + 20, true)
    const program = this.compileNow(body, body + size, context, true)
    this.programs.set(key, { program, failure: this.compiler.failure })
    return program
  }

  private compileNow(from: number, end: number, context: number, isTemplate: boolean): Program {
    const { compiler } = this
    this.compiled += Math.min(end, this.bytes.length) - from
    if (this.compiled > MOST_COMPILED) {
      this.fail('more templates than a chunk can hold')
      return []
    }
    const program = compiler.compile(from, end, context, isTemplate)
    if (compiler.failure !== '') this.fail(compiler.failure)
    return program
  }

  private run(program: Program, base: number, count: number, depth: number): void {
    this.spend(program.length)
    for (let index = 0; index < program.length && !this.isFull; index++) {
      const op = program[index] as Op
      const { part } = op
      if (op.parts) this.compose(op, op.parts, base, count, depth)
      else if (part.kind === PART.substitution) this.substitute(op, part.at, base, count, depth)
      else if (part.kind === PART.character) this.addText(op, String.fromCharCode(part.at))
      else if (part.size > 0 || !op.omitted) this.add(op.label, TYPE.string, part.at, part.size)
    }
  }

  private substitute(op: Op, number: number, base: number, count: number, depth: number): void {
    if (number >= count) {
      if (!op.omitted) this.add(op.label, TYPE.none, 0, 0)
      return
    }
    const from = 3 * (base + number)
    const { values } = this
    const type = values[from] as number
    const at = values[from + 1] as number
    const size = values[from + 2] as number
    if (type === TYPE.xml) {
      if (size > 0) this.fragment(at, at + size, op.context, depth + 1)
    } else if (type === TYPE.none) {
      if (!op.omitted) this.add(op.label, TYPE.none, 0, 0)
    } else if ((type & TYPE_ARRAY) !== 0 && op.repeats) {
      eachItem(this.view, type & ~TYPE_ARRAY, at, size, (item, length) => {
        this.add(op.label, type & ~TYPE_ARRAY, item, length)
        return !this.isFull
      })
    } else this.add(op.label, type, at, size)
  }

  /** A text of several parts is put together at once: they are rare. */
  private compose(
    op: Op,
    parts: readonly Part[],
    base: number,
    count: number,
    depth: number,
  ): void {
    let text = ''
    for (const { kind, at, size } of parts) {
      if (kind === PART.character) text += String.fromCharCode(at)
      else if (kind === PART.literal) text += this.textAt(TYPE.string, at, size)
      else if (at < count) {
        const from = 3 * (base + at)
        const type = this.values[from] as number
        const place = this.values[from + 1] as number
        const length = this.values[from + 2] as number
        if (type === TYPE.xml) this.fragment(place, place + length, op.context, depth + 1)
        else text += this.textAt(type, place, length)
      }
      if (this.isFull || text.length > MOST_FIELD_BYTES) break
    }
    this.addText(op, text)
  }

  private textAt(type: number, at: number, size: number): string {
    const { out } = this
    out.length = 0
    writeValue(out, this.bytes, this.view, type, at, size)
    return out.text()
  }

  private addText(op: Op, text: string): void {
    this.composed.push(text)
    this.add(op.label, TYPE.composed, this.composed.length - 1, text.length)
  }

  private add(label: Label, type: number, at: number, size: number): void {
    const { count } = this
    this.fieldBytes += size
    if (count >= MOST_FIELDS || this.fieldBytes > MOST_FIELD_BYTES) {
      const limits = `${String(MOST_FIELDS)} values or ${String(MOST_FIELD_BYTES)} bytes of them`
      this.fail(`more than ${limits}`)
      this.isFull = true
    } else this.spend(1)
    if (this.isFull) return
    if (count === this.types.length) this.grow()
    this.labels.push(label)
    this.types[count] = type
    this.offsets[count] = at
    this.sizes[count] = size
    const { system } = label
    if (system >= 0 && this.system[system] === -1) this.system[system] = count
    this.count = count + 1
  }

  private spend(steps: number): void {
    this.work += steps
    if (this.work <= MOST_WORK) return
    this.fail('more values than a chunk can hold')
    this.isFull = true
  }

  private grow(): void {
    const size = 2 * this.types.length
    const types = new Uint8Array(size)
    types.set(this.types)
    this.types = types
    const offsets = new Int32Array(size)
    offsets.set(this.offsets)
    this.offsets = offsets
    const sizes = new Int32Array(size)
    sizes.set(this.sizes)
    this.sizes = sizes
  }
}
