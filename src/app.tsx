import { useEffect, useState } from 'preact/hooks'
import type { Session } from './case/session.js'
import { Header, type View } from './parts/header.js'
import { Footer } from './parts/footer.js'
import { CaseView } from './answer/case-view.js'
import { worstFirst } from './answer/answers.js'
import { CoverageView } from './coverage/coverage-view.js'
import { DropScreen } from './intake/drop-screen.js'
import { ProgressBar } from './intake/progress.js'
import { PrivacyView } from './privacy/privacy-view.js'
import { ShareView } from './share/share-view.js'
import type { ShellPort } from './share/shell-port.js'

/** The whole page inside the frame. */
export function App({ session, shell }: { session: Session; shell: ShellPort }) {
  const state = session.state.value
  const [view, setView] = useState<View>('answer')
  const [hostName, setHostName] = useState('')
  const judged = state.case
  const hosts = judged ? worstFirst(judged.hosts) : []
  const host = hosts.find(({ name }) => name === hostName) ?? hosts[0]
  const reading =
    state.stage === 'listing' || state.stage === 'reading' || state.stage === 'judging'
  const empty = state.stage === 'empty' || state.stage === 'failed'

  useEffect(() => {
    shell.onDrop((drops) => {
      setView('answer')
      void session.open(drops)
    })
  }, [session, shell])
  const title = state.stage === 'done' ? (host?.verdict.sentence ?? 'no server found') : ''
  useEffect(() => {
    shell.setTitle(title === '' ? 'Afterpatch' : `${title} – Afterpatch`)
  }, [shell, title])

  const canShare = state.stage === 'done' && judged !== null && judged.hosts.length > 0
  const shown = view === 'share' && !canShare ? 'answer' : view
  return (
    <div class={`app view-${empty ? 'empty' : shown}`}>
      <Header
        view={shown}
        onView={setView}
        hosts={hosts}
        host={host}
        onHost={setHostName}
        demo={judged?.demo ?? false}
        canShare={canShare}
        hasCase={!empty}
        onClose={() => {
          setView('answer')
          session.close()
        }}
      />
      {reading && <ProgressBar session={session} state={state} />}
      {shown === 'privacy' ? (
        <PrivacyView privacy={shell.privacy} />
      ) : empty ? (
        <DropScreen session={session} failed={state.stage === 'failed' ? state.message : ''} />
      ) : judged === null ? (
        <main class="page" />
      ) : shown === 'coverage' ? (
        <CoverageView judged={judged} host={host} />
      ) : shown === 'share' ? (
        <ShareView session={session} shell={shell} judged={judged} host={host?.name ?? ''} />
      ) : (
        <CaseView session={session} judged={judged} host={host} state={state} />
      )}
      <Footer judged={judged} />
    </div>
  )
}
