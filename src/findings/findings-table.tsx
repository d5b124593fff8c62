import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Case } from '../model/case.js'
import { visible } from '../model/escape.js'
import type { Finding } from '../model/finding.js'
import { RUNG_GLYPH, RUNG_WORD } from '../parts/palette.js'
import { VirtualRows } from '../parts/virtual-rows.js'
import { count, counted } from '../parts/words.js'
import { FilterBox } from '../parts/filter-box.js'
import { inZone, shownTime } from '../parts/zone.js'
import type { TimeRange } from '../workspace.js'
import { selectFindings, type Order } from './select.js'

const ROW_HEIGHT = 32

interface Props {
  readonly judged: Case
  readonly host: string | undefined
  /** Only findings of this time. */
  readonly range: TimeRange | null
  readonly selected: string | null
  readonly onSelect: (id: string) => void
}

export function FindingsTable({ judged, host, range, selected, onSelect }: Props) {
  const [filter, setFilter] = useState('')
  const [order, setOrder] = useState<Order>('time')
  const rows = useMemo(
    () => selectFindings(judged, host, filter, order, range),
    [judged, host, filter, order, range],
  )
  const at = rows.findIndex((finding) => finding.id === selected)
  const table = useRef<HTMLDivElement>(null)
  const byKey = useRef(false)
  useEffect(() => {
    if (!byKey.current) return
    byKey.current = false
    table.current?.querySelector<HTMLButtonElement>('[aria-current="true"] button')?.focus()
  })
  const onKey = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    const next = to === undefined ? undefined : rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!next || event.target instanceof HTMLInputElement) return
    event.preventDefault()
    byKey.current = true
    onSelect(next.id)
  }
  return (
    <section class="findings" aria-label="Findings">
      <div class="findings-tools">
        <h2>
          {counted(rows.length, 'finding')}
          {range ? ' of the selected time' : ''}
        </h2>
        <FilterBox
          words="filter by word, address, page"
          label="Filter findings"
          value={filter}
          onValue={setFilter}
        />
        <button
          class="tool"
          aria-pressed={order === 'time'}
          onClick={() => {
            setOrder('time')
          }}
        >
          by time
        </button>
        <button
          class="tool"
          aria-pressed={order === 'level'}
          onClick={() => {
            setOrder('level')
          }}
        >
          worst first
        </button>
      </div>
      <div
        class="table"
        role="table"
        aria-label="Findings"
        aria-rowcount={rows.length + 1}
        ref={table}
        onKeyDown={onKey}
      >
        <div role="rowgroup">
          <div class="row head" role="row" aria-rowindex={1}>
            <span role="columnheader">{inZone('First seen')}</span>
            <span role="columnheader">Rung</span>
            <span role="columnheader">Finding</span>
            <span role="columnheader">Actor</span>
            <span role="columnheader" class="number">
              Events
            </span>
          </div>
        </div>
        {rows.length === 0 ? (
          <p class="nothing soft">
            {filter !== ''
              ? 'No finding has these words.'
              : range
                ? 'No finding of the selected time. Select no time to see all.'
                : 'No finding.'}
          </p>
        ) : (
          <VirtualRows
            count={rows.length}
            rowHeight={ROW_HEIGHT}
            keep={at}
            row={(index) => {
              const finding = rows[index]
              return (
                finding && (
                  <Row
                    finding={finding}
                    index={index}
                    selected={finding.id === selected}
                    onSelect={onSelect}
                  />
                )
              )
            }}
          />
        )}
      </div>
    </section>
  )
}

interface RowProps {
  readonly finding: Finding
  readonly index: number
  readonly selected: boolean
  readonly onSelect: (id: string) => void
}

function Row({ finding, index, selected, onSelect }: RowProps) {
  const { rung, actors } = finding
  const more = actors.length > 1 ? ` +${actors.length - 1}` : ''
  return (
    <div
      class="row"
      role="row"
      aria-rowindex={index + 2}
      aria-current={selected ? 'true' : undefined}
      onClick={() => {
        onSelect(finding.id)
      }}
    >
      <span role="cell" class="mono when">
        {shownTime(finding.firstTime)}
      </span>
      <span role="cell" class={`rung tone-${rung ?? 'none'}`}>
        <span aria-hidden="true" class="glyph">
          {rung ? RUNG_GLYPH[rung] : '·'}
        </span>
        {rung ? RUNG_WORD[rung] : finding.level === 'informational' ? 'for context' : finding.level}
      </span>
      <span role="cell" class="title">
        <button class="row-button" title={visible(finding.title)}>
          {visible(finding.title)}
        </button>
      </span>
      <span role="cell" class="mono actor">
        {visible(actors[0] ?? '—')}
        {more}
      </span>
      <span role="cell" class="number">
        {count(finding.count)}
      </span>
    </div>
  )
}
