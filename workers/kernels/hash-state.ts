import type { KernelModule } from './module.js'

/** As assembly/hash-stream.ts lays the state out. */
const STATE_BYTES = 384
const SHA256_AT = 32
const SHA1_AT = 64
const MD5_AT = 96
const LITTLE_ENDIAN = true

const SHA256 = 1
const SHA1 = 2
const MD5 = 4

export interface HashChoice {
  readonly sha256?: boolean
  readonly sha1?: boolean
  readonly md5?: boolean
}

/** Lower-case hexadecimal digits; null where the digest was not asked for (SHA-256: that of nothing). */
export interface Digests {
  readonly sha256: string
  readonly sha1: string | null
  readonly md5: string | null
}

/** The state of one stream in kernel memory; it can be used for one stream after another. */
export class HashState {
  readonly at: number
  private algorithms = SHA256

  constructor(private readonly module: KernelModule) {
    this.at = module.allocate(STATE_BYTES)
  }

  open({ sha256, sha1, md5 }: HashChoice): void {
    this.algorithms = (sha256 ? SHA256 : 0) + (sha1 ? SHA1 : 0) + (md5 ? MD5 : 0)
    this.call('hashOpen', this.at, this.algorithms)
  }

  /** Hands over `length` bytes of kernel memory, which must stay until `runHashes` is through them. */
  feed(at: number, length: number): void {
    this.call('hashFeed', this.at, at, length)
  }

  /** Hands over the padding; digests are ready when that is hashed too. */
  end(): void {
    this.call('hashEnd', this.at)
  }

  /** True where `runHashes` would have nothing to do, as when what was handed over fills no block. */
  get idle(): boolean {
    return new DataView(this.module.memory.buffer, this.at).getUint32(20, LITTLE_ENDIAN) === 0
  }

  digests(): Digests {
    const { algorithms } = this
    return {
      sha256: this.hex(SHA256_AT, 8, LITTLE_ENDIAN),
      sha1: algorithms & SHA1 ? this.hex(SHA1_AT, 5, LITTLE_ENDIAN) : null,
      md5: algorithms & MD5 ? this.hex(MD5_AT, 4, !LITTLE_ENDIAN) : null,
    }
  }

  private hex(offset: number, words: number, littleEndian: boolean): string {
    const view = new DataView(this.module.memory.buffer, this.at + offset)
    let digits = ''
    for (let word = 0; word < words; word++) {
      digits += view
        .getUint32(word * 4, littleEndian)
        .toString(16)
        .padStart(8, '0')
    }
    return digits
  }

  private call(name: string, ...numbers: number[]): void {
    this.module.exports[name]?.(...numbers)
  }
}

/**
 * Hashes one to four streams side by side until one of them has nothing left of what was handed to
 * it. At once where one has nothing to begin with.
 */
export function runHashes(module: KernelModule, states: readonly HashState[]): void {
  const [a, b, c, d] = states
  module.exports['hashRun']?.(a?.at ?? 0, b?.at ?? 0, c?.at ?? 0, d?.at ?? 0)
}
