import type { TimeRange } from '../workspace.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type Microseconds,
} from '../model/units.js'
import { count } from '../parts/words.js'
import { shownTime } from '../parts/zone.js'
import { KEY_HELP, type Command } from './keys.js'
import { LANE_KINDS, LANE_WORD, type LaneKind } from './lanes.js'

const SHORTEST = [MICROSECONDS_PER_MILLISECOND, 'ms'] as const
const UNITS = [
  [MICROSECONDS_PER_DAY, 'days'],
  [MICROSECONDS_PER_HOUR, 'h'],
  [MICROSECONDS_PER_MINUTE, 'min'],
  [MICROSECONDS_PER_SECOND, 's'],
] as const

/** In the largest unit that leaves two figures: `14 days`, `90 min`, `12 ms`. */
function lengthOf(length: Microseconds): string {
  const [unit, name] = UNITS.find(([one]) => length >= 2 * one) ?? SHORTEST
  return `${count(length / unit)} ${name}`
}

interface Props {
  readonly kind: LaneKind
  readonly kinds: readonly LaneKind[]
  readonly onKind: (kind: LaneKind) => void
  readonly isWhole: boolean
  readonly hasFinding: boolean
  readonly selects: boolean
  readonly onSelects: (on: boolean) => void
  readonly table: boolean
  readonly range: TimeRange | null
  readonly run: (command: Command) => void
}

/** Everything that keys and pointer do, as buttons. */
export function Tools(props: Props) {
  const { kind, kinds, onKind, isWhole, hasFinding, selects, onSelects, table, range, run } = props
  const button = (command: Command, text: string, name: string, off = false) => (
    <button
      class="tool"
      aria-label={name}
      title={name}
      disabled={off}
      onClick={() => {
        run(command)
      }}
    >
      {text}
    </button>
  )
  return (
    <div class="timeline-tools">
      <label class="lane-kind">
        <span class="caption">lanes by</span>
        <select
          value={kind}
          onChange={(event) => {
            const chosen = LANE_KINDS.find((one) => one === event.currentTarget.value)
            if (chosen) onKind(chosen)
          }}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {LANE_WORD[one]}
            </option>
          ))}
        </select>
      </label>
      {button('zoom-in', '+', 'Zoom in')}
      {button('zoom-out', '−', 'Zoom out', isWhole)}
      {button('whole', 'All', 'All of the evidence', isWhole)}
      {button('fit', 'Finding', 'Finding: as near as it fits', !hasFinding)}
      {button('context', '± 30 min', '± 30 min around the finding', !hasFinding)}
      <button
        class="tool"
        aria-pressed={selects}
        title="Drag on the lanes to select time; a drag on the events below them always does"
        onClick={() => {
          onSelects(!selects)
        }}
      >
        Select time
      </button>
      {range && (
        <span class="chip range-chip" title={`${shownTime(range.from)} – ${shownTime(range.to)}`}>
          {lengthOf(range.to - range.from)} selected
          <button
            class="link"
            aria-label="Select no time"
            onClick={() => {
              run('range-clear')
            }}
          >
            ✕
          </button>
        </span>
      )}
      <span class="spring" />
      <button
        class="tool"
        aria-pressed={table}
        onClick={() => {
          run('table')
        }}
      >
        As table
      </button>
      <details class="key-help">
        <summary class="tool">Keys</summary>
        <dl>
          {KEY_HELP.map(([keys, does]) => (
            <div key={keys}>
              <dt>{keys}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  )
}
