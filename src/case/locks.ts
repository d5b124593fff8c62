import type { ScanTask, Unlocked } from '../../workers/protocol.js'
import type { PasswordWanted } from './session.js'

const NO_PASSWORD = 'encrypted: no password given'
const NOT_OPENED = 'encrypted: no password that was given opens it'

/** Entries that one call tries: few enough that the first to open is read at once. */
const BATCH = 32

export interface LocksOptions {
  /** Tries one password on some entries: an answer for each. */
  readonly tryOn: (tasks: readonly ScanTask[], password: string) => Promise<readonly Unlocked[]>
  /** Tasks that can now be read, each with the password that opens it. */
  readonly opened: (tasks: readonly ScanTask[]) => void
  /** A task that stays unread. */
  readonly left: (task: ScanTask, reason: string) => void
  readonly wanted: (wanted: PasswordWanted | null) => void
  /** Names an entry's evidence. */
  readonly evidenceName: (task: ScanTask) => string
  /** Whether there is somebody to ask. */
  readonly ask: boolean
}

/**
 * Encrypted entries and the passwords that were given, in memory only. Every password is tried on
 * every entry that is still locked, of whatever evidence: one nest of archives may need several.
 */
export class Locks {
  private locked: ScanTask[] = []
  /** Passwords given beforehand, and those that opened something. */
  private readonly known: string[]
  /** How many of `known` were tried on an entry. */
  private readonly tried = new Map<ScanTask, number>()
  /** All that were given, wrong ones too. */
  private readonly given: string[] = []
  private answer: ((text: string | null) => void) | null = null
  private closed = false
  private wrong = false

  constructor(
    private readonly options: LocksOptions,
    passwords: readonly string[],
  ) {
    this.known = [...new Set(passwords)].filter((text) => text !== '')
    this.given.push(...this.known)
  }

  add(tasks: readonly ScanTask[]): void {
    this.locked.push(...tasks)
    if (this.answer) this.tell(false)
  }

  /** A password, or null to go on without one. */
  give(text: string | null): void {
    if (text === '') return
    const answer = this.answer
    this.answer = null
    answer?.(text)
  }

  /** Until no entry is locked any more: opened, or left. */
  async settle(): Promise<void> {
    while (this.locked.length > 0 && !this.closed) {
      await this.tryKnown()
      const first = this.locked[0]
      if (!first || this.isClosed()) break
      if (!this.options.ask) {
        this.leave(() => true)
        break
      }
      const text = await this.question()
      if (text === null) this.leave(({ entry }) => entry.evidence === first.entry.evidence)
      else await this.tryNew(text)
    }
    this.options.wanted(null)
  }

  /** Leaves what is locked, and asks no more. */
  close(): void {
    this.closed = true
    this.leave(() => true)
    this.give(null)
    this.options.wanted(null)
  }

  private isClosed(): boolean {
    return this.closed
  }

  private question(): Promise<string | null> {
    return new Promise((resolve) => {
      this.answer = resolve
      this.tell(false)
    })
  }

  private async tryNew(text: string): Promise<void> {
    this.tell(true)
    if (!this.given.includes(text)) this.given.push(text)
    const opened = await this.tryPassword(text, [...this.locked])
    this.wrong = opened === 0
    if (opened === 0 || this.known.includes(text)) return
    this.known.push(text)
    for (const task of this.locked) this.tried.set(task, this.known.length)
  }

  private async tryKnown(): Promise<void> {
    for (let at = 0; at < this.known.length && !this.closed; at++) {
      const fresh = this.locked.filter((task) => (this.tried.get(task) ?? 0) <= at)
      await this.tryPassword(this.known[at] ?? '', fresh)
      for (const task of fresh) this.tried.set(task, at + 1)
    }
  }

  /** How many entries it opened. */
  private async tryPassword(password: string, tasks: readonly ScanTask[]): Promise<number> {
    const doubtful: ScanTask[] = []
    let opened = 0
    for (let at = 0; at < tasks.length && !this.closed; at += BATCH) {
      const batch = tasks.slice(at, at + BATCH)
      const results = await this.options.tryOn(batch, password)
      if (this.isClosed()) return opened
      const open: ScanTask[] = []
      for (const [index, task] of batch.entries()) {
        const result = results[index]
        if (!result) continue
        if (result.reason !== '') this.leave((one) => one === task, result.reason)
        else if (result.password) {
          ;(result.doubtful ? doubtful : open).push({ ...task, password: result.password })
        }
      }
      opened += open.length
      this.release(open)
    }
    // What does not read is damaged where the same password opens others.
    if (opened > 0) this.release(doubtful)
    return opened
  }

  private release(tasks: readonly ScanTask[]): void {
    if (tasks.length === 0) return
    const free = new Set(tasks.map(({ entry }) => entry.index))
    this.locked = this.locked.filter(({ entry }) => !free.has(entry.index))
    this.options.opened(tasks)
  }

  private leave(which: (task: ScanTask) => boolean, reason?: string): void {
    const left = this.locked.filter(which)
    this.locked = this.locked.filter((task) => !left.includes(task))
    const why = reason ?? (this.given.length > 0 ? NOT_OPENED : NO_PASSWORD)
    for (const task of left) this.options.left(task, why)
  }

  private tell(checking: boolean): void {
    const first = this.locked[0]
    if (!first) return
    const same = this.locked.filter(({ entry }) => entry.evidence === first.entry.evidence)
    this.options.wanted({
      evidence: this.options.evidenceName(first),
      entries: same.length,
      example: first.entry.path,
      wrong: this.wrong,
      checking,
    })
  }
}
