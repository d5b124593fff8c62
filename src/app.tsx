import { useComputed } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Session } from './case/session.js'
import { Header, type View } from './parts/header.js'
import { Footer } from './parts/footer.js'
import { visible } from './model/escape.js'
import { CaseView } from './answer/case-view.js'
import { worstFirst } from './answer/answers.js'
import { CoverageView } from './coverage/coverage-view.js'
import { Unread } from './coverage/unread.js'
import { DropScreen } from './intake/drop-screen.js'
import { PasswordPrompt } from './intake/password-prompt.js'
import { ProgressBar } from './intake/progress.js'
import { PrivacyView } from './privacy/privacy-view.js'
import { ShareView } from './share/share-view.js'
import type { ShellPort } from './share/shell-port.js'

/** The whole page inside the frame. */
export function App({ session, shell }: { session: Session; shell: ShellPort }) {
  // Each apart, so that the progress of reading draws the progress bar and nothing else anew.
  const stage = useComputed(() => session.state.value.stage).value
  const judged = useComputed(() => session.state.value.case).value
  const message = useComputed(() => session.state.value.message).value
  const cancelled = useComputed(() => session.state.value.cancelled).value
  const [view, setView] = useState<View>('answer')
  const [hostName, setHostName] = useState('')
  const [dragged, setDragged] = useState({ over: false, failure: '' })
  const hosts = judged ? worstFirst(judged.hosts) : []
  const host = hosts.find(({ name }) => name === hostName) ?? hosts[0]
  const reading = stage === 'listing' || stage === 'reading' || stage === 'judging'
  const empty = stage === 'empty' || stage === 'failed'

  useEffect(() => {
    shell.onDrop((drops) => {
      setView('answer')
      void session.open(drops)
    })
    shell.onDragging((over, failure) => {
      setDragged({ over, failure })
    })
  }, [session, shell])
  const title = stage === 'done' ? (host?.verdict.sentence ?? 'no server found') : ''
  useEffect(() => {
    shell.setTitle(title === '' ? 'Afterpatch' : `${title} – Afterpatch`)
  }, [shell, title])

  const canShare = stage === 'done' && judged !== null && judged.hosts.length > 0
  const shown = view === 'share' && !canShare ? 'answer' : view
  return (
    <div class={`app view-${empty ? 'empty' : shown}${dragged.over ? ' dragging' : ''}`}>
      <Header
        view={shown}
        onView={setView}
        hosts={hosts}
        host={host}
        onHost={setHostName}
        campaigns={stage === 'done' && judged ? judged.campaigns : null}
        onCampaigns={(campaigns) => {
          void session.chooseCampaigns(campaigns)
        }}
        demo={judged?.demo ?? false}
        canShare={canShare}
        hasCase={!empty}
        onClose={() => {
          setView('answer')
          session.close()
        }}
      />
      {dragged.failure !== '' && (
        <p class="notice aside" role="alert">
          The drop could not be read: {visible(dragged.failure)}
        </p>
      )}
      {reading && <ProgressBar session={session} />}
      {reading && <PasswordPrompt session={session} />}
      {stage === 'done' && judged && shown === 'answer' && <Unread judged={judged} />}
      {shown === 'privacy' ? (
        <PrivacyView privacy={shell.privacy} />
      ) : empty ? (
        <DropScreen session={session} failed={stage === 'failed' ? message : ''} />
      ) : judged === null ? (
        <main class="page" />
      ) : shown === 'coverage' ? (
        <CoverageView judged={judged} host={host} />
      ) : shown === 'share' ? (
        <ShareView session={session} shell={shell} judged={judged} host={host?.name ?? ''} />
      ) : (
        <CaseView
          session={session}
          judged={judged}
          host={host}
          stage={stage}
          cancelled={cancelled}
        />
      )}
      <Footer judged={judged} reading={reading} />
    </div>
  )
}
