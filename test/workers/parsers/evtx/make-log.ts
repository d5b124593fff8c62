/**
 * Event logs for tests and measurements, as Windows writes them: chunks with their sums, templates defined
 * where they are used first in a chunk, names written once. Trees and values may be as odd as they like.
 */
import { crc32 } from '../../../../workers/parsers/shared/crc32.js'

const CHUNK = 65_536
const HEADER = 4_096

export type Node =
  | string
  | { readonly substitution: number; readonly type: number; readonly optional?: boolean }
  | { readonly cdata: string }
  | { readonly character: number }
  | { readonly entity: string }
  | { readonly instruction: string; readonly data: string }
  | Tree
export interface Tree {
  readonly name: string
  readonly attributes?: readonly (readonly [name: string, ...values: Node[]])[]
  readonly children?: readonly Node[]
}
export interface Value {
  readonly type: number
  readonly bytes: Uint8Array | Instance
}
/** A template with its values; without `values` plain binary XML. */
export interface Instance {
  readonly tree: Tree
  readonly values: readonly Value[] | null
}
export interface RecordSpec {
  readonly instance: Instance
  /** Of the record's header, which nothing should read. */
  readonly number?: number
}

export function element(name: string, ...children: Node[]): Tree {
  return { name, children }
}

export function bytesOfNumber(value: number | bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true)
  return bytes.slice(0, size)
}

export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length)
  const view = new DataView(bytes.buffer)
  for (let unit = 0; unit < text.length; unit++)
    view.setUint16(2 * unit, text.charCodeAt(unit), true)
  return bytes
}

export class LogMaker {
  private readonly chunks: Uint8Array[] = []
  private chunk = new ChunkMaker()
  private count = 0

  /** Chunks that are full. */
  get whole(): number {
    return this.chunks.length
  }

  add(record: RecordSpec): void {
    this.count++
    if (this.chunk.add(record, this.count)) return
    this.chunks.push(this.chunk.finish())
    this.chunk = new ChunkMaker()
    if (!this.chunk.add(record, this.count)) throw new Error('a record longer than a chunk')
  }

  /** `stated`: chunks that the header says there are. */
  finish(flags = 0, stated = this.chunks.length + 1): Uint8Array<ArrayBuffer> {
    this.chunks.push(this.chunk.finish())
    const bytes = new Uint8Array(HEADER + CHUNK * this.chunks.length)
    const view = new DataView(bytes.buffer)
    bytes.set(new TextEncoder().encode('ElfFile'))
    view.setUint32(16, stated - 1, true)
    view.setUint32(24, this.count + 1, true)
    view.setUint32(32, 128, true)
    view.setUint32(36, 0x0003_0001, true)
    view.setUint16(40, HEADER, true)
    view.setUint16(42, stated, true)
    view.setUint32(120, flags, true)
    view.setUint32(124, crc32(bytes, 0, 120), true)
    this.chunks.forEach((chunk, index) => {
      bytes.set(chunk, HEADER + CHUNK * index)
    })
    return bytes
  }
}

class ChunkMaker {
  /** Twice a chunk, so that a record that does not fit can be written and left out. */
  private readonly bytes = new Uint8Array(2 * CHUNK)
  private readonly view = new DataView(this.bytes.buffer)
  private at = 512
  private free = 512
  private last = 0
  private first = 0
  private latest = 0
  private readonly names = new Map<string, number>()
  private readonly templates = new Map<Tree, number>()

  /** False where the record does not fit. */
  add({ instance, number }: RecordSpec, count: number): boolean {
    const start = this.free
    const { view } = this
    this.at = start + 24
    this.fragment(instance)
    this.u8(0)
    this.at = (this.at + 11) & ~7
    const size = this.at - start
    if (this.at > CHUNK) return false
    view.setUint32(start, 0x2a2a, true)
    view.setUint32(start + 4, size, true)
    view.setUint32(start + 8, number ?? count, true)
    view.setBigUint64(start + 16, 0x01d7_0fd2_0000_0000n, true)
    view.setUint32(this.at - 4, size, true)
    this.first ||= number ?? count
    this.latest = number ?? count
    this.last = start
    this.free = this.at
    return true
  }

  finish(): Uint8Array {
    const { bytes, view, free } = this
    bytes.fill(0, free)
    bytes.set(new TextEncoder().encode('ElfChnk'))
    for (const at of [8, 24]) view.setUint32(at, this.first, true)
    for (const at of [16, 32]) view.setUint32(at, this.latest, true)
    view.setUint32(40, 128, true)
    view.setUint32(44, this.last, true)
    view.setUint32(48, free, true)
    view.setUint32(52, crc32(bytes, 512, free), true)
    view.setUint32(120, 1, true)
    view.setUint32(124, crc32(bytes, 128, 512, crc32(bytes, 0, 120)), true)
    return bytes.slice(0, CHUNK)
  }

  private fragment(instance: Instance): void {
    this.put([0x0f, 1, 1, 0])
    const { tree, values } = instance
    if (!values) {
      this.node(tree, false, false)
      return
    }
    const known = this.templates.get(tree)
    const definition = known ?? this.at + 10
    this.put([0x0c, 1])
    this.u32(0x1000 + definition)
    this.u32(definition)
    if (known === undefined) this.define(tree)
    this.u32(values.length)
    const heads = this.at
    this.at += 4 * values.length
    values.forEach(({ type, bytes }, index) => {
      const start = this.at
      if (bytes instanceof Uint8Array) this.put(bytes)
      else this.fragment(bytes)
      this.view.setUint16(heads + 4 * index, this.at - start, true)
      this.view.setUint16(heads + 4 * index + 2, type, true)
    })
  }

  private define(tree: Tree): void {
    const start = this.at
    this.templates.set(tree, start)
    this.view.setUint32(start + 4, 0x1000 + start, true)
    this.at = start + 24
    this.put([0x0f, 1, 1, 0])
    this.node(tree, true, false)
    this.u8(0)
    this.view.setUint32(start + 20, this.at - start - 24, true)
  }

  private node(node: Node, isTemplate: boolean, more: boolean): void {
    const bit = more ? 0x40 : 0
    if (typeof node === 'string') this.text([0x05 | bit, 1], node)
    else if ('substitution' in node) {
      this.u8(node.optional ? 0x0e : 0x0d)
      this.u16(node.substitution)
      this.u8(node.type)
    } else if ('cdata' in node) this.text([0x07 | bit], node.cdata)
    else if ('character' in node) {
      this.u8(0x08 | bit)
      this.u16(node.character)
    } else if ('entity' in node) {
      this.u8(0x09 | bit)
      this.name(node.entity)
    } else if ('instruction' in node) {
      this.u8(0x0a)
      this.name(node.instruction)
      this.text([0x0b], node.data)
    } else this.element(node, isTemplate)
  }

  private element({ name, attributes, children }: Tree, isTemplate: boolean): void {
    this.u8(attributes ? 0x41 : 0x01)
    if (isTemplate) this.u16(0xffff)
    const sized = this.at
    this.at += 4
    this.name(name)
    if (attributes) {
      const listed = this.at
      this.at += 4
      attributes.forEach(([attribute, ...values], index) => {
        this.u8(index < attributes.length - 1 ? 0x46 : 0x06)
        this.name(attribute)
        this.nodes(values, isTemplate)
      })
      this.view.setUint32(listed, this.at - listed - 4, true)
    }
    if (children) {
      this.u8(0x02)
      this.nodes(children, isTemplate)
      this.u8(0x04)
    } else this.u8(0x03)
    this.view.setUint32(sized, this.at - sized - 4, true)
  }

  private nodes(nodes: readonly Node[], isTemplate: boolean): void {
    nodes.forEach((node, index) => {
      this.node(node, isTemplate, index < nodes.length - 1)
    })
  }

  private name(name: string): void {
    const known = this.names.get(name)
    this.u32(known ?? this.at + 4)
    if (known !== undefined) return
    this.names.set(name, this.at)
    let hash = 0
    for (let index = 0; index < name.length; index++)
      hash = (Math.imul(hash, 65_599) + name.charCodeAt(index)) | 0
    this.u32(0)
    this.u16(hash & 0xffff)
    this.u16(name.length)
    this.put(utf16(name))
    this.u16(0)
  }

  private text(head: readonly number[], text: string): void {
    this.put(head)
    this.u16(text.length)
    this.put(utf16(text))
  }

  private put(bytes: ArrayLike<number>): void {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  private u8(value: number): void {
    this.bytes[this.at++] = value
  }

  private u16(value: number): void {
    this.view.setUint16(this.at, value, true)
    this.at += 2
  }

  private u32(value: number): void {
    this.view.setUint32(this.at, value, true)
    this.at += 4
  }
}
