import { gzipSync } from 'node:zlib'

export interface TarFile {
  readonly name: string
  readonly content?: string | Uint8Array
  readonly type?: string
  /** As the header states it, where it lies. */
  readonly size?: string
  readonly prefix?: string
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A ustar archive, two blocks of zeros at its end. */
export function tarOf(files: readonly TarFile[], end = 2): Uint8Array<ArrayBuffer> {
  const parts = files.flatMap((file) => {
    const content = typeof file.content === 'string' ? utf8(file.content) : file.content
    const body = content ?? new Uint8Array(0)
    const padded = new Uint8Array(Math.ceil(body.length / 512) * 512)
    padded.set(body)
    return [tarHeader(file, body.length), padded]
  })
  return new Uint8Array(Buffer.concat([...parts, new Uint8Array(512 * end)]))
}

function tarHeader({ name, type, size, prefix }: TarFile, length: number): Uint8Array {
  const block = new Uint8Array(512)
  const put = (at: number, text: string) => {
    block.set(utf8(text), at)
  }
  put(0, name)
  put(100, '0000644\0')
  put(124, size ?? `${length.toString(8).padStart(11, '0')}\0`)
  put(136, `${(1_614_729_600).toString(8).padStart(11, '0')}\0`)
  put(148, '        ')
  put(156, type ?? '0')
  put(257, 'ustar\u000000')
  put(345, prefix ?? '')
  const sum = block.reduce((total, byte) => total + byte, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return block
}

/** One pax record: its length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest
  while (length !== rest + String(length).length) length = rest + String(length).length
  return `${String(length)} ${key}=${value}\n`
}

export function gzipOf(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(content))
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts))
}
