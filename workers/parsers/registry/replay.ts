import type { Bytes } from '../../../src/model/units.js'
import { BASE_BLOCK, readBaseBlock, type BaseBlock } from './base-block.js'
import { dirtyPages, hasDirtyPages } from './dirty-pages.js'
import type { Damage } from './hive.js'
import { entryPages, readLogEntries, type LogEntry } from './log-entries.js'

export interface HiveLog {
  /** As it is named in warnings. */
  readonly path: string
  readonly bytes: Uint8Array
}

export interface Replayed {
  readonly bytes: Uint8Array
  /** null where neither the hive nor a log of it has one. */
  readonly base: BaseBlock | null
  readonly dirty: boolean
  /** Changes that were taken from logs: entries of the new format, or the one of the old. */
  readonly applied: number
}

const WHAT_LOGS = 'changes of this hive that were not finished are in its transaction logs'

/**
 * A hive with the changes that its logs hold and it does not, as Windows makes it when it next loads
 * it. A hive that was written to its end is given as it is. The bytes given are changed in place.
 * Rules: the published specification of the format (msuhanov/regf).
 */
export function replay(hive: Uint8Array, logs: readonly HiveLog[], damage: Damage): Replayed {
  const own = readBaseBlock(hive)
  const sound = own?.checksumMatches === true
  const dirty = !sound || own.primary !== own.secondary
  const usable = logs.flatMap(({ path, bytes }) => {
    const base = readBaseBlock(bytes)
    return base?.checksumMatches ? [{ path, bytes, base }] : []
  })
  if (!dirty) {
    tellLater(own, usable, damage)
    return { bytes: hive, base: own, dirty, applied: 0 }
  }
  if (!sound && own) {
    const found = usable.length > 0 ? 'another; the logs’ copy is used' : 'another'
    damage(0, 'the hive’s first sector is damaged', 'its checksum', found)
  }
  const target = new Target(hive)
  const base = sound ? own : (usable[0]?.base ?? own)
  const applied =
    applyEntries(target, base, sound, usable, damage) ||
    applyOld(target, base, sound, usable, damage)
  if (applied === 0) {
    const found = logs.length === 0 ? 'no log beside it' : 'no log that fits it'
    damage(0, WHAT_LOGS, 'a log to apply', `${found}: the hive is read as it stands`)
  }
  return { bytes: target.bytes, base, dirty, applied }
}

interface UsableLog extends HiveLog {
  readonly base: BaseBlock
}

/** Entries of all logs in order of their numbers, from the first that the hive lacks to the first gap. */
function applyEntries(
  target: Target,
  base: BaseBlock | null,
  sound: boolean,
  logs: readonly UsableLog[],
  damage: Damage,
): number {
  const first = sound && base ? base.primary : 0
  const found: { log: UsableLog; entry: LogEntry }[] = []
  for (const log of logs) {
    const { entries, broken } = readLogEntries(log.bytes)
    for (const entry of entries) if (entry.sequence >= first) found.push({ log, entry })
    if (broken)
      damage(
        0,
        `an entry of ${nameOf(log)} is damaged: it and later ones are not applied`,
        'its hash',
        `${broken.found}, at ${broken.at}`,
      )
  }
  found.sort((a, b) => a.entry.sequence - b.entry.sequence)
  let applied = 0
  let last = sound ? first - 1 : NaN
  for (const { log, entry } of found) {
    if (entry.sequence > last + 1) {
      const wanted = `change ${last + 1}`
      damage(
        0,
        'the logs have a gap: what comes after it is not applied',
        wanted,
        `change ${entry.sequence}`,
      )
      break
    }
    const lost = target.apply(log, (take) => {
      entryPages(log.bytes, entry, take)
    })
    if (lost > 0) tellLost(log, lost, damage)
    last = entry.sequence
    applied++
  }
  return applied
}

/** The one log of the old format that was made for this state of the hive. */
function applyOld(
  target: Target,
  base: BaseBlock | null,
  sound: boolean,
  logs: readonly UsableLog[],
  damage: Damage,
): number {
  const fitting = logs.find(
    (log) =>
      hasDirtyPages(log.bytes) &&
      log.base.primary === log.base.secondary &&
      (!sound || log.base.written === base?.written),
  )
  if (!fitting) return 0
  // No hive has more pages than it and its log have bytes.
  const most = target.bytes.length + fitting.bytes.length
  const length = Math.min(fitting.base.length, most)
  let missing = 0
  const lost = target.apply(fitting, (take) => {
    missing = dirtyPages(fitting.bytes, length, take)
  })
  if (lost + missing > 0) tellLost(fitting, lost + missing, damage)
  return 1
}

/** A hive as it is put together: it grows by no more than what the logs hold. */
class Target {
  private length: Bytes

  constructor(private buffer: Uint8Array) {
    this.length = buffer.length
  }

  get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  /** The number of pages that lie too far behind the hive's end. */
  apply(
    { bytes }: HiveLog,
    pages: (take: (offset: number, from: Bytes, to: Bytes) => void) => void,
  ): number {
    let lost = 0
    pages((offset, from, to) => {
      const at = BASE_BLOCK + offset
      if (at > this.length) {
        lost++
        return
      }
      this.reserve(at + to - from)
      this.buffer.set(bytes.subarray(from, to), at)
      this.length = Math.max(this.length, at + to - from)
    })
    return lost
  }

  private reserve(length: Bytes): void {
    if (length <= this.buffer.length) return
    const bigger = new Uint8Array(Math.max(length, this.buffer.length + (this.buffer.length >> 2)))
    bigger.set(this.bytes)
    this.buffer = bigger
  }
}

function tellLost(log: HiveLog, lost: number, damage: Damage): void {
  const what = `pages of ${nameOf(log)} cannot be applied`
  damage(0, what, 'pages inside the hive', `${lost} of them beyond its end or cut off`)
}

/** Windows ignores them; in a collection they mean that the hive was copied before its log. */
function tellLater(own: BaseBlock, logs: readonly UsableLog[], damage: Damage): void {
  for (const log of logs) {
    const later = readLogEntries(log.bytes).entries.filter(({ sequence }) => sequence > own.primary)
    if (later.length === 0) continue
    const what = `${nameOf(log)} holds later changes than the hive, which says that it is complete`
    damage(0, what, `none after change ${own.primary}`, `${later.length} not applied`)
  }
}

function nameOf({ path }: HiveLog): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
