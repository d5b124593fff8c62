import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Density } from '../../workers/protocol.js'
import type { TimeRange } from '../workspace.js'
import { zoneAt, type Frame } from './frame.js'
import { beginGesture, EDGE_PIXELS, moveGesture, type Gesture } from './gestures.js'
import type { Mark } from './marks.js'
import type { TimelineModel } from './model.js'
import { panBy, pinch, toX, zoomAt, type TimeScale } from './scale.js'
import type { TipPlace } from './tip.js'
import { groundTip, markTip } from './tips.js'

interface PointerState {
  readonly model: TimelineModel
  readonly scale: TimeScale
  readonly bounds: TimeScale
  readonly frame: Frame
  readonly range: TimeRange | null
  readonly density: Density | null
  readonly selects: boolean
  readonly marks: { readonly current: readonly Mark[] }
  readonly show: (view: { from: number; to: number }) => void
  readonly setRange: (range: TimeRange | null) => void
  readonly setTip: (tip: TipPlace | null) => void
  readonly open: (finding: string) => void
}

const HIT_PIXELS = 12
/** A press that moves less is a click. */
const CLICK_PIXELS = 3
/** Of the wheel's units for one halving: a notch of a mouse is 100 to 120. */
const WHEEL_HALVING = 240
/** A line of a wheel that counts in lines. */
const LINE_PIXELS = 40

interface Held {
  readonly gesture: Gesture
  readonly start: number
  moved: boolean
}

/** Pointer, fingers and wheel on the canvas. */
export function usePointer(canvas: RefObject<HTMLCanvasElement | null>, state: PointerState) {
  const held = useRef<Held | null>(null)
  const fingers = useRef(new Map<number, number>())
  const pinched = useRef<{ scale: TimeScale; at: [number, number] } | null>(null)
  const { model, scale, bounds, frame, range, show, setRange, setTip } = state

  // Preact's own wheel listener is passive in some engines; zooming must keep the page still.
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PIXELS
      const [x, y] = [event.deltaX * unit, event.deltaY * unit]
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        show(zoomAt(scale, event.offsetX, 2 ** (y / WHEEL_HALVING), bounds))
      } else if (event.shiftKey || Math.abs(x) > Math.abs(y)) {
        event.preventDefault()
        show(panBy(scale, x || y, bounds))
      }
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
    }
  })

  const hit = (x: number, y: number): Mark | undefined => {
    let best: Mark | undefined
    let least = HIT_PIXELS
    for (const mark of state.marks.current) {
      const distance = Math.hypot(mark.x - x, mark.y - y)
      if (distance <= least) [best, least] = [mark, distance]
    }
    return best
  }
  const pair = (): [number, number] | null => {
    const [a, b] = [...fingers.current.values()]
    return a === undefined || b === undefined ? null : [a, b]
  }
  const hover = (element: HTMLCanvasElement, x: number, y: number) => {
    const mark = hit(x, y)
    element.style.cursor = mark ? 'pointer' : cursorAt(x, y, state)
    const lines = mark ? markTip(mark, model) : groundTip(x, y, model, scale, frame, state.density)
    setTip(lines.length === 0 ? null : { x: mark?.x ?? x, y: mark?.y ?? y, lines })
  }
  const letGo = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId)
    pinched.current = null
    held.current = null
  }

  return {
    onPointerDown: (event: PointerEvent & { currentTarget: HTMLCanvasElement }) => {
      if (event.button !== 0) return
      const { offsetX: x, offsetY: y } = event
      event.currentTarget.setPointerCapture(event.pointerId)
      fingers.current.set(event.pointerId, x)
      const at = pair()
      if (at) {
        pinched.current = { scale, at }
        held.current = null
        return
      }
      const selects = state.selects || event.shiftKey
      const gesture = beginGesture(zoneAt(frame, y), x, { scale, bounds, range, selects })
      held.current = { gesture, start: x, moved: false }
    },
    onPointerMove: (event: PointerEvent & { currentTarget: HTMLCanvasElement }) => {
      const { offsetX: x, offsetY: y } = event
      if (fingers.current.has(event.pointerId)) fingers.current.set(event.pointerId, x)
      const at = pair()
      if (pinched.current && at) {
        show(pinch(pinched.current.scale, pinched.current.at, at, bounds))
        return
      }
      const now = held.current
      if (!now) {
        hover(event.currentTarget, x, y)
        return
      }
      if (!now.moved && Math.abs(x - now.start) < CLICK_PIXELS) return
      if (!now.moved) setTip(null)
      now.moved = true
      const moved = moveGesture(now.gesture, x, bounds)
      if (moved.view && moved.view.to > moved.view.from) show(moved.view)
      if (moved.range && moved.range.to > moved.range.from) setRange(moved.range)
    },
    onPointerUp: (event: PointerEvent) => {
      const now = held.current
      letGo(event)
      if (!now || now.moved) return
      const id = hit(event.offsetX, event.offsetY)?.findings[0]?.id
      if (id !== undefined) state.open(id)
    },
    onPointerCancel: letGo,
    onPointerLeave: () => {
      setTip(null)
    },
    onDblClick: (event: MouseEvent) => {
      if (zoneAt(frame, event.offsetY) === 'overview') show(bounds)
      else if (!hit(event.offsetX, event.offsetY)) show(zoomAt(scale, event.offsetX, 0.5, bounds))
    },
  }
}

function cursorAt(x: number, y: number, { frame, bounds, scale, selects }: PointerState): string {
  const zone = zoneAt(frame, y)
  if (zone === 'strip') return 'crosshair'
  if (zone === 'lanes') return selects ? 'crosshair' : 'grab'
  const edges = [toX(bounds, scale.from), toX(bounds, scale.to)]
  return edges.some((edge) => Math.abs(edge - x) <= EDGE_PIXELS) ? 'ew-resize' : 'crosshair'
}
