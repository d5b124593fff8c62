/** Bytes at an address of kernel memory. */
export interface KernelBytes {
  readonly at: number
  readonly length: number
}

/** Some next bytes of an entry, here or in kernel memory. Valid until the next piece is asked for. */
export type Piece = Uint8Array | KernelBytes

/** An entry's bytes, uncompressed, piece by piece. Rejects where they cannot be read. */
export interface Pieces {
  /** null at the end; never empty. */
  next(): Promise<Piece | null>
  /** Lets go of what is left. */
  cancel(): Promise<void>
}
