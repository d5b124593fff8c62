import type { Microseconds } from '../../../src/model/units.js'
import { dayOrder, StatedClock } from '../reported/stated-time.js'

const LINE = /^When(?:Changed|Created)(?:UTC)?\s{0,80}:\s{0,20}([^\r\n]{1,60})/gm

/**
 * Time that the dump of a virtual directory states (`WhenChangedUTC : 3/3/2021 6:49:53 AM`), which for
 * a web shell written that way is when it was written. The date is in the server's culture, so it counts
 * only where day and month cannot be taken for each other, or another date of the dump settles it.
 */
export function statedChange(text: string): Microseconds {
  const stated = /^WhenChangedUTC\s{0,80}:\s{0,20}([^\r\n]{1,60})/m.exec(text)?.[1]
  if (stated === undefined) return NaN
  return cultureTime(
    stated,
    Array.from(text.matchAll(LINE), ([, date = '']) => date),
  )
}

/** A date in an unknown culture, read as `others` of the same culture allow; NaN where they do not. */
export function cultureTime(stated: string, others: readonly string[]): Microseconds {
  const clock = new StatedClock(dayOrder(others.join('\n')))
  const time = clock.read(stated)
  return clock.monthAssumed ? NaN : time
}
