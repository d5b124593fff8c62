import type { Scene } from '../scene.js'
import { DAY, HOUR, MINUTE, type Milliseconds } from '../server.js'
import type { Span } from '../base.js'

/** A class of ordinary work that looks like an attack to some tools. Each has a file of its own here. */
export interface Trap {
  readonly name: string
  /** Why others cry wolf. */
  readonly why: string
  /** Adds what there is of it in a month, or in a part of one. */
  add(scene: Scene, month: Span): void
}

/** `count` times in the month, in office hours, each on a day of its own where there are as many. */
export function times(scene: Scene, { from, to }: Span, count: number): Milliseconds[] {
  const days = Math.max(1, Math.floor((to - from) / DAY))
  const { random } = scene.logs
  return Array.from({ length: count }, (_, turn) => {
    const day = from + (Math.floor((turn * days) / count) % days) * DAY
    return day + 7 * HOUR + random.between(0, 8 * 60) * MINUTE
  })
}

/** A Windows event's values by name. */
export function named(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values)
}

export const AUDITING = 'Microsoft-Windows-Security-Auditing'
export const SERVICES = 'Service Control Manager'
export const SYSMON = 'Microsoft-Windows-Sysmon'
