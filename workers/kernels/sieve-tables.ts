import type { Kernel, KernelModule } from './module.js'
import { chooseGrams, ONE_CASE, rarestPair } from './sieve-grams.js'
import { runsOf, type SievePlan } from './sieve-plan.js'

/** Bytes of a plan's head, of an entry and of a short literal, as assembly/sieve.ts and pairs.ts read them. */
const HEAD_BYTES = 32
const ENTRY_BYTES = 32
const SHORT_BYTES = 20
const ANY = 0xff

/** Where the tables stand from `at` on. */
interface Places {
  readonly words: number
  readonly marks: number
  readonly slots: number
  readonly entries: number
}

/** Bytes that the tables of a plan take. */
export function sieveTableBytes(plan: SievePlan): number {
  return placesOf(plan, 0).entries + plan.sieved.length * plan.stride * ENTRY_BYTES
}

function placesOf(plan: SievePlan, at: number): Places {
  const bytes = [...plan.short, ...plan.sieved].reduce((sum, word) => sum + word.length, 0)
  const words = at + HEAD_BYTES + SHORT_BYTES * shortSlots(plan)
  const marks = alignTo16(words + bytes)
  const slots = marks + 2 ** plan.markBits
  return { words, marks, slots, entries: alignTo16(slots + 4 * (2 ** plan.slotBits + 1)) }
}

const alignTo16 = (at: number): number => (at + 15) & ~15

/** The kernel takes two short literals a pass, so one is there twice where their number is odd. */
function shortSlots({ short }: SievePlan): number {
  return short.length + (short.length % 2)
}

/** Addresses that `pairs` takes, one a pass. */
export function pairPasses(plan: SievePlan, at: number): readonly number[] {
  const passes = shortSlots(plan) / 2
  return Array.from({ length: passes }, (_, pass) => at + HEAD_BYTES + 2 * SHORT_BYTES * pass)
}

/**
 * Writes the tables of `plan` at `at`, which has room for `sieveTableBytes` of it; `at` is then what
 * `sieve` takes. `scratch` is the address of 2 KiB that nobody uses meanwhile.
 */
export function writeSieve(
  module: KernelModule,
  plan: SievePlan,
  at: number,
  scratch: number,
): void {
  const places = placesOf(plan, at)
  const bytes = module.bytes()
  const view = new DataView(bytes.buffer)
  bytes.fill(0, places.marks, places.entries)
  const shortAt = writeWords(bytes, plan.short, places.words)
  const end = plan.short.reduce((sum, word) => sum + word.length, places.words)
  const wordAt = writeWords(bytes, plan.sieved, end)
  writeHead(view, plan, at, places)
  for (let slot = 0; slot < shortSlots(plan); slot++) {
    const index = slot % plan.short.length
    const word = plan.short[index] as Uint8Array
    writeShort(view, word, shortAt[index] as number, at + HEAD_BYTES + slot * SHORT_BYTES)
  }
  writeEntries(module, plan, places, wordAt, chooseGrams(module, plan, wordAt, scratch))
}

function writeWords(bytes: Uint8Array, words: readonly Uint8Array[], from: number): number[] {
  let at = from
  return words.map((word) => {
    bytes.set(word, at)
    at += word.length
    return at - word.length
  })
}

function writeHead(view: DataView, plan: SievePlan, at: number, places: Places): void {
  const { marks, slots, entries } = places
  const head = [plan.stride, plan.gram, plan.markBits, marks, plan.slotBits, slots, entries]
  head.forEach((value, index) => {
    view.setUint32(at + 4 * index, value, true)
  })
}

function writeShort(view: DataView, word: Uint8Array, wordAt: number, at: number): void {
  const { place, alone } = rarestPair(word)
  view.setUint8(at, (word[place] as number) | ONE_CASE)
  view.setUint8(at + 1, alone ? ANY : (word[place + 1] as number) | ONE_CASE)
  view.setUint8(at + 2, ONE_CASE)
  view.setUint8(at + 3, alone ? ANY : ONE_CASE)
  view.setUint32(at + 4, wordAt, true)
  view.setUint32(at + 8, word.length, true)
  view.setUint32(at + 12, place, true)
}

/** Marks the grams and writes their entries, slot by slot. */
function writeEntries(
  module: KernelModule,
  plan: SievePlan,
  places: Places,
  wordAt: readonly number[],
  grams: Uint32Array,
): void {
  const { gram, stride, markBits, slotBits, sieved } = plan
  const gramMark = module.exports['gramMark'] as Kernel
  const gramSlot = module.exports['gramSlot'] as Kernel
  const bytes = module.bytes()
  const view = new DataView(bytes.buffer)
  const slotOf = new Uint32Array(sieved.length * stride)
  const next = new Uint32Array(2 ** slotBits + 1)
  for (let at = 0; at < slotOf.length; at++) {
    const word = Math.floor(at / stride)
    const gramAt = (wordAt[word] as number) + (grams[word] as number) + (at % stride)
    bytes[places.marks + gramMark(gramAt, gram, markBits)] = 1
    const slot = gramSlot(gramAt, gram, slotBits)
    slotOf[at] = slot
    next[slot + 1] = (next[slot + 1] as number) + 1
  }
  for (let slot = 1; slot < next.length; slot++) {
    next[slot] = (next[slot] as number) + (next[slot - 1] as number)
  }
  next.forEach((entry, slot) => {
    view.setUint32(places.slots + 4 * slot, entry, true)
  })
  for (let at = 0; at < slotOf.length; at++) {
    const word = Math.floor(at / stride)
    const slot = slotOf[at] as number
    const entry = next[slot] as number
    next[slot] = entry + 1
    const entryAt = places.entries + entry * ENTRY_BYTES
    const place = (grams[word] as number) + (at % stride)
    const literal = sieved[word] as Uint8Array
    writeAround(view, literal, place, gram, entryAt)
    view.setUint32(entryAt + 20, wordAt[word] as number, true)
    view.setUint32(entryAt + 24, literal.length, true)
    view.setUint32(entryAt + 28, place, true)
  }
}

/** Up to eight bytes of the gram's run, the gram among them. */
function writeAround(
  view: DataView,
  word: Uint8Array,
  place: number,
  gram: number,
  entryAt: number,
): void {
  const run = runsOf(word).find(({ from, end }) => from <= place && place < end)
  if (!run) throw new RangeError('a gram lies in no run')
  const from = Math.max(run.from, Math.min(place - ((8 - gram) >> 1), run.end - 8))
  for (let step = 0; step < 8; step++) {
    const inside = from + step < run.end
    view.setUint8(entryAt + step, inside ? (word[from + step] as number) | ONE_CASE : 0)
    view.setUint8(entryAt + 8 + step, inside ? 0xff : 0)
  }
  view.setInt32(entryAt + 16, from - place, true)
}
