import type { Level, Rung } from '../../src/model/finding.js'
import type { Milliseconds } from './server.js'

/** What a planted row must set off, said by whoever plants it. */
export interface Trigger {
  readonly detection: string
  readonly level: Level
  readonly rung: Rung | null
  /** Client address; '' where the log has none or the server itself asked. */
  readonly actor: string
  /** Web shell that the row is about: its URL path in lower case, or its file; else ''. */
  readonly subject: string
}

export function trigger(
  detection: string,
  level: Level,
  rung: Rung | null,
  actor: string,
  subject = '',
): Trigger {
  return { detection, level, rung, actor, subject }
}

/** A planted row as it stands in the evidence. */
export interface Planted {
  readonly path: string
  /** The row without its line end; the first line of a file that is planted whole. */
  readonly line: string
  /** NaN where the evidence states none. */
  readonly time: Milliseconds
  readonly triggers: readonly Trigger[]
}
