import type { LineBlock } from '../parsers/parser.js'
import type { KernelModule } from './module.js'

/**
 * The block as it is to be read after `take`, which may grow the memory and so detach its views: plain
 * views, which a block that makes them anew whenever it is asked is not.
 */
export function keepBlock(module: KernelModule, block: LineBlock, take: () => void): LineBlock {
  const { buffer } = module.memory
  const { bytes, starts, ends, candidate, count, base } = block
  const views = [bytes, starts, ends, candidate].map((view) => ({
    moves: view.buffer === buffer,
    at: view.byteOffset,
    length: view.length,
  }))
  take()
  const grown = module.memory.buffer
  if (grown === buffer) return { bytes, starts, ends, candidate, count, base }
  const [text, from, to, flags] = views
  const bytesOf = (view: Uint8Array, place = text): Uint8Array =>
    place?.moves ? new Uint8Array(grown, place.at, place.length) : view
  const offsetsOf = (view: Uint32Array, place = from): Uint32Array =>
    place?.moves ? new Uint32Array(grown, place.at, place.length) : view
  return {
    count: block.count,
    base: block.base,
    bytes: bytesOf(bytes),
    starts: offsetsOf(starts),
    ends: offsetsOf(ends, to),
    candidate: bytesOf(candidate, flags),
  }
}

/** A byte of value 0 is in a line of the block, or between two. */
export function holdsNul(module: KernelModule, block: LineBlock): boolean {
  const { bytes, starts, ends, count } = block
  if (count === 0) return false
  const from = starts[0] as number
  const to = ends[count - 1] as number
  if (bytes.buffer !== module.memory.buffer) return bytes.subarray(from, to).includes(0)
  return module.exports.holdsNul?.(bytes.byteOffset + from, to - from) !== 0
}
