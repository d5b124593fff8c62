import { useState } from 'preact/hooks'
import type { Case, Host } from '../model/case.js'
import { visible } from '../model/escape.js'
import type { Verdict } from '../model/verdict.js'
import { FindingChips } from '../findings/finding-chips.js'
import { CopyButton } from '../parts/copy-button.js'
import { answersOf, type Answer as OneAnswer } from './answers.js'

interface Props {
  readonly judged: Case
  readonly host: Host
  readonly cancelled: boolean
  readonly onFinding: (id: string) => void
}

export function Answer({ judged, host, cancelled, onFinding }: Props) {
  const [open, setOpen] = useState<OneAnswer['id'] | null>(null)
  const { verdict } = host
  const answers = answersOf(judged, host)
  const opened = answers.find((answer) => answer.id === open)
  return (
    <section class="answer" aria-label="Answer">
      <div class="answer-words">
        {!judged.complete && (
          <p class="notice" role="status">
            {cancelled
              ? 'Reading was cancelled. What was read is judged; nothing is ruled out.'
              : 'Not everything could be read. Nothing is ruled out for what is missing.'}
          </p>
        )}
        <h1>{visible(verdict.sentence)}</h1>
        <dl class="lines">
          <dt>What we saw</dt>
          <dd>{visible(verdict.saw)}</dd>
          <dt>Ruled out</dt>
          <dd>{visible(verdict.ruledOut)}</dd>
          <dt>Collect next</dt>
          <dd>
            {verdict.collectNext
              ? visible(verdict.collectNext.what)
              : 'Nothing more is needed for this answer.'}
            {verdict.collectNext && (
              <>
                {' '}
                <CopyButton text={verdict.collectNext.command} label="Copy command" />
              </>
            )}
          </dd>
        </dl>
      </div>
      <div class="answer-side">
        <div class="cards" role="group" aria-label="Five answers">
          {answers.map((answer) => (
            <button
              key={answer.id}
              id={`answer-${answer.id}`}
              class={`card tone-${answer.tone}`}
              aria-expanded={open === answer.id}
              aria-controls="answer-why"
              title={visible(answer.because)}
              onClick={() => {
                setOpen(open === answer.id ? null : answer.id)
              }}
            >
              <span class="card-question">{answer.question}</span>
              <span class="card-word">
                <span aria-hidden="true">{answer.glyph}</span> {answer.word}
              </span>
              <span class="card-detail">{visible(answer.detail)}</span>
            </button>
          ))}
        </div>
        <Steps verdict={verdict} />
      </div>
      <div id="answer-why" class="why" hidden={!opened}>
        {opened && <Why answer={opened} judged={judged} host={host} onFinding={onFinding} />}
      </div>
    </section>
  )
}

/** Who was broken into must act now; for everybody else the list can wait. */
function Steps({ verdict: { nextSteps, headline } }: { readonly verdict: Verdict }) {
  if (nextSteps.length === 0) return null
  const isSource = (step: string) => step.startsWith('Sources: ')
  return (
    <details class="steps" open={headline !== null && headline !== 'targeted'}>
      <summary>What to do now</summary>
      <ol>
        {nextSteps
          .filter((step) => !isSource(step))
          .map((step) => (
            <li key={step}>{visible(step)}</li>
          ))}
      </ol>
      {nextSteps.filter(isSource).map((step) => (
        <p key={step} class="caption">
          {visible(step)}
        </p>
      ))}
    </details>
  )
}

interface WhyProps {
  readonly answer: OneAnswer
  readonly judged: Case
  readonly host: Host
  readonly onFinding: (id: string) => void
}

/** Findings named under an answer; the list holds them all. */
const NAMED = 6

function Why({ answer, judged, host, onFinding }: WhyProps) {
  const ids = answer.id === 'door' ? [] : host.verdict[answer.id].findings
  const findings = judged.findings.filter((finding) => ids.includes(finding.id))
  return (
    <>
      <dl class="lines">
        <dt>Because</dt>
        <dd>{visible(answer.because) || '—'}</dd>
        <dt>Against</dt>
        <dd>{visible(answer.against) || 'Nothing speaks against it.'}</dd>
        {answer.wouldChangeIf !== '' && (
          <>
            <dt>Would change if</dt>
            <dd>{visible(answer.wouldChangeIf)}</dd>
          </>
        )}
        {answer.coverage.length > 0 && (
          <>
            <dt>Coverage</dt>
            <dd>{visible(answer.coverage.join('; '))}.</dd>
          </>
        )}
        {answer.proveWrong.length > 0 && (
          <>
            <dt>Prove me wrong</dt>
            <dd>
              <ol class="checks">
                {answer.proveWrong.map((check) => (
                  <li key={check}>{visible(check)}</li>
                ))}
              </ol>
            </dd>
          </>
        )}
      </dl>
      {findings.length > 0 && (
        <p class="proofs">
          <FindingChips findings={findings} most={NAMED} onFinding={onFinding} />
        </p>
      )}
    </>
  )
}
