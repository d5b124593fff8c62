import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useSize } from './use-size.js'

interface Props {
  readonly count: number
  readonly rowHeight: number
  /** Row to keep in sight; -1 for none. */
  readonly keep: number
  /** What the box is of a table; in a list it is nothing of its own. */
  readonly role?: 'rowgroup' | 'presentation'
  readonly row: (index: number) => ComponentChildren
}

/** Rows beyond those in sight, so that scrolling shows no gap. */
const OVERSCAN = 8

/** A list of rows of one height, of which only those in sight are in the document. */
export function VirtualRows({ count, rowHeight, keep, role = 'rowgroup', row }: Props) {
  const [box, size] = useSize<HTMLDivElement>()
  const [top, setTop] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element || keep < 0) return
    const at = keep * rowHeight
    if (at < element.scrollTop) element.scrollTop = at
    else if (at + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = at + rowHeight - element.clientHeight
    }
  }, [keep, rowHeight, size.height])
  const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN)
  const last = Math.min(count, Math.ceil((top + size.height) / rowHeight) + OVERSCAN)
  const indices = Array.from({ length: Math.max(0, last - first) }, (_, at) => first + at)
  return (
    <div
      class="rows"
      role={role}
      ref={box}
      onScroll={(event) => {
        setTop(event.currentTarget.scrollTop)
      }}
    >
      <div class="rows-space" role="presentation" style={{ height: `${count * rowHeight}px` }}>
        {indices.map((index) => (
          <div
            key={index}
            class="rows-slot"
            role="presentation"
            style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  )
}
