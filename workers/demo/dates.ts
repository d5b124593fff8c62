import type { Milliseconds } from './server.js'

/** `2021-03-11T20:40:00.000Z`. */
export function iso(time: Milliseconds): string {
  return new Date(time).toISOString()
}

/** `2021-03-11 20:40:00`, as IIS writes it in two columns. */
export function dateAndTime(time: Milliseconds): string {
  return iso(time).slice(0, 19).replace('T', ' ')
}

/** `20210311`. */
export function compactDate(time: Milliseconds): string {
  return iso(time).slice(0, 10).replaceAll('-', '')
}

/** `03`, the hour of the day. */
export function hourOf(time: Milliseconds): string {
  return iso(time).slice(11, 13)
}
