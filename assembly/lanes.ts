// Four streams side by side, one a SIMD lane: whose chaining value and whose bytes each lane has. A lane
// that nobody uses is given bytes of another and a chaining value that nobody reads.
//
//   LANES  4 x { u32: address of the chaining value, u32: address of the next block }

const LANES: usize = memory.data(32, 16)

export function setLane(lane: usize, state: usize, at: u32): void {
  store<u32>(LANES + (lane << 3), <u32>state)
  store<u32>(LANES + (lane << 3), at, 4)
}

@inline
export function laneState(lane: usize): usize {
  return <usize>load<u32>(LANES + (lane << 3))
}

@inline
export function laneAt(lane: usize): usize {
  return <usize>load<u32>(LANES + (lane << 3), 4)
}

/** Every lane goes on to its next block. */
@inline
export function step(): void {
  for (let lane: usize = 0; lane < 4; lane++) {
    store<u32>(LANES + (lane << 3), load<u32>(LANES + (lane << 3), 4) + 64, 4)
  }
}

/** The word at `offset` of the four chaining values. */
@inline
export function gather(offset: usize): v128 {
  let words = v128.load_zero<u32>(laneState(0) + offset)
  words = v128.load_lane<u32>(laneState(1) + offset, words, 1)
  words = v128.load_lane<u32>(laneState(2) + offset, words, 2)
  return v128.load_lane<u32>(laneState(3) + offset, words, 3)
}

@inline
export function scatter(offset: usize, words: v128): void {
  v128.store_lane<u32>(laneState(0) + offset, words, 0)
  v128.store_lane<u32>(laneState(1) + offset, words, 1)
  v128.store_lane<u32>(laneState(2) + offset, words, 2)
  v128.store_lane<u32>(laneState(3) + offset, words, 3)
}

/** Four words at `offset` of a lane's block. */
@inline
export function wordsOf(lane: usize, offset: usize, bigEndian: bool): v128 {
  const bytes = v128.load(laneAt(lane) + offset)
  if (!bigEndian) return bytes
  return v128.shuffle<u8>(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
}

/** Four words at `offset` of each lane's block become four v128 at `to`, word by word. */
@inline
export function transpose(to: usize, offset: usize, bigEndian: bool): void {
  const words0 = wordsOf(0, offset, bigEndian)
  const words1 = wordsOf(1, offset, bigEndian)
  const words2 = wordsOf(2, offset, bigEndian)
  const words3 = wordsOf(3, offset, bigEndian)
  const low01 = v128.shuffle<u32>(words0, words1, 0, 4, 1, 5)
  const low23 = v128.shuffle<u32>(words2, words3, 0, 4, 1, 5)
  const high01 = v128.shuffle<u32>(words0, words1, 2, 6, 3, 7)
  const high23 = v128.shuffle<u32>(words2, words3, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<u64>(low01, low23, 0, 2))
  v128.store(to, v128.shuffle<u64>(low01, low23, 1, 3), 16)
  v128.store(to, v128.shuffle<u64>(high01, high23, 0, 2), 32)
  v128.store(to, v128.shuffle<u64>(high01, high23, 1, 3), 48)
}
