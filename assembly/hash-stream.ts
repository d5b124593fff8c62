// Streams that are hashed side by side: SHA-256 (FIPS 180-4), and where asked SHA-1 (FIPS 180-4) and
// MD5 (RFC 1321), which pad alike. What was handed to a stream is a run of whole blocks and a rest.
//
//   state of a stream, STATE_BYTES on a boundary of 16:
//     0    u64: bytes so far
//     8    u32: algorithms, a sum of SHA256, SHA1, MD5
//     12   u32: distance from a block of the run to the same block as MD5 has it
//     16   u32: next block of the run
//     20   u32: blocks of the run that are left
//     24   u32: what comes behind the run
//     28   u32: bytes of that
//     32   8 u32: SHA-256's chaining value
//     64   5 u32: SHA-1's
//     96   4 u32: MD5's
//     128  128 bytes: those that wait for the rest of their block; in the end the padded blocks
//     256  128 bytes: the padded blocks as MD5 has them
//   STREAMS  4 u32: the streams of a run, 0 for none
//   SPARE    a chaining value for lanes that are not used

import { laneAt, laneState, setLane } from './lanes'
import { md5Blocks } from './md5'
import { md5Lanes } from './md5-lanes'
import { sha1Blocks } from './sha1'
import { sha1Lanes } from './sha1-lanes'
import { sha256Blocks } from './sha256'
import { sha256Lanes } from './sha256-lanes'

const SHA256: u32 = 1
const SHA1: u32 = 2
const MD5: u32 = 4

const SHA256_AT: usize = 32
const SHA1_AT: usize = 64
const MD5_AT: usize = 96
const EDGE: usize = 128

/** Bytes of four lanes that fill half of a first-level cache of 32 KiB. */
const CACHED_BLOCKS: u32 = 64
const STREAMS: usize = memory.data(16, 16)
const SPARE: usize = memory.data(32, 16)
// prettier-ignore
const FIRST_STATE: usize = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0, 0, 0, 0,
  0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
])

/** Begins a stream. */
export function hashOpen(stream: usize, algorithms: u32): void {
  memory.fill(stream, 0, 32)
  store<u32>(stream, algorithms, 8)
  memory.copy(stream + SHA256_AT, FIRST_STATE, 80)
}

/** Hands over bytes, of which all but what fills no block stay where they are until they are hashed. */
export function hashFeed(stream: usize, at: usize, length: usize): void {
  const total = load<u64>(stream)
  store<u64>(stream, total + length)
  const waiting = <usize>(total & 63)
  if (waiting) {
    const missing = min<usize>(64 - waiting, length)
    memory.copy(stream + EDGE + waiting, at, missing)
    if (waiting + missing < 64) return
    setRun(stream, stream + EDGE, 1)
    at += missing
    length -= missing
  }
  store<u32>(stream, <u32>at, 24)
  store<u32>(stream, <u32>length, 28)
  if (!waiting) nextRun(stream)
}

/** Hands over the padding. */
export function hashEnd(stream: usize): void {
  const total = load<u64>(stream)
  const waiting = <usize>(total & 63)
  const edge = stream + EDGE
  const blocks: usize = waiting < 56 ? 1 : 2
  memory.fill(edge + waiting, 0, (blocks << 6) - waiting)
  store<u8>(edge + waiting, 0x80)
  memory.copy(edge + 128, edge, 128)
  store<u64>(edge + (blocks << 6) - 8, bswap<u64>(total << 3))
  store<u64>(edge + 128 + (blocks << 6) - 8, total << 3)
  store<u32>(stream, 128, 12)
  setRun(stream, edge, blocks)
}

/**
 * Hashes up to four streams (0 for none) until one of them has nothing left. Bit n: stream n has
 * nothing left.
 */
export function hashRun(stream0: usize, stream1: usize, stream2: usize, stream3: usize): u32 {
  store<u32>(STREAMS, <u32>stream0)
  store<u32>(STREAMS, <u32>stream1, 4)
  store<u32>(STREAMS, <u32>stream2, 8)
  store<u32>(STREAMS, <u32>stream3, 12)
  let idle = advance(0)
  while (!idle) idle = advance(runTogether())
  return idle
}

/** Moves every stream on by `blocks`. Bit n: stream n has nothing left. */
function advance(blocks: u32): u32 {
  let idle: u32 = 0
  for (let lane: usize = 0; lane < 4; lane++) {
    const stream = streamOf(lane)
    if (!stream) continue
    const left = load<u32>(stream, 20) - blocks
    store<u32>(stream, load<u32>(stream, 16) + (blocks << 6), 16)
    store<u32>(stream, left, 20)
    if (!left && load<u32>(stream, 28)) nextRun(stream)
    if (!load<u32>(stream, 20)) idle |= 1 << <u32>lane
  }
  return idle
}

/** Hashes as many blocks as the shortest run has, at most those that stay in the first-level cache. */
function runTogether(): u32 {
  let blocks = u32.MAX_VALUE
  let algorithms: u32 = 0
  for (let lane: usize = 0; lane < 4; lane++) {
    const stream = streamOf(lane)
    if (!stream) continue
    blocks = min<u32>(blocks, load<u32>(stream, 20))
    algorithms |= load<u32>(stream, 8)
  }
  if (algorithms & (algorithms - 1)) blocks = min<u32>(blocks, CACHED_BLOCKS)
  if (algorithms & SHA256) sha256(takeLanes(SHA256, SHA256_AT, 0), blocks)
  if (algorithms & SHA1) sha1(takeLanes(SHA1, SHA1_AT, 0), blocks)
  if (algorithms & MD5) md5(takeLanes(MD5, MD5_AT, 1), blocks)
  return blocks
}

function sha256(streams: usize, blocks: u32): void {
  if (streams > 1) {
    sha256Lanes(blocks)
  } else {
    sha256Blocks(laneState(0), laneAt(0), blocks)
  }
}

function sha1(streams: usize, blocks: u32): void {
  if (streams > 1) {
    sha1Lanes(blocks)
  } else {
    sha1Blocks(laneState(0), laneAt(0), blocks)
  }
}

function md5(streams: usize, blocks: u32): void {
  if (streams > 1) {
    md5Lanes(blocks)
  } else {
    md5Blocks(laneState(0), laneAt(0), blocks)
  }
}

/** Puts the streams that want an algorithm in lanes. Number of them. */
function takeLanes(algorithm: u32, stateAt: usize, distance: u32): usize {
  let used: usize = 0
  for (let lane: usize = 0; lane < 4; lane++) {
    const stream = streamOf(lane)
    if (!stream || !(load<u32>(stream, 8) & algorithm)) continue
    setLane(used++, stream + stateAt, load<u32>(stream, 16) + distance * load<u32>(stream, 12))
  }
  for (let lane = used; lane < 4; lane++) setLane(lane, SPARE, <u32>laneAt(0))
  return used
}

@inline
function streamOf(lane: usize): usize {
  return <usize>load<u32>(STREAMS + (lane << 2))
}

function setRun(stream: usize, at: usize, blocks: usize): void {
  store<u32>(stream, <u32>at, 16)
  store<u32>(stream, <u32>blocks, 20)
}

/** The rest becomes a run; what fills no block is kept. */
function nextRun(stream: usize): void {
  const at = <usize>load<u32>(stream, 24)
  const length = <usize>load<u32>(stream, 28)
  setRun(stream, at, length >>> 6)
  memory.copy(stream + EDGE, at + (length & ~63), length & 63)
  store<u32>(stream, 0, 28)
}
