import { useEffect, useRef } from 'preact/hooks'
import { visible } from '../model/escape.js'
import type { MenuItem } from './menu-items.js'

/** Where a menu opens, in CSS pixels of the window. */
export interface Place {
  readonly x: number
  readonly y: number
}

interface Props {
  readonly title: string
  readonly items: readonly MenuItem[]
  readonly place: Place
  /** The menu is done; the keyboard goes back to where it was. */
  readonly onClose: () => void
}

const WIDTH = 320
const ITEM_HEIGHT = 30
/** Characters of the value in the menu's heading. */
const TITLE = 80

/** What can be done with a value, beside the value. */
export function ValueMenu({ title, items, place, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    menu.current?.querySelector<HTMLButtonElement>('[role="menuitem"]')?.focus()
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose()
    }
    document.addEventListener('pointerdown', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
    }
  }, [onClose])
  const onKey = (event: KeyboardEvent) => {
    const buttons = [
      ...(menu.current?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]') ?? []),
    ]
    const at = buttons.findIndex((button) => button === document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      buttons[(to + buttons.length) % buttons.length]?.focus()
    }
    if (event.key !== 'Escape' && event.key !== 'Tab') return
    event.preventDefault()
    onClose()
  }
  const height = ITEM_HEIGHT * items.length + 40
  const left = Math.max(8, Math.min(place.x, innerWidth - WIDTH - 8))
  const top = Math.max(8, Math.min(place.y, innerHeight - height - 8))
  const short = title.length > TITLE ? `${title.slice(0, TITLE)}…` : title
  return (
    <div
      class="menu"
      role="menu"
      aria-label={visible(short)}
      ref={menu}
      style={{ left: `${left}px`, top: `${top}px`, width: `${WIDTH}px` }}
      onKeyDown={onKey}
    >
      <p class="menu-title mono" role="presentation">
        {visible(short)}
      </p>
      {items.map(({ id, label, run }) => (
        <button
          key={id}
          id={`menu-${id}`}
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose()
            run()
          }}
        >
          {visible(label)}
        </button>
      ))}
    </div>
  )
}
