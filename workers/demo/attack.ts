import { addChain } from './chain.js'
import type { DayLogs } from './day-logs.js'
import { addFirstProbe, addLateProbes, addMaskedProbe, addShellHunt } from './probes.js'
import type { Random } from './random.js'
import { addFirstUse, addSecondUse, SECOND_INTRUDER } from './shell-use.js'

const INTRUDER = '203.0.113.41'

/** One broke in and left a page; another came through it when the hole was shut. */
export const STORIES = [
  { actors: [INTRUDER], phases: 'probe, exploit, back door, use' },
  { actors: [SECOND_INTRUDER], phases: 'use, after' },
]

/** All that sets the attacked case apart from its clean twin. Call once for every day. */
export function addAttack(day: DayLogs, random: Random): void {
  const date = new Date(day.start).toISOString().slice(0, 10)
  if (date === '2021-02-27') addFirstProbe(day)
  if (date === '2021-02-28') {
    addChain(day, random, INTRUDER)
    addFirstUse(day, INTRUDER)
  }
  if (date === '2021-03-09') addShellHunt(day)
  if (date === '2021-03-14' || date === '2021-03-19') addLateProbes(day)
  if (date === '2021-03-16') addSecondUse(day)
  if (date === '2021-03-18') addMaskedProbe(day)
}
