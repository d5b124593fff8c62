import { leastSize } from '../model/evidence.js'
import type { ScanTask } from '../../workers/protocol.js'

/** All checkpoints of a case together (64 MiB): about 2,000 incompressible windows, 25 GB and more. */
const CHECKPOINT_BYTES = 64 * 1_024 * 1_024

/**
 * Gives an entry its share of what checkpoints may take, by its size among `all`. Archives are unpacked
 * and need none.
 */
export function checkpointBudgets(
  all: readonly Pick<ScanTask, 'entry'>[],
): (task: Omit<ScanTask, 'checkpointBudget'>) => ScanTask {
  const sizeOf = ({ entry }: Pick<ScanTask, 'entry'>) => (entry.container ? 0 : leastSize(entry))
  const total = all.reduce((sum, task) => sum + sizeOf(task), 0)
  return (task) => ({
    ...task,
    checkpointBudget: total > 0 ? (CHECKPOINT_BYTES * sizeOf(task)) / total : 0,
  })
}
