import type { Finding } from '../../../src/model/finding.js'
import type { Microseconds } from '../../../src/model/units.js'
import { isTelling, timesOf } from './telling.js'

/** When each host's break-in shows, by the findings that prove more than an attempt. */
export class TellingTimes {
  private readonly byHost = new Map<string, Microseconds[]>()

  constructor(findings: readonly Finding[]) {
    for (const finding of findings) {
      if (!isTelling(finding)) continue
      const times = this.byHost.get(finding.host) ?? []
      this.byHost.set(finding.host, times)
      times.push(...timesOf(finding))
    }
    for (const times of this.byHost.values()) times.sort((a, b) => a - b)
  }

  /** NaN where nothing shows. */
  firstOf(host: string): Microseconds {
    return this.byHost.get(host)?.[0] ?? NaN
  }

  lastOf(host: string): Microseconds {
    return this.byHost.get(host)?.at(-1) ?? NaN
  }

  /** Is one of them so near? */
  isWithin(host: string, time: Microseconds, reach: Microseconds): boolean {
    return holdsWithin(this.byHost.get(host) ?? [], time, reach)
  }
}

/** Is one of the ascending times so near? */
export function holdsWithin(
  times: readonly Microseconds[],
  time: Microseconds,
  reach: Microseconds,
): boolean {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] as number) < time - reach) low = middle + 1
    else high = middle
  }
  return (times[low] ?? NaN) <= time + reach
}
