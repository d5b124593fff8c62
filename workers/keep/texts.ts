import { damaged } from './damage.js'
import { PART_BYTES } from './packing.js'
import type { PartReader } from './planes.js'
import { largestOf, planesOf, putPlanes } from './planes.js'

/** UTF-16 units and texts of one part: with three bytes a unit and four a length it fits. */
const PART_UNITS = 1 << 20
const PART_TEXTS = 1 << 18
/** A text that would not fit in a part at all; lines are 1.5 MB at most. */
const LONGEST_TEXT = Math.floor(PART_BYTES / 6)

const UTF8 = 0
/** For texts with half a pair of UTF-16, which UTF-8 has no word for: they must come back as they are. */
const UTF16 = 1

/** Texts from `from` on, as many as one part holds: how many, their lengths, all of them in a row. */
export function textPart(
  texts: readonly string[],
  from: number,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly end: number } {
  let end = from
  let units = 0
  while (end < texts.length && end - from < PART_TEXTS) {
    const { length } = texts[end] ?? ''
    if (length > LONGEST_TEXT) throw new Error(`a text of ${String(length)} letters is too long`)
    if (end > from && units + length > PART_UNITS) break
    units += length
    end++
  }
  const part = texts.slice(from, end)
  const lengths = Uint32Array.from(part, ({ length }) => length)
  const whole = part.join('')
  const body = bodyOf(whole)
  const planes = planesOf(largestOf(lengths))
  const bytes = new Uint8Array(6 + planes * lengths.length + body.bytes.length)
  new DataView(bytes.buffer).setUint32(0, lengths.length, true)
  bytes.set([planes, body.coding], 4)
  bytes.set(body.bytes, putPlanes(lengths, planes, bytes, 6))
  return { bytes, end }
}

/** The texts of a part. */
export function textsOf(part: PartReader): string[] {
  const count = part.uint32()
  if (count > PART_TEXTS) throw damaged(part.where, `it states ${String(count)} texts`)
  const planes = part.byte()
  const coding = part.byte()
  const lengths = part.planes(count, planes)
  const whole = decoded(part.rest(), coding, part.where)
  const texts: string[] = []
  let at = 0
  for (const length of lengths) {
    texts.push(whole.slice(at, at + length))
    at += length
  }
  if (at !== whole.length) throw damaged(part.where, 'its texts are not as long as it states')
  return texts
}

function bodyOf(whole: string): { bytes: Uint8Array; coding: number } {
  const bytes = new TextEncoder().encode(whole)
  if (isWellFormed(whole)) return { bytes, coding: UTF8 }
  const units = Uint8Array.from({ length: 2 * whole.length }, (_, at) => {
    const unit = whole.charCodeAt(at >> 1)
    return at % 2 === 0 ? unit : unit >>> 8
  })
  return { bytes: units, coding: UTF16 }
}

function decoded(bytes: Uint8Array, coding: number, where: string): string {
  if (coding === UTF8) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw damaged(where, 'it is not UTF-8')
    }
  }
  if (coding !== UTF16 || bytes.length % 2 !== 0) throw damaged(where, 'its text is not UTF-16')
  const pieces: string[] = []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at < bytes.length; at += 2)
    pieces.push(String.fromCharCode(view.getUint16(at, true)))
  return pieces.join('')
}

/** Whether every half of a pair has its other half. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text)
}
