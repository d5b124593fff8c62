import { useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'
import { JudgePart } from '../notes/judge-part.js'
import { CopyButton } from '../parts/copy-button.js'
import { count } from '../parts/words.js'
import { shownTime } from '../parts/zone.js'
import { RawRecord } from './raw-record.js'

interface Props {
  readonly session: Session
  readonly judged: Case
  readonly finding: Finding | undefined
}

/** The proof beside the claim. */
export function Detail({ session, judged, finding }: Props) {
  return (
    <aside class="detail" aria-label="Finding" tabIndex={-1}>
      {finding ? (
        <Pane key={finding.id} session={session} judged={judged} finding={finding} />
      ) : (
        <p class="soft">Choose a finding to see the raw line, where it stands and what it means.</p>
      )}
    </aside>
  )
}

function Pane({ session, judged, finding }: Props & { finding: Finding }) {
  const [at, setAt] = useState(0)
  const row = finding.rows[at]
  const result = row && judged.results.find((one) => one.entry === row.entry)
  const agree = finding.confidence.length > 0 ? `${finding.confidence.join(', ')} agree` : ''
  const period =
    finding.lastTime > finding.firstTime
      ? `${shownTime(finding.firstTime)} – ${shownTime(finding.lastTime)}`
      : shownTime(finding.firstTime)
  const facts = [
    finding.level,
    finding.technique,
    finding.confidence.length > 1 ? agree : `seen in ${finding.confidence[0] ?? 'one log'}`,
    period,
  ]
  return (
    <>
      <h2>{visible(finding.title)}</h2>
      <p class="facts">{visible(facts.filter((fact) => fact !== '').join(' · '))}</p>
      {finding.reason !== '' && <p class="reason">{visible(finding.reason)}</p>}
      {row && (
        <>
          <div class="stepper">
            <span class="caption">
              record {count(at + 1)} of {count(finding.rows.length)}
              {finding.count > finding.rows.length && `, a sample of ${count(finding.count)}`}:{' '}
              {visible(row.says)}
            </span>
            <button
              class="tool"
              aria-label="Previous record"
              disabled={at === 0}
              onClick={() => {
                setAt(at - 1)
              }}
            >
              ◂
            </button>
            <button
              class="tool"
              aria-label="Next record"
              disabled={at + 1 >= finding.rows.length}
              onClick={() => {
                setAt(at + 1)
              }}
            >
              ▸
            </button>
          </div>
          <RawRecord
            session={session}
            row={row}
            subject={finding.subject}
            entries={judged.entries}
            result={result}
          />
        </>
      )}
      <JudgePart finding={finding} />
      <Part title="Why it matters">{visible(finding.why)}</Part>
      <Part title="Was the server open to it?">{visible(finding.thatDay?.because ?? '')}</Part>
      <Part title="How it could be innocent">{visible(finding.falsePositives.join(' '))}</Part>
      <Part title="What speaks against it">
        {visible(finding.counterEvidence.join(' ')) || 'Nothing found in this evidence.'}
      </Part>
      <Part title="What to do now">{visible(finding.todo)}</Part>
      {finding.references.length > 0 && (
        <div class="part">
          <h3>References</h3>
          <ul class="references mono">
            {finding.references.map((reference) => (
              <li key={reference}>{visible(reference)}</li>
            ))}
          </ul>
          <CopyButton text={finding.references.join('\n')} label="copy references" />
        </div>
      )}
    </>
  )
}

function Part({ title, children }: { title: string; children: string }) {
  if (children === '') return null
  return (
    <div class="part">
      <h3>{title}</h3>
      <p>{children}</p>
    </div>
  )
}
