import { useEffect } from 'preact/hooks'
import { useComputed } from '@preact/signals'
import type { Session } from '../case/session.js'
import { readNotes } from '../model/notes.js'
import type { NoteStore } from '../notes/store.js'

/** Where the notes stand among what is saved beside a case. */
export const NOTES_KEY = 'notes'

/** Puts back what people wrote when a saved case is opened. */
export function useSavedNotes(session: Session, notes: NoteStore): void {
  const saved = useComputed(() => session.state.value.saved?.notes).value
  useEffect(() => {
    if (saved) notes.reset(readNotes(saved[NOTES_KEY]))
  }, [saved, notes])
}
