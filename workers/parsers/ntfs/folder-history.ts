import type { Folder, FolderTable } from './folders.js'
import { NO_RECORD, ROOT_RECORD } from './record-view.js'

/** Levels and letters of a path; nothing on a server comes near, and hostile ones stop here. */
const MOST_LEVELS = 64
const MOST_LETTERS = 4_096
/** Letters of the paths that are kept; about 300,000 folders. */
const MOST_KEPT = 1 << 25
const SEQUENCES = 2 ** 16

/**
 * Folders as they were at a time that goes backwards: the file table has the state when it was copied,
 * and each record of a folder, read from the last to the first, what held until then.
 */
export class FolderHistory {
  /** Folders as the journal has them, by number and sequence. */
  private readonly stated = new Map<number, Folder>()
  private readonly paths = new Map<number, string>()
  private kept = 0
  /** Paths that ended in a folder of which nothing is known. */
  unknown = 0

  /** `volume` is what paths begin with, '' where the drive is not known. */
  constructor(
    private readonly table: FolderTable | null,
    private readonly volume: string,
  ) {}

  get rootPath(): string {
    return `${this.volume}/`
  }

  /** Takes a folder for what it is at the end, unless the file table has it. */
  suppose(record: number, sequence: number, folder: Folder): void {
    if (this.table?.find(record, sequence)) return
    this.stated.set(keyOf(record, sequence), folder)
  }

  /** From here backwards the folder has this name and parent. */
  set(record: number, sequence: number, folder: Folder): void {
    const known = this.find(record, sequence)
    const isSame =
      known !== null &&
      known.name === folder.name &&
      known.parent === folder.parent &&
      known.parentSequence === folder.parentSequence
    if (isSame) return
    this.stated.set(keyOf(record, sequence), folder)
    this.forgetPaths()
  }

  /** Path of what is called `name` in a folder. */
  pathIn(record: number, sequence: number, name: string): string {
    const folder = this.pathOf(record, sequence)
    const path = folder === '' ? name : `${folder}/${name}`
    return path.length > MOST_LETTERS ? `${this.below('<cut>')}/${name}` : path
  }

  private pathOf(record: number, sequence: number): string {
    const names: string[] = []
    const keys: number[] = []
    let front: string | undefined
    for (let at = record, of = sequence; front === undefined;) {
      if (at === ROOT_RECORD) front = this.volume
      else if (names.length === MOST_LEVELS) front = this.below('<cut>')
      else {
        front = this.paths.get(keyOf(at, of))
        if (front !== undefined) break
        const folder = this.find(at, of)
        if (folder === null) {
          this.unknown++
          front = this.below(unknownFolder(at, of))
        } else {
          keys.push(keyOf(at, of))
          names.push(folder.name)
          at = folder.parent
          of = folder.parentSequence
        }
      }
    }
    let path = front
    for (let level = names.length - 1; level >= 0; level--) {
      const name = names[level] as string
      path = path === '' ? name : `${path}/${name}`
      if (path.length > MOST_LETTERS) path = `${this.below('<cut>')}/${name}`
      this.keep(keys[level] as number, path)
    }
    return path
  }

  private find(record: number, sequence: number): Folder | null {
    const stated = this.stated.get(keyOf(record, sequence))
    return stated ?? this.table?.find(record, sequence) ?? null
  }

  private keep(key: number, path: string): void {
    if (this.kept > MOST_KEPT) this.forgetPaths()
    this.paths.set(key, path)
    this.kept += path.length
  }

  private forgetPaths(): void {
    this.paths.clear()
    this.kept = 0
  }

  private below(name: string): string {
    return this.volume === '' ? name : `${this.volume}/${name}`
  }
}

function keyOf(record: number, sequence: number): number {
  return record * SEQUENCES + sequence
}

function unknownFolder(record: number, sequence: number): string {
  return record === NO_RECORD
    ? '<folder out of reach>'
    : `<folder ${String(record)}-${String(sequence)}>`
}
