import type { Entry } from '../model/evidence.js'
import type { ScanTask } from '../../workers/protocol.js'

/** A change journal, as collectors name it: `$J`, `$UsnJrnl:$J`. */
const JOURNAL = /(?:^|\/)(?:\$j|\$usnjrnl[^/]*)$/i
/** A volume's own files stand in its root and in `$Extend`. */
const OWN_FILE = /(?:\$extend\/)?[^/]*$/i

/** The folders of a file table. */
interface Kept {
  readonly entry: Entry
  readonly folders: Blob
}

/**
 * Brings each change journal together with the folders of its volume's file table, without which its
 * records name folders only by number. Journals wait until all else is read: the table may be found late,
 * in an archive that has a password.
 */
export class Volumes {
  private readonly tables: Kept[] = []
  private waiting: ScanTask[] = []

  /** Those of the tasks that can be read now. */
  admit(tasks: readonly ScanTask[]): ScanTask[] {
    this.waiting.push(...tasks.filter(isJournal))
    return tasks.filter((task) => !isJournal(task))
  }

  keep(entry: Entry, folders: Blob): void {
    this.tables.push({ entry, folders })
  }

  /** The journals that wait, each with its volume's folders where a file table had them. */
  journals(): ScanTask[] {
    const ready = this.waiting.map((task) => {
      const folders = this.foldersFor(task.entry)
      return folders ? { ...task, folders } : task
    })
    this.waiting = []
    return ready
  }

  /**
   * Of the table that stood beside the journal, a shadow copy's beside a shadow copy's; else of the one
   * table of the machine that has the journal's drive.
   */
  private foldersFor(journal: Entry): Blob | undefined {
    const there = this.tables.filter(
      ({ entry }) => entry.evidence === journal.evidence && entry.machine === journal.machine,
    )
    const beside = there.find(({ entry }) => rootOf(entry) === rootOf(journal))
    if (beside) return beside.folders
    const onDrive = there.filter(({ entry }) => driveOf(entry) === driveOf(journal))
    return onDrive.length === 1 ? onDrive[0]?.folders : undefined
  }
}

function isJournal({ entry }: ScanTask): boolean {
  return JOURNAL.test(entry.path)
}

function rootOf({ rawPath }: Entry): string {
  return rawPath.replaceAll('\\', '/').toLowerCase().replace(OWN_FILE, '')
}

function driveOf({ path }: Entry): string {
  return /^[a-z]:/i.exec(path)?.[0].toLowerCase() ?? ''
}
