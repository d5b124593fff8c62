import { chunkBytes, CHUNK_SIZE } from './binary-xml.js'
import { CHUNK_HEADER, freeSpaceOf, isChunk, RECORD_END, RECORD_HEADER } from './chunk-records.js'
import { EvtxEvent } from './event.js'
import { Fields } from './fields.js'
import { hexLines } from '../shared/hex.js'
import { Labels } from './labels.js'
import { TextOut } from './text-out.js'

/**
 * A record in lines `name: value`: System, then Data and all else in their order. `bytes` begin at
 * `base` in the log, the record at `offset`; they hold the record's chunk.
 */
export function tellEvent(bytes: Uint8Array, base: number, offset: number, size: number): string {
  const from = chunkBefore(bytes, base, offset)
  const chunk = chunkBytes(bytes.subarray(from, from + CHUNK_SIZE))
  const at = offset - base - from
  const out = new TextOut()
  const fields = new Fields(new Labels(), out)
  fields.begin(chunk)
  fields.read(at + RECORD_HEADER, at + size - RECORD_END)
  const event = new EvtxEvent(fields, out)
  event.begin()
  out.length = 0
  const free = freeSpaceOf(chunk)
  if (isChunk(chunk.bytes, 0) && free >= CHUNK_HEADER && at >= free) {
    out.string('(recovered from unused space of the log: it no longer counts this event)\n')
  }
  event.writeLines(out)
  const { failure, count } = fields
  if (failure !== '') out.string(`(not all of the event can be read: ${failure})\n`)
  const text = out.text().replace(/\n$/, '')
  if (count > 0) return text
  return [text, ...hexLines(bytes.subarray(offset - base, offset - base + size))].join('\n')
}

/** Place in `bytes` of the chunk that the record lies in. */
function chunkBefore(bytes: Uint8Array, base: number, offset: number): number {
  const record = offset - base
  const usual = record - ((offset - FILE_HEADER) % CHUNK_SIZE)
  if (usual >= 0 && isChunk(bytes, usual)) return usual
  for (let at = record; at >= 0 && record - at < CHUNK_SIZE; at--) if (isChunk(bytes, at)) return at
  return Math.max(0, usual)
}

/** The log's own header, behind which its chunks stand. */
export const FILE_HEADER = 4_096
