import type { Remote } from 'comlink'
import type { Case } from '../model/case.js'
import type { EntryIndex } from '../model/units.js'
import type { CaseApi, EvidenceSource, ListedEntry, ScanTask } from '../../workers/protocol.js'
import { Admission, type AdmissionOptions } from './admission.js'
import { Attachment, sameEntries, type AttachmentOptions } from './attachment.js'
import type { OpenOptions, SavedState } from './session.js'
import { TaskQueue } from './task-queue.js'

export interface ReattachOptions
  extends Pick<AttachmentOptions, 'hash'>, Pick<AdmissionOptions, 'ready' | 'wanted'> {
  readonly judged: Case
  readonly caseApi: Remote<CaseApi>
  /** Told of the admission, which passwords are given to. */
  readonly started: (admission: Admission) => void
  readonly changed: (change: Partial<SavedState>) => void
}

/** Evidence that comes back to a saved case: checked, unlocked and unpacked, but not read anew. */
export class Reattach {
  private readonly attachment: Attachment
  private readonly found = new Set<EntryIndex>()

  constructor(private readonly options: ReattachOptions) {
    const { judged, hash } = options
    this.attachment = new Attachment({ ...judged, hash })
  }

  get missing(): readonly string[] {
    return this.attachment.missingNames
  }

  mayFit(sources: readonly EvidenceSource[]): boolean {
    return this.attachment.mayFit(sources)
  }

  async attach(sources: readonly EvidenceSource[], how: OpenOptions): Promise<void> {
    const { caseApi, judged, changed, ready, started, wanted } = this.options
    changed({ attaching: true, refused: [] })
    const { tasks, refused } = await this.attachment.attach(sources)
    const idle = new TaskQueue()
    const admission = new Admission({
      ...how,
      caseApi,
      queue: idle,
      evidenceName: ({ entry }) => judged.evidence[entry.evidence]?.name ?? '',
      register: (listed, file, within) => this.recognise(listed, file, within),
      ready: (tasks) => {
        for (const { entry } of tasks) this.found.add(entry.index)
        ready(tasks)
      },
      report: () => undefined,
      wanted,
      unpacking: () => undefined,
    })
    started(admission)
    admission.admit(tasks)
    // Nothing is queued: it ends when nothing is unpacked or asked for any more.
    await idle.next()
    admission.finish()
    changed({ attaching: false, refused, missing: this.missing })
  }

  /** Entries of the saved case that are listed again inside another. */
  private recognise(listed: readonly ListedEntry[], file: Blob, within: ScanTask): ScanTask[] {
    const { judged } = this.options
    const entries = sameEntries(listed, within.entry, judged.entries, this.found)
    return entries.flatMap((entry) => (entry ? [{ ...within, entry, file }] : []))
  }
}
