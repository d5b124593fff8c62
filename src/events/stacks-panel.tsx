import { useEffect, useState } from 'preact/hooks'
import type { StackField, Stacks, StackValue } from '../../workers/query-protocol.js'
import type { Session } from '../case/session.js'
import { visible } from '../model/escape.js'
import { FAMILIES } from '../model/families.js'
import { count, counted } from '../parts/words.js'
import { shownTime } from '../parts/zone.js'
import { headingOf } from './columns.js'
import type { Place } from './value-menu.js'

/** Values shown; the rest is a query away. */
const MOST = 200

const STACKED: readonly StackField[] = [
  'target',
  'client',
  'agent',
  'user',
  'status',
  'action',
  'log',
  'server',
  'forwarded',
  'file',
]

interface Props {
  readonly session: Session
  /** Of the answer whose rows are counted; null while there is none. */
  readonly id: number | null
  readonly field: StackField
  readonly onField: (field: StackField) => void
  readonly onMenu: (value: string, field: StackField, place: Place) => void
}

/** How often each value occurs among the events shown, the rarest first: what stands out. */
export function StacksPanel({ session, id, field, onField, onMenu }: Props) {
  const [rarest, setRarest] = useState(true)
  const [stacks, setStacks] = useState<Stacks | null>(null)
  useEffect(() => {
    if (id === null) return undefined
    let wanted = true
    session.events.stacks(id, field, rarest, MOST).then(
      (answer) => {
        if (wanted && answer) setStacks(answer)
      },
      () => {
        if (wanted) setStacks(null)
      },
    )
    return () => {
      wanted = false
    }
  }, [session, id, field, rarest])
  return (
    <aside class="stacks" aria-label="Values counted">
      <div class="stacks-tools">
        <label>
          <span class="hidden">Count values of</span>
          <select
            id="stack-field"
            value={field}
            onChange={(event) => {
              const wanted = STACKED.find((one) => one === event.currentTarget.value)
              if (wanted) onField(wanted)
            }}
          >
            {STACKED.map((one) => (
              <option key={one} value={one}>
                {headingOf(one)}
              </option>
            ))}
          </select>
        </label>
        <button
          class="tool"
          aria-pressed={rarest}
          onClick={() => {
            setRarest(!rarest)
          }}
        >
          rarest first
        </button>
      </div>
      {stacks && (
        <>
          <p class="caption stacks-sum">
            {counted(stacks.distinct, 'different value')}
            {stacks.distinct > stacks.values.length &&
              `, the ${rarest ? 'rarest' : 'commonest'} ${count(stacks.values.length)} shown`}
          </p>
          <ul class="stack" tabIndex={0} aria-label={`${headingOf(field)}, by number of events`}>
            {stacks.values.map((one) => (
              <Stack key={one.value} one={one} field={field} onMenu={onMenu} />
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}

interface StackProps {
  readonly one: StackValue
  readonly field: StackField
  readonly onMenu: Props['onMenu']
}

function Stack({ one, field, onMenu }: StackProps) {
  const { value, records, first, last } = one
  return (
    <li>
      <button
        class="stack-value mono"
        aria-haspopup="menu"
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          onMenu(value, field, { x: left, y: bottom })
        }}
      >
        {visible(named(field, value))}
      </button>
      <span class="number">{count(records)}</span>
      <span class="caption stack-seen">
        {last > first ? `${shownTime(first)} – ${shownTime(last)}` : shownTime(first)}
      </span>
    </li>
  )
}

function named(field: StackField, value: string): string {
  if (field === 'log') return FAMILIES.find(({ id }) => id === value)?.label ?? value
  return value === '' || (field === 'status' && value === '0') ? '(none)' : value
}
