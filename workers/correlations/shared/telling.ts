import { levelRank, type Finding } from '../../../src/model/finding.js'
import { MICROSECONDS_PER_MINUTE } from '../../../src/model/units.js'

/** What one attacker does in one go lies within so much of each other (as HAFNIUM's chain does). */
export const ONE_GO = 30 * MICROSECONDS_PER_MINUTE

/** Does it prove more than an attempt? */
export function isTelling({ rung }: Finding): boolean {
  return rung !== null && rung !== 'targeted'
}

/** Is it worth a step in a story? What is low or less is told only where it proves a rung. */
export function isStep(finding: Finding): boolean {
  return finding.rung !== null || levelRank(finding.level) >= levelRank('medium')
}

/** All times that the finding states: its first, its last and those of its sample, ascending. */
export function timesOf({ firstTime, lastTime, rows }: Finding): number[] {
  const times = new Set([firstTime, lastTime, ...rows.map(({ time }) => time)])
  return [...times].filter((time) => !Number.isNaN(time)).sort((a, b) => a - b)
}
