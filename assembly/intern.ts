// Byte strings to small integers, one table an entry: an open hash table of slots, a list of strings
// by index, and chunks that hold their bytes and never move. Index 0 is the empty string, others go
// up in order of first sight.
//
//   state    block of 2 ** 12 bytes: the fields below, and 1 KiB of keys that the host fills with
//            random bytes before the first string
//   slots    8 bytes each: high half of the string's hash, index (0: free)
//   entries  8 bytes each: address, length
//   chunk    8 bytes (next chunk's address, own power), then bytes; 16 behind the last are loaded
//
// The hash is NH (UMAC, RFC 4418, 5.2.2) over 1 KiB at a time: with secret keys two given strings
// collide with a chance of 2 ** -32, so nobody can write strings that all do.
// Memory grows in `internOpen` and `internReserve`, and elsewhere only for what was not reserved.

import { giveBlock, takeBlock } from './heap'

const STATE_POWER: usize = 12
const FIRST_POWER: usize = 13
const LEAST_CHUNK_POWER: usize = 14
const CHUNK_HEAD: usize = 8
const SLACK: usize = 16
/** Larger tables than this cannot be addressed in blocks. */
const LAST_POWER: usize = 30

const SLOTS: usize = 0
const SLOTS_POWER: usize = 4
const ENTRIES: usize = 8
const ENTRIES_POWER: usize = 12
const COUNT: usize = 16
const CHUNK: usize = 20
const FREE: usize = 24
const FREE_END: usize = 28
const SPARE: usize = 32
const SPARE_POWER: usize = 36
const FULL: usize = 40
const STAND_IN: usize = 44
const KEYS: usize = 1024
const KEYS_LENGTH: usize = 1024

/** No index: the memory cannot grow. */
const NONE: u32 = 0xffff_ffff

/** 16 bytes from MASKS + 16 - n keep the first n of 16. */
const MASKS: usize = memory.data(32, 16)
memory.fill(MASKS, 0xff, 16)

/** Address of a new table's state, 0 where the memory cannot grow. Its keys are at `internKeys`. */
export function internOpen(): usize {
  const state = takeBlock(STATE_POWER)
  if (!state) return 0
  const slots = takeBlock(FIRST_POWER)
  const entries = takeBlock(FIRST_POWER)
  if (!slots || !entries) {
    if (slots) giveBlock(slots, FIRST_POWER)
    giveBlock(state, STATE_POWER)
    return 0
  }
  memory.fill(state, 0, KEYS)
  memory.fill(slots, 0, 1 << FIRST_POWER)
  store<u64>(entries, 0)
  store<u32>(state, <u32>slots, SLOTS)
  store<u32>(state, <u32>FIRST_POWER, SLOTS_POWER)
  store<u32>(state, <u32>entries, ENTRIES)
  store<u32>(state, <u32>FIRST_POWER, ENTRIES_POWER)
  store<u32>(state, 1, COUNT)
  return state
}

/** 1 KiB to be filled with random bytes. */
export function internKeys(state: usize): usize {
  return state + KEYS
}

/** Gives all blocks of the table back. */
export function internClose(state: usize): void {
  let chunk = <usize>load<u32>(state, CHUNK)
  while (chunk) {
    const next = <usize>load<u32>(chunk)
    giveBlock(chunk, load<u32>(chunk, 4))
    chunk = next
  }
  const spare = load<u32>(state, SPARE)
  if (spare) giveBlock(spare, load<u32>(state, SPARE_POWER))
  giveBlock(load<u32>(state, SLOTS), load<u32>(state, SLOTS_POWER))
  giveBlock(load<u32>(state, ENTRIES), load<u32>(state, ENTRIES_POWER))
  giveBlock(state, STATE_POWER)
}

export function internCount(state: usize): u32 {
  return load<u32>(state, COUNT)
}

/** Where the bytes of a string stand. */
export function internAddress(state: usize, index: u32): usize {
  return load<u32>(<usize>load<u32>(state, ENTRIES) + (<usize>index << 3))
}

export function internLength(state: usize, index: u32): u32 {
  return load<u32>(<usize>load<u32>(state, ENTRIES) + (<usize>index << 3), 4)
}

/**
 * Takes what `strings` more strings of `bytes` bytes together can need, so that the memory does not
 * grow while they are interned. False where the memory cannot grow.
 */
export function internReserve(state: usize, bytes: usize, strings: u32): bool {
  return reserveEntries(state, strings) && reserveSlots(state, strings) && reserveBytes(state, bytes)
}

function reserveEntries(state: usize, strings: u32): bool {
  const power = <usize>load<u32>(state, ENTRIES_POWER)
  const count = load<u32>(state, COUNT)
  const needed = (<u64>count + strings) << 3
  if (needed <= (<u64>1) << power) return true
  const bigger = powerFor(needed)
  const block = bigger > LAST_POWER ? <usize>0 : takeBlock(bigger)
  if (!block) return false
  const old = <usize>load<u32>(state, ENTRIES)
  memory.copy(block, old, <usize>count << 3)
  giveBlock(old, power)
  store<u32>(state, <u32>block, ENTRIES)
  store<u32>(state, <u32>bigger, ENTRIES_POWER)
  return true
}

/** Slots are filled to seven eighths at most, by strings that may never come: mostly to far less. */
function reserveSlots(state: usize, strings: u32): bool {
  const power = <usize>load<u32>(state, SLOTS_POWER)
  const room = <u64>load<u32>(state, COUNT) + strings
  const needed = (room << 3) + ((room << 3) >> 3) + 64
  if (needed <= (<u64>1) << power) return true
  const bigger = powerFor(needed)
  const block = bigger > LAST_POWER ? <usize>0 : takeBlock(bigger)
  if (!block) return false
  const old = <usize>load<u32>(state, SLOTS)
  memory.fill(block, 0, 1 << bigger)
  const mask: u32 = (1 << (<u32>bigger - 3)) - 1
  const end = old + (1 << power)
  for (let from = old; from < end; from += 8) {
    const index = load<u32>(from, 4)
    if (!index) continue
    let slot = slotOf(load<u32>(from), mask)
    while (load<u32>(slotAt(block, slot), 4)) slot = (slot + 1) & mask
    store<u64>(slotAt(block, slot), load<u64>(from))
  }
  giveBlock(old, power)
  store<u32>(state, <u32>block, SLOTS)
  store<u32>(state, <u32>bigger, SLOTS_POWER)
  return true
}

/** A string that does not fit into the chunk goes to the spare one, so that chunks are filled. */
function reserveBytes(state: usize, bytes: usize): bool {
  if (<usize>load<u32>(state, FREE_END) - <usize>load<u32>(state, FREE) >= bytes) return true
  const needed = bytes + CHUNK_HEAD + SLACK
  if (needed < bytes) return false
  const spare = load<u32>(state, SPARE)
  if (spare) {
    if (<usize>1 << load<u32>(state, SPARE_POWER) >= needed) return true
    giveBlock(spare, load<u32>(state, SPARE_POWER))
    store<u32>(state, 0, SPARE)
  }
  const power = max<usize>(powerFor(needed), LEAST_CHUNK_POWER)
  const block = power > LAST_POWER ? <usize>0 : takeBlock(power)
  if (!block) return false
  store<u32>(state, <u32>block, SPARE)
  store<u32>(state, <u32>power, SPARE_POWER)
  return true
}

/** Least power of two that holds `bytes`. */
@inline
function powerFor(bytes: u64): usize {
  return <usize>(64 - clz(bytes - 1))
}

/** Address of `length` free bytes in the chunk, which a string may be put in; 0 for none. */
export function internRoom(state: usize, length: usize): usize {
  if (<usize>load<u32>(state, FREE_END) - <usize>load<u32>(state, FREE) < length) {
    if (!reserveBytes(state, length)) return 0
    const chunk = <usize>load<u32>(state, SPARE)
    const power = load<u32>(state, SPARE_POWER)
    store<u32>(chunk, load<u32>(state, CHUNK))
    store<u32>(chunk, power, 4)
    store<u32>(state, <u32>chunk, CHUNK)
    store<u32>(state, <u32>(chunk + CHUNK_HEAD), FREE)
    store<u32>(state, <u32>(chunk + (<usize>1 << power) - SLACK), FREE_END)
    store<u32>(state, 0, SPARE)
  }
  return load<u32>(state, FREE)
}

@inline
function slotOf(tag: u32, mask: u32): u32 {
  return (tag ^ (tag >>> 15)) & mask
}

@inline
function slotAt(slots: usize, slot: u32): usize {
  return slots + (<usize>slot << 3)
}

/** First `length` (below 16) bytes at `at`, the rest zero. */
@inline
function loadTail(at: usize, length: usize): v128 {
  return v128.and(v128.load(at), v128.load(MASKS + 16 - length))
}

@inline
function products(bytes: v128, key: usize): v128 {
  const sum = i32x4.add(bytes, v128.load(key))
  return i64x2.extmul_low_i32x4_u(sum, v128.shuffle<i32>(sum, sum, 2, 3, 2, 3))
}

@inline
function mix(hash: u64, sum: v128): u64 {
  hash ^= i64x2.extract_lane(sum, 0) + i64x2.extract_lane(sum, 1)
  hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93
  hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93
  return hash ^ (hash >>> 32)
}

@inline
function tagOf(state: usize, at: usize, length: usize): u32 {
  const keys = state + KEYS
  let hash = <u64>length * 0x9e3779b97f4a7c15
  let sum = i64x2.splat(0)
  let key = keys
  while (length >= 16) {
    sum = i64x2.add(sum, products(v128.load(at), key))
    at += 16
    length -= 16
    key += 16
    if (key === keys + KEYS_LENGTH) {
      hash = mix(hash, sum)
      sum = i64x2.splat(0)
      key = keys
    }
  }
  if (length) sum = i64x2.add(sum, products(loadTail(at, length), key))
  return <u32>(mix(hash, sum) >>> 32)
}

@inline
export function same(left: usize, right: usize, length: usize): bool {
  while (length >= 16) {
    if (v128.any_true(v128.xor(v128.load(left), v128.load(right)))) return false
    left += 16
    right += 16
    length -= 16
  }
  if (!length) return true
  const mask = v128.load(MASKS + 16 - length)
  return !v128.any_true(v128.and(v128.xor(v128.load(left), v128.load(right)), mask))
}

/**
 * Index of the `length` bytes at `at`, which are new strings' own if they stand where `internRoom`
 * said. Up to 15 bytes behind them are loaded. 0xffffffff where the memory cannot grow.
 */
export function intern(state: usize, at: usize, length: usize): u32 {
  if (!length) return 0
  const tag = tagOf(state, at, length)
  const slots = <usize>load<u32>(state, SLOTS)
  const entries = <usize>load<u32>(state, ENTRIES)
  const mask: u32 = (1 << (load<u32>(state, SLOTS_POWER) - 3)) - 1
  let slot = slotOf(tag, mask)
  while (true) {
    const found = load<u64>(slotAt(slots, slot))
    const index = <u32>(found >>> 32)
    if (!index) return add(state, tag, at, length)
    if (<u32>found === tag) {
      const entry = entries + (<usize>index << 3)
      if (<usize>load<u32>(entry, 4) === length && same(load<u32>(entry), at, length)) return index
    }
    slot = (slot + 1) & mask
  }
}

/** From now on `index` stands for every string that is not in the table. */
export function internFull(state: usize, index: u32): void {
  store<u32>(state, 1, FULL)
  store<u32>(state, index, STAND_IN)
}

function add(state: usize, tag: u32, at: usize, length: usize): u32 {
  if (load<u32>(state, FULL)) return load<u32>(state, STAND_IN)
  if (!reserveEntries(state, 1) || !reserveSlots(state, 1)) return NONE
  const own = internRoom(state, length)
  if (!own) return NONE
  if (own !== at) memory.copy(own, at, length)
  const index = load<u32>(state, COUNT)
  store<u32>(state, index + 1, COUNT)
  store<u32>(state, <u32>(own + length), FREE)
  const entry = <usize>load<u32>(state, ENTRIES) + (<usize>index << 3)
  store<u32>(entry, <u32>own)
  store<u32>(entry, <u32>length, 4)
  const slots = <usize>load<u32>(state, SLOTS)
  const mask: u32 = (1 << (load<u32>(state, SLOTS_POWER) - 3)) - 1
  let slot = slotOf(tag, mask)
  while (load<u32>(slotAt(slots, slot), 4)) slot = (slot + 1) & mask
  store<u64>(slotAt(slots, slot), (<u64>index << 32) | tag)
  return index
}
