/** What zlib says of a raw Deflate stream. Its handle is used directly: it alone tells how far it came. */
import { constants, InflateRaw } from 'node:zlib'

/** Bytes that may be put out of one stream. */
export const ROOM = 65_536

const engine = new InflateRaw()
const handle = engine._handle
const left = engine._writeState
/** What zlib has put out; behind that are bytes of no value. */
export const zlibOutput = new Uint8Array(ROOM)
let complaint = ''
handle.onerror = (message) => {
  complaint = message
}

function run(stream, flush, room) {
  handle.reset()
  complaint = ''
  left[0] = room
  left[1] = stream.length
  handle.writeSync(flush, stream, 0, stream.length, zlibOutput, 0, room)
}

/**
 * - `ended`: with the bytes put out and taken in
 * - `full`: the room is full
 * - `cut`: more input is needed; with the bytes put out
 * - else zlib's message
 * @param {Uint8Array} stream
 * @returns {{ verdict: string, produced: number, consumed: number }}
 */
export function zlibVerdict(stream) {
  run(stream, constants.Z_FINISH, ROOM)
  if (!complaint) {
    const produced = ROOM - left[0]
    return { verdict: left[0] ? 'ended' : 'full', produced, consumed: stream.length - left[1] }
  }
  if (complaint !== 'unexpected end of file')
    return { verdict: complaint, produced: 0, consumed: 0 }
  run(stream, constants.Z_SYNC_FLUSH, ROOM)
  return { verdict: 'cut', produced: ROOM - left[0], consumed: stream.length }
}

/**
 * Whether zlib complains of the stream before it has put out `produced` bytes and one more. What it
 * has put out is then in `zlibOutput`.
 */
export function complainsBy(stream, produced) {
  zlibOutput.fill(0xee, 0, Math.min(produced + 300, ROOM))
  run(stream, constants.Z_SYNC_FLUSH, produced + 1)
  return complaint !== ''
}
