import type { ReadonlySignal } from '@preact/signals'
import type { KeptState } from '../shell/messages.js'
import type { Drop } from '../case/session.js'

/** One channel of the self-test. `not proven`: it failed, but not by our own lock. */
export interface SelfTestRow {
  readonly channel: string
  readonly result: 'blocked' | 'not proven' | 'NOT BLOCKED'
}

export interface PrivacyFacts {
  /** What enforces that nothing leaves, one sentence each. */
  readonly enforcedBy: readonly string[]
  selfTest(): Promise<SelfTestRow[]>
}

/** The one copy of a case that may be kept in this browser, encrypted. */
export interface Keeper {
  /** null until the outer page has looked. */
  readonly state: ReadonlySignal<KeptState | null>
  keep(copy: Blob, passphrase: string): void
  /** The case comes as a drop. */
  open(passphrase: string): void
  wipe(): void
}

/** What the outer page does for the app, which has no storage, no downloads and no navigation. */
export interface ShellPort {
  download(name: string, bytes: Blob): void
  setTitle(text: string): void
  readonly pickFolderNeedsShell: boolean
  onDrop(handler: (drops: readonly Drop[]) => void): void
  /** Files hang over the page, or no longer; `failure` says why a drop gave nothing, else ''. */
  onDragging(handler: (over: boolean, failure: string) => void): void
  readonly privacy: PrivacyFacts
  readonly keeper: Keeper
}
