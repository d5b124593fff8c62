import type { Milliseconds } from './server.js'

/** `2021-03-11T20:40:00.000Z`. */
export const iso = (time: Milliseconds): string => new Date(time).toISOString()

/** `2021-03-11 20:40:00`, as IIS writes it in two columns. */
export const dateAndTime = (time: Milliseconds): string => iso(time).slice(0, 19).replace('T', ' ')

/** `20210311`. */
export const compactDate = (time: Milliseconds): string =>
  iso(time).slice(0, 10).replaceAll('-', '')
