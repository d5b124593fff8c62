import { useState } from 'preact/hooks'
import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'
import { markOf, MOST_TEXT, reasonFor, type Subject } from '../model/notes.js'
import { useNotes } from './notes-context.js'

/** Star, tags, comment; and of a finding, whether it is known to be innocent. */
export function JudgePart({ finding }: { readonly finding: Finding }) {
  const store = useNotes()
  const notes = store.notes.value
  const subject: Subject = { kind: 'finding', key: finding.id }
  const reason = reasonFor(notes.acknowledged, finding.id)
  return (
    <section class="judge" aria-label="Your judgement">
      <MarkPart subject={subject} />
      {reason === null ? (
        <ReasonForm
          label="Acknowledge"
          ask="Why is it innocent? It will no longer count for the verdict, and your reason is shown."
          onGive={(given) => {
            store.act({ do: 'acknowledge', finding: finding.id, reason: given })
          }}
        />
      ) : (
        <p class="notice judged">
          <b>Acknowledged:</b> {visible(reason)}{' '}
          <button
            class="link"
            onClick={() => {
              store.act({ do: 'withdraw', finding: finding.id })
            }}
          >
            let it count again
          </button>
        </p>
      )}
      {finding.actors.map((address) => (
        <ScannerPart key={address} address={address} />
      ))}
    </section>
  )
}

/** Star, tags and a comment on anything. */
export function MarkPart({ subject }: { readonly subject: Subject }) {
  const store = useNotes()
  const { star, tags, comment } = markOf(store.notes.value, subject)
  const [writing, setWriting] = useState(false)
  return (
    <>
      <p class="judge-tools">
        <button
          class="tool"
          aria-pressed={star}
          onClick={() => {
            store.act({ do: 'star', subject, star: !star })
          }}
        >
          <span aria-hidden="true">{star ? '★' : '☆'}</span> star
        </button>
        <input
          class="filter"
          type="text"
          placeholder="tags, with commas"
          aria-label="Tags, separated by commas"
          defaultValue={tags.join(', ')}
          key={tags.join(',')}
          onChange={(event) => {
            store.act({ do: 'tag', subject, tags: event.currentTarget.value.split(',') })
          }}
        />
        <button
          class="tool"
          aria-expanded={writing}
          onClick={() => {
            setWriting(!writing)
          }}
        >
          {comment === '' ? 'comment' : 'change comment'}
        </button>
      </p>
      {writing ? (
        <textarea
          class="judge-comment"
          aria-label="Comment"
          maxLength={MOST_TEXT}
          rows={3}
          defaultValue={comment}
          onChange={(event) => {
            store.act({ do: 'comment', subject, comment: event.currentTarget.value })
          }}
        />
      ) : (
        comment !== '' && <p class="judge-said">{visible(comment)}</p>
      )}
    </>
  )
}

function ScannerPart({ address }: { readonly address: string }) {
  const store = useNotes()
  const reason = reasonFor(store.notes.value.scanners, address)
  if (reason === null)
    return (
      <ReasonForm
        label={`${visible(address)} was allowed to scan`}
        ask="Who scanned, by whose order, and when? Its requests stay listed and raise nothing."
        onGive={(given) => {
          store.act({ do: 'allow', address, reason: given })
        }}
      />
    )
  return (
    <p class="notice judged">
      <b>{visible(address)} was allowed to scan:</b> {visible(reason)}{' '}
      <button
        class="link"
        onClick={() => {
          store.act({ do: 'disallow', address })
        }}
      >
        take that back
      </button>
    </p>
  )
}

interface ReasonProps {
  readonly label: string
  readonly ask: string
  readonly onGive: (reason: string) => void
}

/** A step that needs a reason. */
function ReasonForm({ label, ask, onGive }: ReasonProps) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  // No form: the sandbox that holds the page lets none be sent.
  const give = () => {
    setOpen(false)
    setText('')
    onGive(text)
  }
  if (!open)
    return (
      <button
        class="tool"
        onClick={() => {
          setOpen(true)
        }}
      >
        {label}…
      </button>
    )
  return (
    <div class="judge-reason">
      <label>
        <span class="caption">{ask}</span>
        <textarea
          rows={2}
          maxLength={MOST_TEXT}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
          }}
        />
      </label>
      <button class="tool" disabled={text.trim() === ''} onClick={give}>
        {label}
      </button>
      <button
        class="tool"
        onClick={() => {
          setOpen(false)
        }}
      >
        Cancel
      </button>
    </div>
  )
}
