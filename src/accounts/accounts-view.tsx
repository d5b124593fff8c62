import { useCallback, useMemo, useState } from 'preact/hooks'
import type { Account } from '../../workers/protocol.js'
import { quoted } from '../actors/client-query.js'
import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'
import { useAsked } from '../parts/use-asked.js'
import { count, counted } from '../parts/words.js'
import { FindingChips } from '../findings/finding-chips.js'
import { FilterBox } from '../parts/filter-box.js'
import { inZone, shownTime } from '../parts/zone.js'
import type { ViewProps } from '../view.js'

/** Rows in the document at once; the filter reaches the rest. */
const SHOWN = 300
/** ATT&CK techniques that take mail or rights: T1098 account manipulation, T1114 mail collection. */
const OF_MAILBOXES = /^T(?:1098|1114)\b/

type Order = 'name' | 'refused' | 'addresses' | 'rarest' | 'newest'

const ORDERS: readonly (readonly [Order, string])[] = [
  ['refused', 'most refused'],
  ['addresses', 'most addresses'],
  ['rarest', 'rarest first'],
  ['newest', 'newest first'],
  ['name', 'by name'],
]

const COMPARE: Readonly<Record<Order, (a: Account, b: Account) => number>> = {
  name: () => 0,
  refused: (a, b) => b.failures - a.failures || b.events - a.events,
  addresses: (a, b) => b.addressCount - a.addressCount,
  rarest: (a, b) => a.events - b.events,
  newest: (a, b) => (b.first || -Infinity) - (a.first || -Infinity),
}

/** Everybody whom the logs name, and what was done to mailboxes and rights. */
export function AccountsView({ session, workspace, judged, host }: ViewProps) {
  const name = host?.name ?? ''
  // Asked anew for every judgement of the case, whose accounts may differ.
  const ask = useCallback(() => session.accounts(name), [session, judged, name])
  const { answer: found, failure } = useAsked(ask)
  const [filter, setFilter] = useState('')
  const [order, setOrder] = useState<Order>('refused')
  const wanted = filter.toLowerCase()
  const rows = useMemo(() => {
    const chosen = (found?.accounts ?? []).filter(({ name, addresses }) =>
      `${name} ${addresses.map(({ address }) => address).join(' ')}`.toLowerCase().includes(wanted),
    )
    return [...chosen].sort(COMPARE[order])
  }, [found, wanted, order])
  const named = useMemo(
    () => findingsByAccount(judged.findings.filter((finding) => finding.host === name)),
    [judged, name],
  )
  const mailboxes = judged.findings.filter(
    (finding) => finding.host === host?.name && OF_MAILBOXES.test(finding.technique),
  )
  return (
    <main class="page">
      <h1>Accounts and mailboxes</h1>
      <p class="lead">
        Everybody whom the logs of {visible(host?.name ?? 'this evidence')} name: a name stands here
        because somebody used it or tried to, whether or not such an account exists.
      </p>
      <h2>Mail taken, forwarded, or opened to others</h2>
      {mailboxes.length === 0 ? (
        <p class="soft">
          No such finding. What reaches mailboxes is told by MSExchange Management events,
          CmdletInfra, ECP and EWS logs; Coverage says which of them are here.
        </p>
      ) : (
        <ul class="plain">
          {mailboxes.map((finding) => (
            <li key={finding.id}>
              {shownTime(finding.firstTime)}{' '}
              <button
                class="link"
                onClick={() => {
                  workspace.openFinding(finding.id)
                }}
              >
                {visible(finding.title)}
              </button>{' '}
              <span class="soft">{visible(finding.reason)}</span>
            </li>
          ))}
        </ul>
      )}
      <div class="findings-tools">
        <h2>{counted(rows.length, 'account')}</h2>
        <FilterBox
          words="filter by name or address"
          label="Filter accounts"
          value={filter}
          onValue={setFilter}
        />
        {ORDERS.map(([id, words]) => (
          <button
            key={id}
            class="tool"
            aria-pressed={order === id}
            onClick={() => {
              setOrder(id)
            }}
          >
            {words}
          </button>
        ))}
      </div>
      {rows.length === 0 ? (
        <p class="soft">
          {failure || (found === null ? 'Counting …' : 'No log names such an account.')}
        </p>
      ) : (
        <div class="scroll capped" tabIndex={0} role="group" aria-label="Accounts">
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">Account</th>
                <th scope="col" class="number">
                  Events
                </th>
                <th scope="col" class="number">
                  Refused
                </th>
                <th scope="col">{inZone('First')}</th>
                <th scope="col">{inZone('Last')}</th>
                <th scope="col">Addresses</th>
                <th scope="col">Named by</th>
                <th scope="col">Findings</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((account) => (
                <Row
                  key={account.name}
                  account={account}
                  findings={named.get(account.name.toLowerCase()) ?? []}
                  onEvents={() => {
                    workspace.openEvents(`user:${quoted(account.name)}`, null)
                  }}
                  onFinding={workspace.openFinding}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > SHOWN && (
        <p class="caption">
          The first {count(SHOWN)} of {count(rows.length)}; filter to see others.
        </p>
      )}
      {found !== null && found.leftOut > 0 && (
        <p class="caption bad">
          {counted(found.leftOut, 'more name')} are left out: so many are made up by whoever guessed
          them. The events hold them all.
        </p>
      )}
    </main>
  )
}

interface RowProps {
  readonly account: Account
  readonly findings: readonly Finding[]
  readonly onEvents: () => void
  readonly onFinding: (id: string, host: string) => void
}

function Row({ account, findings, onEvents, onFinding }: RowProps) {
  const { name, events, failures, first, last, addresses, addressCount, families } = account
  const more = addressCount - addresses.length
  return (
    <tr>
      <th scope="row" class="mono path">
        <button class="link" title="Its events" onClick={onEvents}>
          {visible(name)}
        </button>
      </th>
      <td class="number">{count(events)}</td>
      <td class={failures > 0 ? 'number bad' : 'number'}>{count(failures)}</td>
      <td class="mono">{shownTime(first)}</td>
      <td class="mono">{shownTime(last)}</td>
      <td>
        {addresses.map(({ address }) => visible(address)).join(', ')}
        {more > 0 ? ` and ${count(more)} more` : ''}
      </td>
      <td class="wide-cell">{families.join(', ')}</td>
      <td>
        <FindingChips findings={findings} onFinding={onFinding} />
      </td>
    </tr>
  )
}

/** Findings whose records name an account, by its name in lower case. */
function findingsByAccount(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>()
  for (const finding of findings) {
    const users = new Set(finding.rows.map(({ user }) => user.trim().toLowerCase()))
    for (const user of users) {
      if (user === '' || user === '-') continue
      const known = found.get(user)
      if (known) known.push(finding)
      else found.set(user, [finding])
    }
  }
  return found
}
