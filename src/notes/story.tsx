import { useRef, useState } from 'preact/hooks'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { MOST_STORY, storyParts } from '../model/notes.js'
import { CopyButton } from '../parts/copy-button.js'
import { stamp } from '../parts/words.js'
import { useNotes } from './notes-context.js'

interface Props {
  readonly judged: Case
  readonly onFinding: (id: string) => void
}

/** Prose of the analyst's own, whose references lead to the findings that they name. */
export function Story({ judged, onFinding }: Props) {
  const store = useNotes()
  const { story } = store.notes.value
  const [writing, setWriting] = useState(story === '')
  const [chosen, setChosen] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const insert = () => {
    const area = box.current
    const finding = judged.findings.find(({ id }) => id === chosen)
    if (!area || !finding) return
    area.setRangeText(`[[finding:${finding.id}]]`, area.selectionStart, area.selectionEnd, 'end')
    store.act({ do: 'tell', story: area.value })
    area.focus()
  }
  return (
    <section aria-label="Story">
      <div class="findings-tools">
        <h2>Story</h2>
        <button
          class="tool"
          aria-pressed={writing}
          onClick={() => {
            setWriting(!writing)
          }}
        >
          {writing ? 'read' : 'write'}
        </button>
        {writing && (
          <>
            <select
              class="filter"
              aria-label="Finding to refer to"
              value={chosen}
              onChange={(event) => {
                setChosen(event.currentTarget.value)
              }}
            >
              <option value="">a finding to refer to</option>
              {judged.findings.slice(0, MOST_OFFERED).map((finding) => (
                <option key={finding.id} value={finding.id}>
                  {stamp(finding.firstTime)} {visible(finding.title)} {visible(finding.subject)}
                </option>
              ))}
            </select>
            <button class="tool" disabled={chosen === ''} onClick={insert}>
              refer to it here
            </button>
          </>
        )}
        <CopyButton text={plainStory(judged, story)} label="copy as text" />
      </div>
      {writing ? (
        <textarea
          ref={box}
          class="story-text"
          aria-label="Story"
          rows={8}
          maxLength={MOST_STORY}
          placeholder="What happened, in your words. Choose a finding above to refer to it."
          value={story}
          onChange={(event) => {
            store.act({ do: 'tell', story: event.currentTarget.value })
          }}
        />
      ) : (
        <div class="story-read">
          {storyParts(story).map((part, at) =>
            part.to?.kind === 'finding' ? (
              <Reference key={at} judged={judged} id={part.to.key} onFinding={onFinding} />
            ) : (
              <span key={at}>{part.text.split('\n').map(visible).join('\n')}</span>
            ),
          )}
        </div>
      )}
    </section>
  )
}

/** Findings in the list of what can be referred to; the worst stand first. */
const MOST_OFFERED = 200

function Reference({ judged, id, onFinding }: Props & { readonly id: string }) {
  const finding = judged.findings.find((one) => one.id === id)
  if (!finding) return <span class="bad">(a finding that is not in this case)</span>
  return (
    <button
      class="link"
      onClick={() => {
        onFinding(id)
      }}
    >
      {visible(finding.title)}, {stamp(finding.firstTime)}
    </button>
  )
}

/** The story with its references spelt out. */
function plainStory(judged: Case, story: string): string {
  return storyParts(story)
    .map(({ text, to }) => {
      const finding = to?.kind === 'finding' && judged.findings.find(({ id }) => id === to.key)
      return finding ? `${finding.title} (${stamp(finding.firstTime)}, ${finding.id})` : text
    })
    .join('')
}
