import { effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Session } from '../case/session.js'
import type { NoteStore } from '../notes/store.js'
import type { Keeper } from '../share/shell-port.js'
import { NOTES_KEY } from './saved-notes.js'

/** A note is being written when the last one was just made: the copy waits until it is quiet. */
const QUIET_MS = 3_000

export interface Autosave {
  /** Off until somebody turns it on; never remembered, since the passphrase is not. */
  readonly on: ReadonlySignal<boolean>
  start(passphrase: string): void
  stop(): void
}

/** Keeps a copy of the judged case whenever it or its notes have changed. */
export function createAutosave(session: Session, notes: NoteStore, keeper: Keeper): Autosave {
  const on = signal(false)
  let passphrase = ''
  let waiting: ReturnType<typeof setTimeout> | undefined
  const save = async () => {
    if (session.state.value.stage !== 'done') return
    const copy = await session.save({ [NOTES_KEY]: notes.notes.value })
    // It may have been turned off meanwhile.
    if (passphrase !== '') keeper.keep(copy, passphrase)
  }
  effect(() => {
    const { stage, case: judged } = session.state.value
    // Read here, so that a change of it is seen.
    const changed = on.value && stage === 'done' && judged && notes.notes.value
    clearTimeout(waiting)
    if (changed) waiting = setTimeout(() => void save().catch(() => undefined), QUIET_MS)
  })
  return {
    on,
    start(text) {
      passphrase = text
      on.value = true
    },
    stop() {
      passphrase = ''
      on.value = false
    },
  }
}
