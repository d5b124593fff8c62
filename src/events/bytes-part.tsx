import { useEffect, useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import type { RecordLocation } from '../model/event-table.js'
import { CopyButton } from '../parts/copy-button.js'
import { count } from '../parts/words.js'
import { hexLines } from './hex.js'

interface Props {
  readonly session: Session
  readonly location: RecordLocation
  /** Shown at once. */
  readonly open?: boolean
}

/** A record's bytes as they stand in the file, read again when somebody wants to see them. */
export function BytesPart({ session, location, open: atOnce = false }: Props) {
  const [open, setOpen] = useState(atOnce)
  return (
    <details
      class="bytes"
      open={atOnce}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
      }}
    >
      <summary>Bytes of the record</summary>
      {open && <Bytes session={session} location={location} />}
    </details>
  )
}

function Bytes({ session, location }: Props) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null)
  const [failure, setFailure] = useState('')
  useEffect(() => {
    let wanted = true
    setBytes(null)
    setFailure('')
    session.readBytes(location).then(
      (read) => {
        if (wanted) setBytes(read)
      },
      (error: unknown) => {
        if (wanted)
          setFailure(error instanceof Error ? error.message : 'they could not be read again')
      },
    )
    return () => {
      wanted = false
    }
  }, [session, location])
  if (failure !== '') return <p class="soft">Not readable: {visible(failure)}</p>
  if (!bytes) return <p class="soft">Reading the bytes again…</p>
  const text = hexLines(bytes, location.offset).join('\n')
  return (
    <>
      <pre class="hex mono" tabIndex={0} aria-label="Bytes, sixteen a line">
        {text}
      </pre>
      <p class="raw-tools">
        {bytes.length < location.size && (
          <span>
            the first {count(bytes.length)} of {count(location.size)} bytes
          </span>
        )}
        <CopyButton text={text} label="copy bytes" />
      </p>
    </>
  )
}
