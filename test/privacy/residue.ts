import type { Engine } from './engines.js'
import type { Sign } from './listeners.js'

/**
 * What is known to get out, by engine and channel; docs/security.md explains each. Chromium begins to
 * connect before it asks the policy of the page around the frame, when the app's own script sets
 * `location` (which no script can lock). No byte of a request ever follows.
 */
const KNOWN: Partial<Record<Engine, Readonly<Record<string, readonly Sign[]>>>> = {
  chromium: {
    'location=': ['connect'],
    'location= to a name': ['connect', 'dns'],
    'location.replace': ['connect'],
  },
}

/** The signs that are not known for the channel: each is a leak. */
export function leaks(engine: Engine, channel: string, signs: readonly Sign[]): Sign[] {
  const known = KNOWN[engine]?.[channel] ?? []
  return signs.filter((sign) => !known.includes(sign))
}
