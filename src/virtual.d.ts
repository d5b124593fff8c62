declare module 'virtual:worker/*' {
  /** The worker's whole source text. */
  const source: string
  export default source
}
