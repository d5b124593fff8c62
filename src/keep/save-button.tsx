import { useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import type { Case } from '../model/case.js'
import { SAVED_ENDING } from '../model/saved-case.js'
import type { NoteStore } from '../notes/store.js'
import type { ShellPort } from '../share/shell-port.js'
import { NOTES_KEY } from './saved-notes.js'

interface Props {
  readonly session: Session
  readonly shell: ShellPort
  readonly judged: Case
  readonly notes: NoteStore
}

const SAYS = {
  idle: 'Save case',
  saving: 'Saving…',
  saved: 'Case saved',
  failed: 'Not saved: try again',
} as const

/** Hands the case to the browser as a file that opens it again without the evidence. */
export function SaveButton({ session, shell, judged, notes }: Props) {
  const [state, setState] = useState<keyof typeof SAYS>('idle')
  const [why, setWhy] = useState('')
  const save = async () => {
    setState('saving')
    setWhy('')
    try {
      const blob = await session.save({ [NOTES_KEY]: notes.notes.value })
      shell.download(nameOf(judged), blob)
      setState('saved')
    } catch (error) {
      setState('failed')
      setWhy(error instanceof Error ? error.message : 'no reason was given')
    }
  }
  return (
    <button
      id="save-case"
      class="tool"
      disabled={state === 'saving'}
      title={why || 'Findings, records and your notes in one file, with real names'}
      onClick={() => void save()}
    >
      <span role="status">{SAYS[state]}</span>
    </button>
  )
}

function nameOf({ demo, hosts }: Case): string {
  const [host] = hosts
  const of = hosts.length === 1 && host ? host.name : `${String(hosts.length)}-servers`
  return `${demo ? 'DEMO-' : ''}${of}${SAVED_ENDING}`
}
