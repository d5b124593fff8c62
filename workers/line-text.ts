/** Bytes of an entry's head that its encoding and its format are told from. */
export const HEAD_BYTES = 4_096

/** How text is stored. `utf-8` stands for every encoding that keeps ASCII bytes, ANSI pages too. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

export interface TextForm {
  readonly encoding: TextEncoding
  /** Bytes of the UTF-8 byte order mark at the start, else 0. UTF-16's goes in the transcoding. */
  readonly skip: number
}

/**
 * By byte order mark; without one, UTF-16LE where every second byte of the head is 0 and every other
 * is not (a run of NULs is no text).
 */
export function detectText(head: Uint8Array): TextForm {
  const [first, second, third] = head
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', skip: 0 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', skip: 0 }
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', skip: 3 }
  return { encoding: isBareUtf16(head) ? 'utf-16le' : 'utf-8', skip: 0 }
}

function isBareUtf16(head: Uint8Array): boolean {
  if (head.length < 4) return false
  return head.every((byte, index) => (byte === 0) === (index % 2 === 1))
}

/** UTF-16 to UTF-8, piece by piece; lone surrogates and an odd last byte become U+FFFD. */
export class Transcoder {
  private readonly decoder: TextDecoder
  private readonly encoder = new TextEncoder()

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.decoder = new TextDecoder(encoding)
  }

  decode(bytes: Uint8Array): Uint8Array {
    return this.encoder.encode(this.decoder.decode(bytes, { stream: true }))
  }

  /** What the end of the input leaves over. */
  end(): Uint8Array {
    return this.encoder.encode(this.decoder.decode())
  }
}

/** The head as parsers see it: UTF-8 without byte order mark. */
export function readableHead(head: Uint8Array, form: TextForm): Uint8Array {
  if (form.encoding === 'utf-8') return head.subarray(form.skip)
  return new Transcoder(form.encoding).decode(head)
}
