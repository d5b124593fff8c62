import { useMemo, useState } from 'preact/hooks'
import type { EventRow } from '../../workers/query-protocol.js'
import type { Session } from '../case/session.js'
import { RawRecord } from '../findings/raw-record.js'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import { FAMILIES } from '../model/families.js'
import { FIELDS } from '../model/query/fields.js'
import { requestIds } from '../model/request-id.js'
import { formatIso } from '../model/time.js'
import { MICROSECONDS_PER_MINUTE } from '../model/units.js'
import { CopyButton } from '../parts/copy-button.js'
import { shownTime } from '../parts/zone.js'
import type { Workspace } from '../workspace.js'
import { BytesPart } from './bytes-part.js'
import { cellOf, headingOf, marksOf, valueOf } from './columns.js'
import type { Place } from './value-menu.js'
import type { FieldId } from '../model/query/fields.js'

/** Minutes either side of a record that count as its surroundings. */
const AROUND = 5 * MICROSECONDS_PER_MINUTE

interface Props {
  readonly session: Session
  readonly workspace: Workspace
  readonly judged: Case
  readonly row: EventRow | null
  readonly onRow: (row: EventRow) => void
  readonly onMenu: (row: EventRow, field: FieldId, place: Place) => void
}

/** An event: what its record says, and the record itself. */
export function EventDetail(props: Props) {
  return (
    <aside class="detail" aria-label="Event" tabIndex={-1}>
      {props.row ? (
        <Pane key={props.row.row} {...props} row={props.row} />
      ) : (
        <p class="soft">Choose an event to see its record and where it stands.</p>
      )}
    </aside>
  )
}

function Pane({ session, workspace, judged, row, onRow, onMenu }: Props & { row: EventRow }) {
  const evidence = useMemo(() => ({ ...row, family: row.log, says: '' }), [row])
  const result = judged.results.find(({ entry }) => entry === row.entry)
  const [ended, setEnded] = useState('')
  const step = (by: -1 | 1) => {
    session.events.besideInFile(row.row, by).then(
      (beside) => {
        if (beside) onRow(beside)
        else
          setEnded(by < 0 ? 'This is the file’s first record.' : 'This is the file’s last record.')
      },
      () => {
        setEnded('The file’s records cannot be asked for any more.')
      },
    )
  }
  const marks = marksOf(row)
  const fields = FIELDS.filter(({ id }) => id !== 'flag' && id !== 'time' && cellOf(row, id) !== '')
  return (
    <>
      <h2>{shownTime(row.time)}</h2>
      <p class="facts">{FAMILIES.find(({ id }) => id === row.log)?.label}</p>
      <div class="event-tools">
        <button
          class="tool"
          id="previous-in-file"
          onClick={() => {
            step(-1)
          }}
        >
          ◂ previous in this file
        </button>
        <button
          class="tool"
          id="next-in-file"
          onClick={() => {
            step(1)
          }}
        >
          next in this file ▸
        </button>
        <button
          class="tool"
          disabled={Number.isNaN(row.time)}
          onClick={() => {
            workspace.openEvents('', { from: row.time - AROUND, to: row.time + AROUND })
          }}
        >
          5 minutes around
        </button>
      </div>
      <p class="caption" role="status">
        {ended}
      </p>
      <dl class="event-fields">
        <dt>Exact time</dt>
        <dd class="mono">{formatIso(row.time, row.tenths) || 'the record states none'}</dd>
        {fields.map(({ id }) => (
          <FieldLine key={id} row={row} field={id} onMenu={onMenu} />
        ))}
        {marks.length > 0 && <dt>Marks</dt>}
        {marks.length > 0 && <dd>{marks.join('; ')}</dd>}
      </dl>
      <RawRecord
        session={session}
        row={evidence}
        subject=""
        entries={judged.entries}
        result={result}
        more={(raw) => (
          <>
            <CopyButton text={asText(row, raw.text)} label="copy event as text" />
            {requestIds(raw.text).map((id) => (
              <button
                key={id}
                class="link"
                onClick={() => {
                  workspace.searchRaw(id)
                }}
              >
                look for request {id.slice(0, 8)}… everywhere
              </button>
            ))}
          </>
        )}
      />
      <BytesPart session={session} location={row} />
    </>
  )
}

interface LineProps {
  readonly row: EventRow
  readonly field: FieldId
  readonly onMenu: Props['onMenu']
}

function FieldLine({ row, field, onMenu }: LineProps) {
  const text = visible(cellOf(row, field))
  return (
    <>
      <dt>{headingOf(field)}</dt>
      <dd class="mono">
        {valueOf(row, field) === null ? (
          text
        ) : (
          <button
            class="field-value"
            aria-haspopup="menu"
            onClick={(event) => {
              const { left, bottom } = event.currentTarget.getBoundingClientRect()
              onMenu(row, field, { x: left, y: bottom })
            }}
          >
            {text}
          </button>
        )}
      </dd>
    </>
  )
}

/** The event for a ticket or a mail: UTC, every field, where it stands, and the record. */
function asText(row: EventRow, raw: string): string {
  const fields = FIELDS.filter(({ id }) => id !== 'time' && cellOf(row, id) !== '')
  return [
    `Time (UTC): ${formatIso(row.time, row.tenths) || 'none stated'}`,
    ...fields.map(({ id, label }) => `${label}: ${visible(cellOf(row, id))}`),
    `Offset: 0x${row.offset.toString(16).toUpperCase()}, ${String(row.size)} bytes`,
    `Record: ${visible(raw)}`,
  ].join('\n')
}
