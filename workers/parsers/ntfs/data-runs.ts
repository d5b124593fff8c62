const MOST_RUNS = 10_000

/** Where a non-resident attribute's clusters lie: `first+count` a run, `sparse+count` for a hole. */
export function runsOf(view: DataView, attribute: number, size: number): string[] {
  const runs: string[] = []
  const end = attribute + size
  let cluster = 0n
  let at = attribute + view.getUint16(attribute + 32, true)
  while (at < end && runs.length < MOST_RUNS) {
    const sizes = view.getUint8(at++)
    const countBytes = sizes & 15
    const firstBytes = sizes >> 4
    if (sizes === 0 || at + countBytes + firstBytes > end) break
    const count = BigInt.asUintN(64, number(view, at, countBytes))
    if (firstBytes === 0) runs.push(`sparse+${String(count)}`)
    else {
      cluster += number(view, at + countBytes, firstBytes)
      runs.push(`${String(cluster)}+${String(count)}`)
    }
    at += countBytes + firstBytes
  }
  return runs
}

/** Little-endian with a sign. */
function number(view: DataView, at: number, bytes: number): bigint {
  let value = 0n
  for (let i = bytes - 1; i >= 0; i--) value = (value << 8n) | BigInt(view.getUint8(at + i))
  return BigInt.asIntN(8 * Math.max(bytes, 1), value)
}
