import type { Bytes, Sha256Hex } from '../../src/model/units.js'
import { damaged } from './damage.js'

/** How the parts of a saved case are packed before they are stored. */
export const PACKINGS = ['deflate-raw', 'none'] as const
export type Packing = (typeof PACKINGS)[number]

/**
 * Bytes of one part before it is packed. Deflate makes nothing longer by more than a thousandth, so
 * that no part is longer than the 16 MiB that an entry of a saved case may have.
 */
export const PART_BYTES: Bytes = 8 * 1024 ** 2
export const MAX_ENTRY_BYTES: Bytes = 2 * PART_BYTES

/** SHA-256 in lower-case hexadecimal digits; made by the kernels in a worker. */
export type Digest = (bytes: Uint8Array) => Sha256Hex

export interface Packed {
  /** Unpacked. */
  readonly size: Bytes
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Firefox before 113 and Safari before 16.4 cannot pack: their cases are larger, not other. */
export function bestPacking(): Packing {
  return typeof CompressionStream === 'function' ? 'deflate-raw' : 'none'
}

export async function pack(bytes: Uint8Array<ArrayBuffer>, packing: Packing): Promise<Packed> {
  if (packing === 'none') return { size: bytes.length, bytes }
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return {
    size: bytes.length,
    bytes: new Uint8Array(await new Response(stream).arrayBuffer()),
  }
}

/** `size` bytes exactly; what would unpack to more is not unpacked further. */
export async function unpack(
  bytes: Uint8Array<ArrayBuffer>,
  size: Bytes,
  packing: Packing,
  where: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (packing === 'none') {
    if (bytes.length !== size) throw damaged(where, otherSize(size, bytes.length))
    return bytes
  }
  const whole = new Uint8Array(size)
  const unpacking = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const reader = unpacking.getReader()
  let at = 0
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : 'no reason was given'
      throw damaged(where, `it cannot be unpacked (${why})`)
    })
    if (done) break
    if (at + value.length > size) {
      reader.cancel().catch(() => undefined)
      throw damaged(where, otherSize(size, at + value.length))
    }
    whole.set(value, at)
    at += value.length
  }
  if (at !== size) throw damaged(where, otherSize(size, at))
  return whole
}

function otherSize(wanted: Bytes, found: Bytes): string {
  return `it should unpack to ${String(wanted)} bytes, and comes to ${String(found)}`
}
