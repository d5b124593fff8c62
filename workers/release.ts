/**
 * Gives an array's memory back at once, where the browser can; it is empty afterwards. Garbage is
 * collected when the browser likes, and columns of millions of rows must not wait for that.
 */
export function release({ buffer }: { readonly buffer: ArrayBufferLike }): void {
  const { transfer } = buffer as { transfer?: (length: number) => ArrayBuffer }
  transfer?.call(buffer, 0)
}
