declare module 'virtual:kernels' {
  /** The wasm module, base64. */
  const base64: string
  export default base64
}
