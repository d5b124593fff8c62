export { allocate, takeBlock, giveBlock, limitHeap } from './heap'
export { crc32 } from './crc32'
export { hashOpen, hashFeed, hashEnd, hashRun } from './hash-stream'
export { lines, newlines } from './lines'
export {
  inflate,
  inflateBitsHeld,
  inflateConsumed,
  inflateProduced,
  inflateStart,
  inflateStateSize,
} from './inflate'
export { decode } from './decode'
export { match } from './match'
export { gramMark, gramSlot, sieve, sieveWork } from './sieve'
export { pairs } from './pairs'
export {
  internOpen,
  internKeys,
  internClose,
  internFull,
  internCount,
  internAddress,
  internLength,
  internReserve,
  internRoom,
  intern,
} from './intern'
export {
  inflate,
  inflateBitsHeld,
  inflateConsumed,
  inflateProduced,
  inflateStart,
  inflateStateSize,
} from './inflate'
export { rowsPlan, rowsKeep, rowsKnow, holdsNul } from './rows'
export { csvRows } from './csv'
export { w3cRows } from './w3c'
