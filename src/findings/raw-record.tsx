import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { RawRow } from '../../workers/protocol.js'
import type { Session } from '../case/session.js'
import type { Entry, EntryResult } from '../model/evidence.js'
import { visible } from '../model/escape.js'
import type { EvidenceRow } from '../model/finding.js'
import { CopyButton } from '../parts/copy-button.js'
import { count } from '../parts/words.js'
import { needlesOf, segments } from './mark-raw.js'
import { RequestChainPart } from './request-chain.js'

/** Neighbouring lines asked for, and characters of a line shown. */
const NEIGHBOURS = 3
const SHOWN = 4000

interface Props {
  readonly session: Session
  readonly row: EvidenceRow
  readonly subject: string
  readonly entries: readonly Entry[]
  readonly result: EntryResult | undefined
  /** More that can be done with the record, once it is read. */
  readonly more?: (raw: RawRow) => ComponentChildren
}

/** A record's raw text, read again from the evidence, with where it stands. */
export function RawRecord({ session, row, subject, entries, result, more }: Props) {
  const entry = entries[row.entry]
  const [raw, setRaw] = useState<RawRow | null>(null)
  const [failure, setFailure] = useState('')
  const [share, setShare] = useState(0)
  const [around, setAround] = useState(false)
  useEffect(() => {
    let wanted = true
    setRaw(null)
    setFailure('')
    setShare(0)
    const onProgress = (read: number) => {
      if (wanted) setShare(read)
    }
    session.readRow(row, NEIGHBOURS, onProgress).then(
      (answer) => {
        if (wanted) setRaw(answer)
      },
      (error: unknown) => {
        if (wanted)
          setFailure(error instanceof Error ? error.message : 'it could not be read again')
      },
    )
    return () => {
      wanted = false
    }
  }, [session, row])
  const line = raw && raw.line > 0 ? ` : line ${count(raw.line)}` : ''
  return (
    <div class="raw">
      <p class="raw-place mono">
        {visible(entry?.path ?? 'entry unknown')}
        {line} · offset 0x{row.offset.toString(16).toUpperCase()}
      </p>
      <div class="raw-text mono" tabIndex={0} role="group" aria-label="Raw record">
        {failure !== '' && <span class="soft">Not readable: {visible(failure)}</span>}
        {raw === null && failure === '' && (
          <span class="soft">
            Reading the line again…{share > 0 && ` ${String(Math.floor(share * 100))} %`}
          </span>
        )}
        {raw && around && raw.before.map((text, at) => <Neighbour key={`b${at}`} text={text} />)}
        {raw && (
          <div class="raw-line">
            {segments(raw.text.slice(0, SHOWN), needlesOf(row, subject)).map((part, at) =>
              part.marked ? (
                <mark key={at}>{visible(part.text)}</mark>
              ) : (
                <span key={at}>{visible(part.text)}</span>
              ),
            )}
            {(raw.truncated || raw.text.length > SHOWN) && (
              <span class="soft"> … cut here, longer in the file</span>
            )}
          </div>
        )}
        {raw && around && raw.after.map((text, at) => <Neighbour key={`a${at}`} text={text} />)}
      </div>
      <p class="raw-tools">
        {raw && raw.line > 0 && (
          <button
            class="link"
            aria-expanded={around}
            onClick={() => {
              setAround(!around)
            }}
          >
            {around ? 'hide' : 'show'} lines before and after
          </button>
        )}
        <CopyButton
          text={raw ? visible(raw.text) : ''}
          label={raw?.line === 0 ? 'copy record' : 'copy line'}
        />
        {raw && more?.(raw)}
      </p>
      <p class="hash mono">
        <span class="soft">SHA-256 of the file </span>
        {result?.sha256 ?? 'hash pending'}
      </p>
      {raw && <RequestChainPart session={session} row={row} text={raw.text} entries={entries} />}
    </div>
  )
}

function Neighbour({ text }: { text: string }) {
  return <div class="raw-neighbour">{visible(text.slice(0, SHOWN))}</div>
}
