import type { Entry } from '../../../src/model/evidence.js'
import { unlock } from '../../../workers/intake/unlock.js'
import { unpack } from '../../../workers/intake/unpack.js'
import { CheckedInflater } from '../../../workers/kernels/checked-inflater.js'
import type { UnpackLimits } from '../../../src/model/limits.js'
import type { EvidenceSource, ScanTask } from '../../../workers/protocol.js'
import { listSource } from '../../../workers/intake/list.js'
import { openEntry } from '../../../workers/zip/entry-stream.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'

const inflater = loadKernels().then((kernels) => new CheckedInflater(kernels))
export const LIMITS: UnpackLimits = { bytes: 64 << 20, entries: 1_000, depth: 6 }

export interface Found {
  readonly entry: Entry
  readonly state: 'file' | 'archive' | 'refused' | 'locked'
  readonly reason: string
  readonly warnings: readonly string[]
  /** What reading it gives, '' where it is not read. */
  text(): Promise<string>
}

/** Everything in a dropped thing, archives unpacked as the page has it done. */
export async function everythingIn(
  file: File,
  how: { limits?: Partial<UnpackLimits>; password?: string; kind?: EvidenceSource['kind'] } = {},
): Promise<Found[]> {
  const kind = how.kind ?? (file.name.endsWith('.zip') ? 'zip' : 'files')
  const files = [{ path: file.name, file }]
  const listing = await listSource({ index: 0, name: file.name, kind, files })
  const found: Found[] = []
  const queue: ScanTask[] = listing.entries.map((entry) => taskOf(entry, file))
  for (let task = queue.shift(); task; task = queue.shift()) {
    if (task.entry.encrypted && how.password !== undefined) {
      const [unlocked] = await unlock([task], how.password, () => undefined)
      if (unlocked?.password) task = { ...task, password: unlocked.password }
    }
    const { entry } = task
    if (entry.encrypted && !task.password) {
      found.push(describe(task, 'locked', entry.notReadReason))
      continue
    }
    if (!entry.container || entry.notReadReason) {
      found.push(describe(task, 'file', entry.notReadReason))
      continue
    }
    const ready = await inflater
    const limits = { ...LIMITS, ...how.limits }
    const context = { inflater: () => ready, limits, onProgress: () => undefined }
    const inside = await unpack(task, context)
    const state = inside.kind === 'plain' ? 'file' : inside.kind
    found.push(
      describe(
        task,
        state,
        inside.reason,
        inside.warnings.map(({ what }) => what),
      ),
    )
    const { file: from } = inside
    if (from) queue.push(...inside.entries.map((one) => taskOf(one, from)))
  }
  return found
}

function taskOf(entry: Omit<Entry, 'index'>, file: Blob): ScanTask {
  return { entry: { ...entry, index: 0 }, file, checkpointBudget: 0 }
}

function describe(
  task: ScanTask,
  state: Found['state'],
  reason: string,
  warnings: readonly string[] = [],
): Found {
  const text = async (): Promise<string> => {
    const opened = await openEntry(task.file, task.entry, task.password)
    return 'reason' in opened ? '' : new Response(opened.stream).text()
  }
  return { entry: task.entry, state, reason, warnings, text }
}
