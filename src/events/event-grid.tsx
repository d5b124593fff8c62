import { useEffect, useRef, useState } from 'preact/hooks'
import type { EventRow } from '../../workers/query-protocol.js'
import { visible } from '../model/escape.js'
import type { FieldId } from '../model/query/fields.js'
import { useSize } from '../parts/use-size.js'
import { cellOf, marksOf, sortedBy, valueOf, type TableLayout } from './columns.js'
import { GridHead } from './grid-head.js'
import { barOf, clampTop, scrollOf, topOf } from './scroll.js'
import type { RowWindow } from './use-events.js'
import type { Place } from './value-menu.js'

const ROW_HEIGHT = 26
const HEAD_HEIGHT = 28
/** Rows beyond those in sight, so that scrolling shows no gap. */
const OVERSCAN = 6
/** Characters of a cell in the document: no column is wider, and evidence can be megabytes. */
const SHOWN = 300

/** The cell that the keyboard is at. */
export interface Active {
  readonly index: number
  readonly column: number
}

interface Props {
  readonly rows: RowWindow | null
  readonly count: number
  readonly layout: TableLayout
  readonly onLayout: (layout: TableLayout) => void
  readonly active: Active
  readonly onActive: (active: Active) => void
  readonly onMenu: (row: EventRow, field: FieldId, place: Place) => void
}

/** A table of any number of rows, of which only those in sight are in the document. */
export function EventGrid(props: Props) {
  const { rows, count, layout, onLayout, active, onActive, onMenu } = props
  const [box, size] = useSize<HTMLDivElement>()
  const [top, setTop] = useState(0)
  /** Where the scroll bar was put by the wheel or the keyboard, not by dragging it. */
  const put = useRef(-1)
  const view = Math.max(0, size.height - HEAD_HEIGHT)
  const scroll = scrollOf(count, ROW_HEIGHT, view)
  const { columns } = layout
  const width = columns.reduce((sum, column) => sum + column.width, 0)
  const moveTo = (wanted: number) => {
    const next = clampTop(scroll, wanted)
    setTop(next)
    put.current = barOf(scroll, next)
    if (box.current) box.current.scrollTop = put.current
  }
  const keep = (index: number) => {
    const at = index * ROW_HEIGHT
    if (at < top) moveTo(at)
    else if (at + ROW_HEIGHT > top + view) moveTo(at + ROW_HEIGHT - view)
  }

  // Another answer begins at its beginning.
  useEffect(() => {
    setTop(0)
    if (box.current) box.current.scrollTop = 0
  }, [rows, box])
  // With more rows than pixels a turn of the wheel would pass hundreds of them.
  useEffect(() => {
    const element = box.current
    if (!element || scroll.height === scroll.whole) return undefined
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      moveTo(top + event.deltaY * (event.deltaMode === 1 ? ROW_HEIGHT : 1))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
    }
  })

  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - OVERSCAN)
  const last = Math.min(count, Math.ceil((top + view) / ROW_HEIGHT) + OVERSCAN)
  useEffect(() => {
    if (last > first) rows?.want(first, last)
  }, [rows, first, last])

  const go = (index: number, column: number) => {
    const to = {
      index: Math.max(0, Math.min(count - 1, index)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    }
    onActive(to)
    keep(to.index)
    const left = columns.slice(0, to.column).reduce((sum, one) => sum + one.width, 0)
    const element = box.current
    if (!element) return
    const right = left + (columns[to.column]?.width ?? 0)
    if (left < element.scrollLeft) element.scrollLeft = left
    else if (right > element.scrollLeft + size.width) element.scrollLeft = right - size.width
  }
  const menuAt = (index: number, field: FieldId, cell: Element | null | undefined) => {
    const row = rows?.row(index)
    if (!row || valueOf(row, field) === null) return
    const { left, bottom } = cell?.getBoundingClientRect() ?? { left: 0, bottom: 0 }
    onMenu(row, field, { x: left, y: bottom })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || count === 0) return
    const { index, column } = active
    const page = Math.max(1, Math.floor(view / ROW_HEIGHT) - 1)
    const jump = event.ctrlKey || event.metaKey
    const keys: Record<string, () => void> = {
      ArrowDown: () => {
        go(index + 1, column)
      },
      ArrowUp: () => {
        go(index - 1, column)
      },
      ArrowLeft: () => {
        go(index, column - 1)
      },
      ArrowRight: () => {
        go(index, column + 1)
      },
      PageDown: () => {
        go(index + page, column)
      },
      PageUp: () => {
        go(index - page, column)
      },
      Home: () => {
        go(jump ? 0 : index, 0)
      },
      End: () => {
        go(jump ? count - 1 : index, columns.length - 1)
      },
      Enter: () => {
        const field = columns[column]?.field
        const cell = document.getElementById(cellId(index, column))
        if (field) menuAt(index, field, cell)
      },
      s: () => {
        const field = columns[column]?.field
        if (field) onLayout(sortedBy(layout, field))
      },
    }
    const action = keys[event.key]
    if (!action) return
    event.preventDefault()
    action()
  }
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return
    const cell = event.target.closest<HTMLElement>('[role="gridcell"]')
    const index = Number(cell?.dataset['index'])
    const column = Number(cell?.dataset['column'])
    if (!cell || Number.isNaN(index)) return
    onActive({ index, column })
    const field = columns[column]?.field
    const value = event.target.closest('.cell-value')
    if (field && value) menuAt(index, field, value)
  }

  const indices = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at)
  return (
    <div
      class="grid"
      role="grid"
      aria-label="Events"
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={
        active.index >= first && active.index < last
          ? cellId(active.index, active.column)
          : undefined
      }
      tabIndex={0}
      ref={box}
      onKeyDown={onKey}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget
        if (Math.abs(scrollTop - put.current) <= 1) return
        put.current = -1
        setTop(topOf(scroll, scrollTop))
      }}
    >
      <div
        class="grid-space"
        role="presentation"
        style={{ height: `${HEAD_HEIGHT + scroll.height}px`, width: `${width}px` }}
      >
        <GridHead layout={layout} onLayout={onLayout} />
        <div
          class="grid-pane"
          role="rowgroup"
          style={{ height: `${Math.min(view, scroll.whole)}px` }}
          onClick={onClick}
        >
          {indices.map((index) => (
            <Row
              key={index}
              index={index}
              row={rows?.row(index)}
              layout={layout}
              offset={index * ROW_HEIGHT - top}
              active={index === active.index ? active.column : -1}
            />
          ))}
        </div>
      </div>
    </div>
  )
}

function cellId(index: number, column: number): string {
  return `cell-${index}-${column}`
}

interface RowProps {
  readonly index: number
  readonly row: EventRow | undefined
  readonly layout: TableLayout
  /** Pixels below the top of the view. */
  readonly offset: number
  /** Column that the keyboard is at; -1 for another row. */
  readonly active: number
}

function Row({ index, row, layout, offset, active }: RowProps) {
  return (
    <div
      class="grid-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={active >= 0}
      style={{ transform: `translateY(${offset}px)` }}
    >
      {layout.columns.map(({ field, width }, column) => {
        const text = row ? cellOf(row, field).slice(0, SHOWN) : '…'
        const asked = row !== undefined && valueOf(row, field) !== null
        return (
          <span
            key={field}
            id={cellId(index, column)}
            role="gridcell"
            aria-colindex={column + 1}
            class={`cell cell-${field}${column === active ? ' at' : ''}`}
            data-index={index}
            data-column={column}
            style={{ width: `${width}px` }}
            title={visible(text)}
          >
            {asked && text !== '' ? <span class="cell-value">{visible(text)}</span> : visible(text)}
            {/* A row that stands for many has no page of its own. */}
            {field === 'target' && text === '' && row && (
              <span class="soft">{marksOf(row).join(', ')}</span>
            )}
          </span>
        )
      })}
    </div>
  )
}
