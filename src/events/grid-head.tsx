import { useRef } from 'preact/hooks'
import { headingOf, sortedBy, withWidth, type Column, type TableLayout } from './columns.js'

/** Pixels that a key makes a column wider. */
const KEY_STEP = 16

interface Props {
  readonly layout: TableLayout
  readonly onLayout: (layout: TableLayout) => void
}

/** Headings: a click sorts; the edge, or Alt with an arrow, makes a column wider. */
export function GridHead({ layout, onLayout }: Props) {
  return (
    <div role="rowgroup" class="grid-head">
      <div role="row" aria-rowindex={1} class="grid-heads">
        {layout.columns.map((column, at) => (
          <Heading key={column.field} column={column} at={at} layout={layout} onLayout={onLayout} />
        ))}
      </div>
    </div>
  )
}

function Heading({ column, at, layout, onLayout }: Props & { column: Column; at: number }) {
  const { field, width } = column
  const drag = useRef<{ x: number; width: number } | null>(null)
  const { sort } = layout
  const sorted = sort.field === field
  const widen = (to: number) => {
    onLayout(withWidth(layout, field, to))
  }
  return (
    <div
      role="columnheader"
      aria-colindex={at + 1}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      class="head"
      style={{ width: `${width}px` }}
    >
      <button
        class="head-sort"
        title="Click to sort. Alt with ← or → changes the width."
        onClick={() => {
          onLayout(sortedBy(layout, field))
        }}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return
          event.preventDefault()
          widen(width + (event.key === 'ArrowRight' ? KEY_STEP : -KEY_STEP))
        }}
      >
        {headingOf(field)}
        <span aria-hidden="true">{sorted ? (sort.descending ? ' ▾' : ' ▴') : ''}</span>
      </button>
      <span
        class="head-edge"
        aria-hidden="true"
        onPointerDown={(event) => {
          event.preventDefault()
          drag.current = { x: event.clientX, width }
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={(event) => {
          const held = drag.current
          if (held) widen(held.width + event.clientX - held.x)
        }}
        onPointerUp={() => {
          drag.current = null
        }}
        onPointerCancel={() => {
          drag.current = null
        }}
      />
    </div>
  )
}
