import type { ComponentChildren } from 'preact'
import { visible } from '../model/escape.js'
import type { Mark, Reasoned } from '../model/notes.js'
import { CopyButton } from '../parts/copy-button.js'
import type { ViewProps } from '../view.js'
import { useNotes } from './notes-context.js'
import { Story } from './story.js'

/** What people added to the case: the story, marks, acknowledgements, and the log of what they did. */
export function NotesView({ judged, workspace }: ViewProps) {
  const onFinding = (id: string) => {
    workspace.openFinding(id, judged.findings.find((finding) => finding.id === id)?.host)
  }
  const store = useNotes()
  const { marks, acknowledged, scanners, log } = store.notes.value
  const title = (id: string) =>
    judged.findings.find((finding) => finding.id === id)?.title ?? 'a finding not in this case'
  const lines = log.map(({ at, did }) => `${at} ${did}`).join('\n')
  return (
    <main class="page notes">
      <h1>Your notes</h1>
      <p class="lead">
        Nothing here comes from the evidence. It goes into the saved case and, where it changes the
        verdict, into what is shared.
      </p>
      <p>
        <button
          class="tool"
          disabled={!store.canUndo.value}
          onClick={() => {
            store.undo()
          }}
        >
          Undo
        </button>{' '}
        <button
          class="tool"
          disabled={!store.canRedo.value}
          onClick={() => {
            store.redo()
          }}
        >
          Redo
        </button>
      </p>
      <Story judged={judged} onFinding={onFinding} />
      <Section
        title="Acknowledged findings"
        empty="None. Where you know a finding to be innocent, acknowledge it beside its proof: it then no longer counts for the verdict."
        length={acknowledged.length}
      >
        {acknowledged.map((one) => (
          <Given
            key={one.key}
            one={one}
            name={title(one.key)}
            onName={() => {
              onFinding(one.key)
            }}
            onBack={() => {
              store.act({ do: 'withdraw', finding: one.key })
            }}
          />
        ))}
      </Section>
      <Section
        title="Authorised scanners"
        empty="None. Where an address was allowed to scan, say so beside a finding of its: its requests stay listed and raise nothing."
        length={scanners.length}
      >
        {scanners.map((one) => (
          <Given
            key={one.key}
            one={one}
            name={one.key}
            onBack={() => {
              store.act({ do: 'disallow', address: one.key })
            }}
          />
        ))}
      </Section>
      <Section
        title="Marked"
        empty="Nothing is starred, tagged or commented on yet."
        length={marks.length}
      >
        {marks.map((mark) => (
          <Marked
            key={`${mark.kind} ${mark.key}`}
            mark={mark}
            title={mark.kind === 'finding' ? title(mark.key) : mark.key}
            onFinding={onFinding}
          />
        ))}
      </Section>
      <Section
        title="Log of what you did"
        empty="Nothing yet. Each step is written here with its time in UTC."
        length={log.length}
      >
        {log.map(({ at, did }, index) => (
          <li key={index}>
            <span class="mono">{visible(at)}</span> {visible(did)}
          </li>
        ))}
      </Section>
      {log.length > 0 && <CopyButton text={lines} label="copy the log" />}
    </main>
  )
}

interface SectionProps {
  readonly title: string
  readonly empty: string
  readonly length: number
  readonly children: ComponentChildren
}

function Section({ title, empty, length, children }: SectionProps) {
  return (
    <section>
      <h2>{title}</h2>
      {length === 0 ? <p class="soft">{empty}</p> : <ul class="plain">{children}</ul>}
    </section>
  )
}

interface GivenProps {
  readonly one: Reasoned
  readonly name: string
  readonly onName?: () => void
  readonly onBack: () => void
}

function Given({ one, name, onName, onBack }: GivenProps) {
  return (
    <li>
      {onName ? (
        <button class="link" onClick={onName}>
          {visible(name)}
        </button>
      ) : (
        <b>{visible(name)}</b>
      )}
      : {visible(one.reason)}{' '}
      <button class="tool" onClick={onBack}>
        take back
      </button>
    </li>
  )
}

interface MarkedProps {
  readonly mark: Mark
  readonly title: string
  readonly onFinding: (id: string) => void
}

function Marked({ mark: { kind, key, star, tags, comment }, title, onFinding }: MarkedProps) {
  return (
    <li>
      {star && <span title="starred">★ </span>}
      {kind === 'finding' ? (
        <button
          class="link"
          onClick={() => {
            onFinding(key)
          }}
        >
          {visible(title)}
        </button>
      ) : (
        <span>
          {kind} <b class="mono">{visible(title)}</b>
        </span>
      )}
      {tags.map((tag) => (
        <span key={tag} class="chip">
          {visible(tag)}
        </span>
      ))}
      {comment !== '' && <span> — {visible(comment)}</span>}
    </li>
  )
}
