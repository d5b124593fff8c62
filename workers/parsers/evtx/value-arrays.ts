import { TYPE } from './binary-xml.js'

/** Bytes of a value by its type; 0 for types whose values say their length themselves. */
const WIDTHS = new Uint8Array(64)
for (const [type, width] of [
  [TYPE.int8, 1],
  [TYPE.uint8, 1],
  [TYPE.int16, 2],
  [TYPE.uint16, 2],
  [TYPE.int32, 4],
  [TYPE.uint32, 4],
  [TYPE.int64, 8],
  [TYPE.uint64, 8],
  [TYPE.real32, 4],
  [TYPE.real64, 8],
  [TYPE.bool, 4],
  [TYPE.guid, 16],
  [TYPE.fileTime, 8],
  [TYPE.systemTime, 16],
  [TYPE.hex32, 4],
  [TYPE.hex64, 8],
] as const) {
  WIDTHS[type] = width
}

/**
 * Calls `take` with place and length of each value of an array: strings end with a NUL, SIDs say how
 * long they are, all others have one width. What is left over at the end is a last, short value. Ends where
 * `take` gives false.
 */
export function eachItem(
  view: DataView,
  type: number,
  from: number,
  size: number,
  take: (at: number, size: number) => boolean,
): void {
  const end = from + size
  // A writer of a list of nothing still wrote the element once.
  if (size === 0) take(from, 0)
  if (type === TYPE.string) eachText(view, from, end, 2, take)
  else if (type === TYPE.ansiString) eachText(view, from, end, 1, take)
  else {
    for (let at = from; at < end;) {
      const length = Math.min(widthAt(view, type, at, end), end - at)
      if (!take(at, length)) return
      at += length
    }
  }
}

function eachText(
  view: DataView,
  from: number,
  end: number,
  unit: 1 | 2,
  take: (at: number, size: number) => boolean,
): void {
  let start = from
  for (let at = from; at + unit <= end; at += unit) {
    if (view.getUint8(at) !== 0 || view.getUint8(at + unit - 1) !== 0) continue
    if (!take(start, at - start)) return
    start = at + unit
  }
  if (start + unit <= end) take(start, end - start)
}

function widthAt(view: DataView, type: number, at: number, end: number): number {
  if (type === TYPE.sid) return at + 2 <= end ? 8 + 4 * view.getUint8(at + 1) : end - at
  if (type === TYPE.sizeT) return (end - at) % 8 === 0 ? 8 : 4
  return WIDTHS[type] || end - at
}
