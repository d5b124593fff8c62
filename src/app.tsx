import { useComputed } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Session } from './case/session.js'
import { Header } from './parts/header.js'
import { Footer } from './parts/footer.js'
import { visible } from './model/escape.js'
import { worstFirst } from './answer/answers.js'
import { Unread } from './coverage/unread.js'
import { DropScreen } from './intake/drop-screen.js'
import { PasswordPrompt } from './intake/password-prompt.js'
import { ProgressBar } from './intake/progress.js'
import { PrivacyView } from './privacy/privacy-view.js'
import { ShareView } from './share/share-view.js'
import type { ShellPort } from './share/shell-port.js'
import { ZoneSelect } from './parts/zone-select.js'
import { createAutosave } from './keep/autosave.js'
import { KeepCopy, KeptCopy } from './keep/kept-copy.js'
import { SaveButton } from './keep/save-button.js'
import { SavedNotice } from './keep/saved-notice.js'
import { useSavedNotes } from './keep/saved-notes.js'
import { NotesContext } from './notes/notes-context.js'
import { useJudging } from './notes/use-judging.js'
import { VIEWS } from './views.js'
import type { Workspace } from './workspace.js'

interface Props {
  readonly session: Session
  readonly workspace: Workspace
  readonly shell: ShellPort
}

/** The whole page inside the frame. */
export function App({ session, workspace, shell }: Props) {
  // Each apart, so that the progress of reading draws the progress bar and nothing else anew.
  const stage = useComputed(() => session.state.value.stage).value
  const judged = useComputed(() => session.state.value.case).value
  const message = useComputed(() => session.state.value.message).value
  const cancelled = useComputed(() => session.state.value.cancelled).value
  const [autosave] = useState(() => createAutosave(session, workspace.notes, shell.keeper))
  const view = workspace.view.value
  const [dragged, setDragged] = useState({ over: false, failure: '' })
  const hosts = judged ? worstFirst(judged.hosts) : []
  const host = hosts.find(({ name }) => name === workspace.host.value) ?? hosts[0]
  const reading = stage === 'listing' || stage === 'reading' || stage === 'judging'
  const empty = stage === 'empty' || stage === 'failed'

  useEffect(() => {
    shell.onDrop((drops) => {
      void session.open(drops)
    })
    shell.onDragging((over, failure) => {
      setDragged({ over, failure })
    })
  }, [session, workspace, shell])
  const title = stage === 'done' ? (host?.verdict.sentence ?? 'no server found') : ''
  useEffect(() => {
    shell.setTitle(title === '' ? 'Afterpatch' : `${title} – Afterpatch`)
  }, [shell, title])

  // Not for every drop: evidence may come back to a saved case, whose notes stay.
  useEffect(() => {
    if (stage === 'listing') workspace.reset()
  }, [stage, workspace])
  useSavedNotes(session, workspace.notes)
  useJudging(session, stage, workspace.notes.notes.value)

  const canShare = stage === 'done' && judged !== null && judged.hosts.length > 0
  const views = VIEWS.filter(({ when }) => when === undefined || (judged !== null && when(judged)))
  const ofCase = views.find(({ id, finished }) => id === view && (!finished || stage === 'done'))
  const apart = view === 'privacy' || (view === 'share' && canShare)
  const shown = apart ? view : (ofCase?.id ?? 'answer')
  const { View } = ofCase ?? VIEWS[0]
  return (
    <NotesContext.Provider value={workspace.notes}>
      <div class={`app view-${empty ? 'empty' : shown}${dragged.over ? ' dragging' : ''}`}>
        <Header
          views={views}
          view={shown}
          onView={workspace.show}
          hosts={hosts}
          host={host}
          onHost={workspace.chooseHost}
          campaigns={stage === 'done' && judged ? judged.campaigns : null}
          onCampaigns={(campaigns) => {
            void session.chooseCampaigns(campaigns)
          }}
          zone={
            stage === 'done' && judged ? (
              <ZoneSelect session={session} host={host?.name} judged={judged} />
            ) : null
          }
          save={
            stage === 'done' && judged ? (
              <SaveButton session={session} shell={shell} judged={judged} notes={workspace.notes} />
            ) : null
          }
          demo={judged?.demo ?? false}
          finished={stage === 'done'}
          canShare={canShare}
          hasCase={!empty}
          onClose={() => {
            workspace.reset()
            session.close()
          }}
        />
        {dragged.failure !== '' && (
          <p class="notice aside" role="alert">
            The drop could not be read: {visible(dragged.failure)}
          </p>
        )}
        {reading && <ProgressBar session={session} />}
        {!empty && <PasswordPrompt session={session} />}
        {stage === 'done' && <SavedNotice session={session} />}
        {stage === 'done' && judged && shown === 'answer' && <Unread judged={judged} />}
        {shown === 'privacy' ? (
          <PrivacyView
            privacy={shell.privacy}
            keep={<KeepCopy keeper={shell.keeper} autosave={autosave} />}
          />
        ) : empty ? (
          <DropScreen
            session={session}
            failed={stage === 'failed' ? message : ''}
            kept={<KeptCopy keeper={shell.keeper} />}
          />
        ) : judged === null ? (
          <main class="page">
            <h1 class="hidden">The evidence is being read</h1>
          </main>
        ) : shown === 'share' ? (
          <ShareView session={session} shell={shell} judged={judged} host={host?.name ?? ''} />
        ) : (
          <View
            session={session}
            workspace={workspace}
            shell={shell}
            judged={judged}
            host={host}
            stage={stage}
            cancelled={cancelled}
          />
        )}
        <Footer judged={judged} reading={reading} />
      </div>
    </NotesContext.Provider>
  )
}
