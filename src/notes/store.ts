import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { applyNote, NO_NOTES, type NoteAction, type Notes } from '../model/notes.js'

/** Steps that can be undone. */
const MOST_STEPS = 200

/** The notes of the open case, each step of which can be undone. */
export interface NoteStore {
  readonly notes: ReadonlySignal<Notes>
  readonly canUndo: ReadonlySignal<boolean>
  readonly canRedo: ReadonlySignal<boolean>
  act(action: NoteAction): void
  undo(): void
  redo(): void
  /** Puts the notes of another case there; nothing of it can be undone. */
  reset(notes?: Notes): void
}

export function createNoteStore(now: () => string = () => new Date().toISOString()): NoteStore {
  const notes = signal<Notes>(NO_NOTES)
  const past = signal<readonly Notes[]>([])
  const future = signal<readonly Notes[]>([])
  /** What was logged stays logged: an undone step is a line more. */
  const goTo = (target: Notes, did: string) => {
    notes.value = { ...target, log: [...notes.value.log, { at: now(), did }] }
  }
  return {
    notes,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    act(action) {
      const next = applyNote(notes.value, action, now())
      if (next === notes.value) return
      past.value = [...past.value, notes.value].slice(-MOST_STEPS)
      future.value = []
      notes.value = next
    },
    undo() {
      const last = past.value.at(-1)
      if (!last) return
      past.value = past.value.slice(0, -1)
      future.value = [...future.value, notes.value]
      goTo(last, 'undid the last step')
    },
    redo() {
      const next = future.value.at(-1)
      if (!next) return
      future.value = future.value.slice(0, -1)
      past.value = [...past.value, notes.value]
      goTo(next, 'did it again')
    },
    reset(other = NO_NOTES) {
      past.value = []
      future.value = []
      notes.value = other
    },
  }
}
