import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { createNoteStore, type NoteStore } from './store.js'

/** The notes of the open case, for whatever can be judged. */
export const NotesContext = createContext<NoteStore>(createNoteStore())

export function useNotes(): NoteStore {
  return useContext(NotesContext)
}
