import type { EntryIndex } from '../model/units.js'
import type { ScanTask, SiblingTask } from '../../workers/protocol.js'

/** `SYSTEM.LOG1` beside `SYSTEM`; collectors that take both keep the names. */
const LOG = /^(.+)\.log[12]?$/i
/** A hive has three logs at most. */
const MOST_LOGS = 3

/**
 * Which entries are transaction logs of a registry hive. Changes that Windows has not yet written to a
 * hive stand in them, so that its reader needs them.
 */
export class HiveLogs {
  private readonly logs = new Map<string, EntryIndex[]>()

  add(tasks: readonly Pick<ScanTask, 'entry'>[]): void {
    for (const { entry } of tasks) {
      const hive = LOG.exec(keyOf(entry))?.[1]
      if (hive === undefined) continue
      const known = this.logs.get(hive) ?? []
      if (known.length < MOST_LOGS) known.push(entry.index)
      this.logs.set(hive, known)
    }
  }

  /** The task with the logs beside its entry, as they stand among `tasks`. */
  withLogs(task: ScanTask, tasks: readonly ScanTask[]): ScanTask {
    const siblings = (this.logs.get(keyOf(task.entry)) ?? []).flatMap((index) =>
      sibling(tasks[index]),
    )
    return siblings.length > 0 ? { ...task, siblings } : task
  }
}

/** By raw path: a shadow copy's hive has the same place on the machine, but logs of its own. */
function keyOf({ evidence, rawPath }: ScanTask['entry']): string {
  return `${String(evidence)}|${rawPath}`.toLowerCase()
}

function sibling(task: ScanTask | undefined): SiblingTask[] {
  if (!task) return []
  const { entry, file, password, limits } = task
  return [{ entry, file, ...(password && { password }), limits }]
}
