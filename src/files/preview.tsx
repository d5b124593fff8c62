import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import type { EntryIndex } from '../model/units.js'
import { CopyButton } from '../parts/copy-button.js'
import { bytes as sizeWords } from '../parts/words.js'
import { hexLines } from '../events/hex.js'
import { previewText } from './preview-text.js'

/** Web shells are small; of a larger file so much is shown at once. */
const SHOWN_BYTES = 16 << 10
const TAB_OR_FEED = /[\t\r\n]/

interface Props {
  readonly session: Session
  readonly entry: EntryIndex
  readonly size: number
}

/** A file's bytes as text and as hex. Text only: nothing of it is run, loaded or followed. */
export function Preview({ session, entry, size }: Props) {
  const [from, setFrom] = useState(0)
  const [hex, setHex] = useState(false)
  const [shown, setShown] = useState<Uint8Array | null>(null)
  const [failure, setFailure] = useState('')
  useEffect(() => {
    let wanted = true
    setShown(null)
    setFailure('')
    session.readFile(entry, from, SHOWN_BYTES).then(
      (answer) => {
        if (wanted) setShown(answer)
      },
      (error: unknown) => {
        if (wanted) setFailure(error instanceof Error ? error.message : 'it could not be read')
      },
    )
    return () => {
      wanted = false
    }
  }, [session, entry, from])
  const text = shown === null ? '' : hex ? hexLines(shown, from).join('\n') : readable(shown)
  const more = from + SHOWN_BYTES < size
  return (
    <div class="file-preview">
      <p class="raw-tools">
        <button
          class="tool"
          aria-pressed={!hex}
          onClick={() => {
            setHex(false)
          }}
        >
          as text
        </button>
        <button
          class="tool"
          aria-pressed={hex}
          onClick={() => {
            setHex(true)
          }}
        >
          as hex
        </button>
        <button
          class="tool"
          disabled={from === 0}
          onClick={() => {
            setFrom(from - SHOWN_BYTES)
          }}
        >
          before
        </button>
        <button
          class="tool"
          disabled={!more}
          onClick={() => {
            setFrom(from + SHOWN_BYTES)
          }}
        >
          next
        </button>
        <span class="caption">
          from byte {from} of {Number.isNaN(size) ? 'an unknown size' : sizeWords(size)}; nothing of
          it is run
        </span>
        {shown && <CopyButton text={hexLines(shown, from).join('\n')} label="copy as hex" />}
      </p>
      <pre class="mono" tabIndex={0} aria-label="Content of the file">
        {failure !== '' ? `Not readable: ${visible(failure)}` : shown === null ? 'Reading…' : text}
      </pre>
    </div>
  )
}

/** Line ends and tabs stay; whatever else does not show itself is written out. */
function readable(bytes: Uint8Array): string {
  return previewText(bytes)
    .split(/(\r?\n|\t)/)
    .map((part) => (TAB_OR_FEED.test(part) ? part.replace('\r', '') : visible(part)))
    .join('')
}
