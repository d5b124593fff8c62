import { useMemo, useState } from 'preact/hooks'
import type { Case } from '../model/case.js'
import type { EntryState } from '../model/evidence.js'
import { visible } from '../model/escape.js'
import { bytes, count, counted } from '../parts/words.js'
import { FilterBox } from '../parts/filter-box.js'

/** Rows in the document at once; the filter reaches the rest. */
const SHOWN = 500

const STATE_WORDS: Readonly<Record<EntryState, string>> = {
  waiting: 'waiting',
  reading: 'reading',
  read: 'read',
  partial: 'read in part',
  ignored: 'no log we know',
  'not-read': 'not read',
  unpacked: 'unpacked',
}

/** Every file of the evidence and what became of it. */
export function Ledger({ judged }: { judged: Case }) {
  const [filter, setFilter] = useState('')
  const rows = useMemo(() => ledgerRows(judged), [judged])
  const wanted = filter.toLowerCase()
  const found = rows.filter(({ search }) => search.includes(wanted))
  return (
    <section aria-label="Reading ledger">
      <div class="findings-tools">
        <h2>{counted(found.length, 'file')}</h2>
        <FilterBox
          words="filter by path, parser, state"
          label="Filter files"
          value={filter}
          onValue={setFilter}
        />
        <span class="caption">archive times are of unknown zone</span>
      </div>
      <div class="scroll capped" tabIndex={0} role="group" aria-label="Files">
        <table class="grid">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">State</th>
              <th scope="col">Parser</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col" class="number">
                Events
              </th>
              <th scope="col" class="number">
                Warnings
              </th>
              <th scope="col">Archive time, zone unknown</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, SHOWN).map(({ entry, result, state, warnings, reason }) => (
              <tr key={entry.index}>
                <td class="mono path" title={visible(entry.rawPath)}>
                  {visible(entry.path)}
                </td>
                <td class={state === 'not-read' || state === 'partial' ? 'state bad' : 'state'}>
                  {STATE_WORDS[state]}
                </td>
                <td class="mono">{result?.parser ?? '—'}</td>
                <td class="number">{Number.isNaN(entry.size) ? 'unknown' : bytes(entry.size)}</td>
                <td class="number">{count(result?.events ?? 0)}</td>
                <td class="number">{count(warnings)}</td>
                <td class="mono">{visible(entry.archiveTime) || '—'}</td>
                <td>{visible(reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.length > SHOWN && (
        <p class="caption">
          The first {count(SHOWN)} of {count(found.length)}; filter to see others.
        </p>
      )}
    </section>
  )
}

function ledgerRows(judged: Case) {
  const results = new Map(judged.results.map((result) => [result.entry, result]))
  const warnings = new Map<number, number>()
  for (const { entry, count: times } of judged.warnings) {
    warnings.set(entry, (warnings.get(entry) ?? 0) + times)
  }
  return judged.entries.map((entry) => {
    const result = results.get(entry.index)
    const state = result?.state ?? (entry.notReadReason === '' ? 'waiting' : 'not-read')
    const reason =
      result?.reason === undefined || result.reason === '' ? entry.notReadReason : result.reason
    const search =
      `${entry.path} ${result?.parser ?? ''} ${STATE_WORDS[state]} ${reason}`.toLowerCase()
    return { entry, result, state, warnings: warnings.get(entry.index) ?? 0, reason, search }
  })
}
