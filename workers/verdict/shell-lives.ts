import type { Microseconds } from '../../src/model/units.js'
import {
  FETCHED_OK,
  NOT_THERE,
  scriptRequests,
  SENT_OK,
} from '../correlations/shared/script-requests.js'
import type { AnalysisInput } from './analysis.js'

/** What all requests of all clients tell of one planted script; NaN where none does. */
export interface ShellLife {
  readonly script: string
  firstUsed: Microseconds
  lastUsed: Microseconds
  lastAnswered: Microseconds
  lastMissing: Microseconds
}

/** Below `/owa` the front end answers 302 for a page that is not there, elsewhere IIS answers 404. */
const MISSING = new Set([302, 404])

/** The scripts in Exchange's folders of one host that somebody sent to with success. */
export function shellLives(input: AnalysisInput, host: number): ShellLife[] {
  const { table } = input
  const lives = new Map<string, ShellLife>()
  for (const { host: where, path, marks } of scriptRequests(input)) {
    if (where !== host || path.kind !== 'exchange') continue
    const life = lives.get(path.script) ?? newLife(path.script)
    lives.set(path.script, life)
    for (const { row, kind } of marks) {
      const time = table.time[row] ?? NaN
      if (kind === SENT_OK) {
        life.firstUsed = earlier(life.firstUsed, time)
        life.lastUsed = later(life.lastUsed, time)
      }
      if (kind === SENT_OK || kind === FETCHED_OK)
        life.lastAnswered = later(life.lastAnswered, time)
      if (kind === NOT_THERE && MISSING.has(table.status[row] ?? 0))
        life.lastMissing = later(life.lastMissing, time)
    }
  }
  return [...lives.values()].filter((life) => !Number.isNaN(life.lastUsed))
}

function newLife(script: string): ShellLife {
  return { script, firstUsed: NaN, lastUsed: NaN, lastAnswered: NaN, lastMissing: NaN }
}

function earlier(a: number, b: number): number {
  return Number.isNaN(a) || b < a ? b : a
}

function later(a: number, b: number): number {
  return Number.isNaN(a) || b > a ? b : a
}
