import { compileKernels } from '../../scripts/kernels.mjs'
import { Kernels } from '../../workers/kernels.js'

/** The kernels as the page runs them, compiled from the sources (or from the cache of such). */
export async function loadKernels(): Promise<Kernels> {
  return Kernels.instantiate(await compileKernels())
}

/** Bytes that are the same in every run. */
export function seededBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed >>> 0 || 1
  for (let at = 0; at < length; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state
  }
  return bytes
}

/** Lengths around every edge that the kernels' inner loops have. */
export const EDGE_LENGTHS = [
  0, 1, 2, 3, 15, 16, 17, 31, 32, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 191, 192, 193,
  255, 256, 257, 319, 320, 1_023, 1_024, 4_095, 65_535, 65_536, 262_143, 262_144, 262_145, 600_000,
]

/** Cuts bytes into pieces at seeded places, empty pieces among them. */
export function cutUp(bytes: Uint8Array, seed: number, longest: number): Uint8Array[] {
  const sizes = seededBytes(bytes.length + 1, seed)
  const pieces: Uint8Array[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = (sizes[turn % sizes.length] as number) % (longest + 1)
    pieces.push(bytes.subarray(at, at + size))
    at += size
    if (turn >= sizes.length) pieces.push(bytes.subarray(at, ++at))
  }
  return pieces
}
