import { useEffect, useState } from 'preact/hooks'
import type { ChainLink, RequestChain } from '../case/request-chain.js'
import type { Session } from '../case/session.js'
import type { Entry } from '../model/evidence.js'
import { visible } from '../model/escape.js'
import { FAMILIES } from '../model/families.js'
import type { EvidenceRow } from '../model/finding.js'
import { requestIds } from '../model/request-id.js'
import { baseName, count, counted } from '../parts/words.js'
import { shownTime } from '../parts/zone.js'

/** Characters of a record shown. */
const SHOWN = 4000
/** Nothing is searched for a record that is only stepped over. */
const PAUSE_MS = 250

interface Props {
  readonly session: Session
  readonly row: EvidenceRow
  /** The record's raw text. */
  readonly text: string
  readonly entries: readonly Entry[]
}

/** The same request in the server's other logs, found by the id that Exchange writes into each. */
export function RequestChainPart(props: Props) {
  return requestIds(props.text).length === 0 ? null : <Chain {...props} />
}

function Chain({ session, row, text, entries }: Props) {
  const [chain, setChain] = useState<RequestChain | null>(null)
  const [failure, setFailure] = useState('')
  const judged = session.state.value.stage === 'done'
  useEffect(() => {
    setChain(null)
    setFailure('')
    if (!judged) return undefined
    const control = new AbortController()
    const pause = setTimeout(() => {
      session.requestChain(row, text, control.signal).then(
        (answer) => {
          if (!control.signal.aborted) setChain(answer)
        },
        (error: unknown) => {
          if (control.signal.aborted) return
          setFailure(error instanceof Error ? error.message : 'the logs could not be read again')
        },
      )
    }, PAUSE_MS)
    return () => {
      control.abort()
      clearTimeout(pause)
    }
  }, [session, row, text, judged])
  return (
    <section class="chain" aria-label="The same request in other logs" aria-busy={!chain}>
      <h3>The same request in other logs</h3>
      <p class="soft">{visible(state(judged, chain, failure))}</p>
      {chain && chain.links.length > 0 && (
        <ol class="chain-links">
          {chain.links.map((link) => (
            <Link
              key={`${String(link.raw.entry)}:${String(link.raw.offset)}`}
              link={link}
              path={entries[link.raw.entry]?.path ?? ''}
            />
          ))}
        </ol>
      )}
    </section>
  )
}

function state(judged: boolean, chain: RequestChain | null, failure: string): string {
  if (failure !== '') return `Not searched: ${failure}.`
  if (!judged) return 'Searched once all logs are read.'
  if (!chain) return 'Searching the logs around that time…'
  const { links, searched, limits } = chain
  const where = `${counted(searched, 'other log')} of this server within 5 minutes`
  const found =
    links.length === 0
      ? `No record of it in ${where}.`
      : `${counted(links.length, 'record')} of it in ${where}, by the id ${chain.ids.join(' or ')}.`
  return limits.length === 0 ? found : `${found} Limits: ${limits.join('; ')}.`
}

function Link({ link, path }: { link: ChainLink; path: string }) {
  const { raw, row } = link
  const family = FAMILIES.find(({ id }) => id === row?.family)?.label ?? 'no row of the case'
  const status = row && row.status > 0 ? String(row.status) : ''
  const what = row ? [row.action, row.target, status, row.user].filter((part) => part !== '') : []
  return (
    <li>
      <details>
        <summary>
          <b>{family}</b>{' '}
          {row && (row.folded ? `from ${shownTime(row.time)}` : shownTime(row.time))}{' '}
          {visible(what.join(' '))}
        </summary>
        <p class="raw-place mono" title={visible(path)}>
          {visible(baseName(path))}
          {raw.line > 0 && ` : line ${count(raw.line)}`} · offset 0x
          {raw.offset.toString(16).toUpperCase()}
        </p>
        <div class="raw-text mono" tabIndex={0} role="group" aria-label="Raw record">
          {visible(raw.text.slice(0, SHOWN))}
          {(raw.truncated || raw.text.length > SHOWN) && (
            <span class="soft"> … cut here, longer in the file</span>
          )}
        </div>
      </details>
    </li>
  )
}
