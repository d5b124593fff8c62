/** A column of events. */
export type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array

/** Puts from[row] at to[place[at + row]] for all rows. Both are of one kind, `to` all zero. */
export function scatter(from: Column, to: Column, place: Uint32Array, at: number): void {
  if (from instanceof Uint32Array && to instanceof Uint32Array) words(from, to, place, at)
  else if (from instanceof Float64Array && to instanceof Float64Array) {
    doubles(from, to, place, at)
  } else if (from instanceof Uint16Array && to instanceof Uint16Array) {
    halves(from, to, place, at)
  } else if (from instanceof Uint8Array && to instanceof Uint8Array) {
    bytes(from, to, place, at)
  }
}

// One function a kind of array: engines make fast code of a loop that only ever sees one. Rows that are
// zero, which in some columns are nearly all, have their place already.

function words(from: Uint32Array, to: Uint32Array, place: Uint32Array, at: number) {
  for (let row = 0; row < from.length; row++) {
    const value = from[row] as number
    if (value !== 0) to[place[at + row] as number] = value
  }
}

function doubles(from: Float64Array, to: Float64Array, place: Uint32Array, at: number) {
  for (let row = 0; row < from.length; row++) to[place[at + row] as number] = from[row] as number
}

function halves(from: Uint16Array, to: Uint16Array, place: Uint32Array, at: number) {
  for (let row = 0; row < from.length; row++) {
    const value = from[row] as number
    if (value !== 0) to[place[at + row] as number] = value
  }
}

function bytes(from: Uint8Array, to: Uint8Array, place: Uint32Array, at: number) {
  for (let row = 0; row < from.length; row++) {
    const value = from[row] as number
    if (value !== 0) to[place[at + row] as number] = value
  }
}
