import { useCallback, useMemo, useState } from 'preact/hooks'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { CopyButton } from '../parts/copy-button.js'
import { useAsked } from '../parts/use-asked.js'
import { bytes, count, counted } from '../parts/words.js'
import { FilterBox } from '../parts/filter-box.js'
import type { ViewProps } from '../view.js'
import { posixCommands, powerShellCommands, type Commands } from './commands.js'
import { ledgerLines, type LedgerLine } from './ledger-lines.js'

/** Rows in the document at once; the filter reaches the rest. */
const SHOWN = 300

/** Every file that was understood: where each of its records went, and how to count them without us. */
export function CheckView({ session, judged }: ViewProps) {
  // Asked anew for every judgement of the case.
  const ask = useCallback(() => session.entryCounts(), [session, judged])
  const { answer: counts, failure } = useAsked(ask)
  const [filter, setFilter] = useState('')
  const [open, setOpen] = useState(-1)
  const lines = useMemo(() => (counts ? ledgerLines(judged, counts) : []), [judged, counts])
  const wanted = filter.toLowerCase()
  const found = lines.filter(({ entry, result }) =>
    `${entry.path} ${result.parser ?? ''}`.toLowerCase().includes(wanted),
  )
  const wrong = lines.filter(({ addsUp }) => !addsUp).length
  return (
    <main class="page">
      <h1>Check us</h1>
      <p class="lead">
        Each record of each file that we understood is one of these: an event of its own, folded
        into a count with others like it, counted in another copy of the same log, read with nothing
        to tell, or unreadable. The numbers have to add up, and you can count them with tools of
        your own.
      </p>
      {counts && (
        <p class={wrong === 0 ? 'lead' : 'notice'} id="adds-up">
          {wrong === 0
            ? `In all ${counted(lines.length, 'file')} the parts add up to the whole.`
            : `In ${counted(wrong, 'file')} of ${count(lines.length)} the parts do not add up. That is our error: do not rely on those files.`}
        </p>
      )}
      <div class="findings-tools">
        <h2>{counted(found.length, 'file')}</h2>
        <FilterBox
          words="filter by path or parser"
          label="Filter files"
          value={filter}
          onValue={setFilter}
        />
      </div>
      {found.length === 0 ? (
        <p class="soft">
          {failure ||
            (counts === null
              ? 'Counting …'
              : filter === ''
                ? 'No file of this evidence is in a format that we read.'
                : 'No file has these words.')}
        </p>
      ) : (
        <div class="scroll capped" tabIndex={0} role="group" aria-label="Files and their records">
          <table class="grid ledger">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col" class="number">
                  Records
                </th>
                <th scope="col" class="number">
                  = events
                </th>
                <th scope="col" class="number">
                  + folded
                </th>
                <th scope="col" class="number">
                  + in a copy
                </th>
                <th scope="col" class="number">
                  + nothing to tell
                </th>
                <th scope="col" class="number">
                  + unreadable
                </th>
                <th scope="col">Adds up</th>
                <th scope="col">CRC-32</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, SHOWN).map((line) => (
                <Line
                  key={line.entry.index}
                  judged={judged}
                  line={line}
                  open={line.entry.index === open}
                  onOpen={() => {
                    setOpen(line.entry.index === open ? -1 : line.entry.index)
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.length > SHOWN && (
        <p class="caption">
          The first {count(SHOWN)} of {count(found.length)}; filter to see others.
        </p>
      )}
    </main>
  )
}

interface LineProps {
  readonly judged: Case
  readonly line: LedgerLine
  readonly open: boolean
  readonly onOpen: () => void
}

const CRC_WORDS = new Map<boolean | null, string>([
  [true, '✓ matches'],
  [false, '✗ differs'],
  [null, 'none stated'],
])

function Line({ judged, line, open, onOpen }: LineProps) {
  const { entry, result } = line
  const id = `check-${String(entry.index)}`
  return (
    <>
      <tr>
        <th scope="row" class="mono path">
          <button class="link" aria-expanded={open} aria-controls={id} onClick={onOpen}>
            {visible(entry.path)}
          </button>
        </th>
        <td class="number">{count(line.records)}</td>
        <td class="number">{count(line.shown)}</td>
        <td class="number">{count(line.folded)}</td>
        <td class="number">{count(line.elsewhere)}</td>
        <td class="number">{count(Math.max(0, line.quiet))}</td>
        <td class={line.unreadable > 0 ? 'number bad' : 'number'}>{count(line.unreadable)}</td>
        <td class={line.addsUp ? 'state' : 'state bad'}>{line.addsUp ? '✓ yes' : '✗ no'}</td>
        <td class={result.crcMatches === false ? 'state bad' : 'state'}>
          {CRC_WORDS.get(result.crcMatches)}
        </td>
      </tr>
      {open && (
        <tr id={id}>
          <td colSpan={9}>
            <Proof judged={judged} line={line} />
          </td>
        </tr>
      )}
    </>
  )
}

function Proof({
  judged,
  line: { entry, result, records, unreadable },
}: Pick<LineProps, 'judged' | 'line'>) {
  const evidence = judged.evidence[entry.evidence]
  const format = `${result.parser ?? ''}, ${Number.isNaN(entry.size) ? 'size unknown' : bytes(entry.size)}`
  return (
    <dl class="lines check-proof">
      <dt>Read as</dt>
      <dd>
        {format}
        {result.reason === '' ? '' : `; ${visible(result.reason)}`}
      </dd>
      <dt>SHA-256</dt>
      <dd class="mono">{result.sha256 ?? 'not read whole'}</dd>
      {evidence && (
        <>
          <dt>Linux, macOS</dt>
          <dd>
            <CommandList
              commands={posixCommands(evidence, entry, result)}
              records={records}
              damaged={unreadable > 0}
            />
          </dd>
          <dt>PowerShell, once unpacked</dt>
          <dd>
            <CommandList
              commands={powerShellCommands(evidence, entry, result)}
              records={records}
              damaged={unreadable > 0}
            />
          </dd>
        </>
      )}
    </dl>
  )
}

function CommandList({
  commands,
  records,
  damaged,
}: {
  commands: Commands
  records: number
  damaged: boolean
}) {
  if (commands.none !== '') return <span class="soft">{commands.none}</span>
  return (
    <>
      {commands.count !== '' && (
        <p>
          <code class="mono">{visible(commands.count)}</code>{' '}
          <CopyButton text={commands.count} label="copy" /> prints {count(records)}
          {damaged ? ' unless a damaged line counts as two' : ''}
        </p>
      )}
      <p>
        <code class="mono">{visible(commands.hash)}</code>{' '}
        <CopyButton text={commands.hash} label="copy" /> prints the SHA-256
      </p>
    </>
  )
}
