import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Density } from '../../workers/protocol.js'
import type { Session } from '../case/session.js'
import type { Case, Host } from '../model/case.js'
import { visible } from '../model/escape.js'
import { PHASE_WORD } from '../parts/palette.js'
import { usePalette } from '../parts/use-palette.js'
import { useSize } from '../parts/use-size.js'
import { stamp } from '../parts/words.js'
import { drawTimeline } from './draw.js'
import { describe, frameOf, timelineModel, type Mark, type TimelineModel } from './layout.js'
import { panBy, reveal, zoomAt, type TimeScale } from './scale.js'

/** Rows of the equal table; the findings list below the drawing holds all of them. */
const TABLE_ROWS = 200
const BAR_PIXELS = 3
const ZOOM = 0.7
const HIT_PIXELS = 12
/** Height of the buttons that lie on the drawing. */
const TOOLS = 14

interface Props {
  readonly session: Session
  readonly judged: Case
  readonly host: Host | undefined
  readonly selected: string | null
  readonly onSelect: (finding: string) => void
}

export function Timeline({ session, judged, host, selected, onSelect }: Props) {
  const [box, size] = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const marks = useRef<Mark[]>([])
  const drag = useRef<{ x: number; moved: boolean } | null>(null)
  const palette = usePalette()
  const model = useMemo(() => timelineModel(judged, host), [judged, host])
  const frame = useMemo(() => frameOf(size.width, size.height, TOOLS), [size.width, size.height])
  const bounds: TimeScale = useMemo(
    () => ({
      from: model.from,
      to: model.to,
      left: frame.left,
      width: Math.max(1, frame.width - frame.left - frame.right),
    }),
    [model, frame],
  )
  const equalTable = useMemo(() => <EqualTable model={model} />, [model])
  const [view, setView] = useState<{ from: number; to: number } | null>(null)
  const [density, setDensity] = useState<Density | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const scale: TimeScale = view ? { ...bounds, ...view } : bounds
  const fits = view === null
  const move = (next: TimeScale) => {
    const whole = next.from <= bounds.from && next.to >= bounds.to
    setView(whole ? null : { from: next.from, to: next.to })
  }

  useEffect(() => {
    let wanted = true
    const bins = Math.max(1, Math.floor(scale.width / BAR_PIXELS))
    const { from, to } = scale
    session.density({ from, to, bins, host: host?.name ?? '', by: 'source', lanes: [] }).then(
      (answer) => {
        if (wanted) setDensity(answer)
      },
      () => {
        if (wanted) setDensity(null)
      },
    )
    return () => {
      wanted = false
    }
  }, [session, judged, host, scale.from, scale.to, scale.width])

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || size.width === 0) return
    const ratio = globalThis.devicePixelRatio || 1
    element.width = Math.round(size.width * ratio)
    element.height = Math.round(size.height * ratio)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.fillStyle = palette.paper
    context.fillRect(0, 0, size.width, size.height)
    marks.current = drawTimeline(context, {
      model,
      scale,
      frame,
      palette,
      density,
      ratio,
      origin: { x: 0, y: 0 },
      selected,
      cursor,
      show: visible,
    })
  })

  // Preact's own wheel listener is passive in some engines; zooming must keep the page still.
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        move(zoomAt(scale, event.offsetX, event.deltaY > 0 ? 1 / ZOOM : ZOOM, bounds))
      } else if (!fits) {
        event.preventDefault()
        move(panBy(scale, event.deltaX || event.deltaY, bounds))
      }
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
    }
  })

  const hit = (x: number, y: number) => {
    const near = marks.current
      .map((mark) => ({ mark, distance: Math.hypot(mark.x - x, mark.y - y) }))
      .sort((a, b) => a.distance - b.distance)[0]
    return near && near.distance <= HIT_PIXELS ? near.mark : undefined
  }

  const onKey = (event: KeyboardEvent) => {
    const index = model.findings.findIndex((finding) => finding.id === (cursor ?? selected))
    const last = model.findings.length - 1
    const centre = scale.left + scale.width / 2
    const goTo = (to: number) => {
      const finding = model.findings[Math.max(0, Math.min(last, to))]
      if (!finding) return
      setCursor(finding.id)
      move(reveal(scale, finding.firstTime, bounds))
    }
    const keys: Record<string, () => void> = {
      ArrowLeft: () => {
        if (event.shiftKey) move(panBy(scale, -80, bounds))
        else goTo(index - 1)
      },
      ArrowRight: () => {
        if (event.shiftKey) move(panBy(scale, 80, bounds))
        else goTo(index + 1)
      },
      Home: () => {
        goTo(0)
      },
      End: () => {
        goTo(last)
      },
      '+': () => {
        move(zoomAt(scale, centre, ZOOM, bounds))
      },
      '-': () => {
        move(zoomAt(scale, centre, 1 / ZOOM, bounds))
      },
      '0': () => {
        setView(null)
      },
      Enter: () => {
        if (cursor) onSelect(cursor)
      },
    }
    const action = keys[event.key === '=' ? '+' : event.key]
    if (!action) return
    event.preventDefault()
    action()
  }

  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-tools">
        <span class="caption">drag to move, Ctrl and wheel to zoom, ← → marks, Enter opens</span>
        <button
          class="tool"
          aria-label="Zoom in"
          onClick={() => {
            move(zoomAt(scale, scale.left + scale.width / 2, ZOOM, bounds))
          }}
        >
          +
        </button>
        <button
          class="tool"
          aria-label="Zoom out"
          disabled={fits}
          onClick={() => {
            move(zoomAt(scale, scale.left + scale.width / 2, 1 / ZOOM, bounds))
          }}
        >
          −
        </button>
        <button
          class="tool"
          disabled={fits}
          onClick={() => {
            setView(null)
          }}
        >
          Fit
        </button>
      </div>
      <div class="timeline-box" ref={box}>
        <canvas
          ref={canvas}
          class="timeline-canvas"
          tabIndex={0}
          role="img"
          aria-label={`Timeline in UTC: ${describe(model)}. Arrow keys move between findings.`}
          onKeyDown={onKey}
          onPointerDown={(event) => {
            drag.current = { x: event.offsetX, moved: false }
            event.currentTarget.setPointerCapture(event.pointerId)
          }}
          onPointerMove={(event) => {
            const held = drag.current
            if (held) {
              if (Math.abs(event.offsetX - held.x) < 3 && !held.moved) return
              move(panBy(scale, held.x - event.offsetX, bounds))
              drag.current = { x: event.offsetX, moved: true }
            } else {
              const over = hit(event.offsetX, event.offsetY)
              event.currentTarget.style.cursor = over ? 'pointer' : 'default'
              event.currentTarget.title = over
                ? visible(
                    over.findings
                      .slice(0, 4)
                      .map((f) => `${stamp(f.firstTime)} ${f.title}`)
                      .join('\n'),
                  )
                : ''
            }
          }}
          onPointerUp={(event) => {
            const held = drag.current
            drag.current = null
            if (held?.moved) return
            const id = hit(event.offsetX, event.offsetY)?.findings[0]?.id
            if (!id) return
            setCursor(id)
            onSelect(id)
          }}
          onPointerCancel={() => {
            drag.current = null
          }}
        />
      </div>
      {equalTable}
    </section>
  )
}

/** The drawing as a table, for readers who do not see it. */
function EqualTable({ model }: { model: TimelineModel }) {
  return (
    <div class="hidden">
      <table>
        <caption>Timeline: {describe(model)}</caption>
        <tbody>
          {model.findings.slice(0, TABLE_ROWS).map((finding) => (
            <tr key={finding.id}>
              <td>{stamp(finding.firstTime)}</td>
              <td>{PHASE_WORD[finding.phase]}</td>
              <td>{visible(finding.title)}</td>
              <td>{visible(finding.actors.join(', '))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
