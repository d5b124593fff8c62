/** The browser's own inflater for raw Deflate data. */
export function inflater(): TransformStream<Uint8Array, Uint8Array> {
  return new DecompressionStream('deflate-raw') as TransformStream<Uint8Array, Uint8Array>
}
