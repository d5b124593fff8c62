import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Session } from '../case/session.js'
import type { Case, Host } from '../model/case.js'
import { visible } from '../model/escape.js'
import { usePalette } from '../parts/use-palette.js'
import { useSize } from '../parts/use-size.js'
import { zone } from '../parts/zone.js'
import type { Workspace } from '../workspace.js'
import { drawTimeline } from './draw.js'
import { EqualTable } from './equal-table.js'
import { frameOf, mostLanes, type Frame } from './frame.js'
import { commandOf, runCommand, type Command } from './keys.js'
import { LANE_KINDS } from './lanes.js'
import { markTip } from './tips.js'
import { placeMarks, type Mark } from './marks.js'
import { describe, railsOf, timelineModel } from './model.js'
import { isWhole, type TimeScale } from './scale.js'
import { Tip, type TipPlace } from './tip.js'
import { Tools } from './tools.js'
import { useDensity } from './use-density.js'
import { usePointer } from './use-pointer.js'

interface Props {
  readonly session: Session
  readonly workspace: Workspace
  readonly judged: Case
  readonly host: Host | undefined
  readonly selected: string | null
  readonly onSelect: (finding: string) => void
}

/** All events and findings over time: drawn, or as a table. */
export function Timeline({ session, workspace, judged, host, selected, onSelect }: Props) {
  const [box, size] = useSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const marks = useRef<readonly Mark[]>([])
  const palette = usePalette()
  const [cursor, setCursor] = useState<string | null>(null)
  const [tip, setTip] = useState<TipPlace | null>(null)
  const [table, setTable] = useState(false)
  const [selects, setSelects] = useState(false)
  const range = workspace.range.value
  const kinds = judged.hosts.length > 1 ? LANE_KINDS : LANE_KINDS.slice(0, 3)
  const kind = kinds.find((one) => one === workspace.lanes.value) ?? 'phase'
  const room = mostLanes(size.height)
  const model = useMemo(
    () => timelineModel(judged, host, { kind, mostLanes: room }),
    [judged, host, kind, room],
  )
  const frame: Frame = useMemo(() => {
    const lanes = model.lanes.lanes.length
    const wide = model.lanes.kind === 'actor' || model.lanes.kind === 'host'
    const options = { lanes, rails: railsOf(model), overview: true, wide }
    return frameOf(size.width, size.height, options)
  }, [size.width, size.height, model])
  const bounds: TimeScale = useMemo(() => {
    const width = Math.max(1, frame.width - frame.left - frame.right)
    return { from: model.from, to: model.to, left: frame.left, width }
  }, [model, frame])
  const shown = workspace.shown.value
  const scale: TimeScale = shown ? { ...bounds, ...shown } : bounds
  const { density, overview } = useDensity(session, judged, host, model, scale, bounds)
  const show = (view: TimeScale | { from: number; to: number }) => {
    const next = { ...bounds, from: view.from, to: view.to }
    workspace.showTime(isWhole(next, bounds) ? null : { from: view.from, to: view.to })
  }

  useLayoutEffect(() => {
    const element = canvas.current
    // The pixels are made by the processor: a canvas of the graphics card's would copy each frame there.
    const context = element?.getContext('2d', { alpha: false, willReadFrequently: true })
    if (!element || !context || size.width === 0) return
    const ratio = globalThis.devicePixelRatio || 1
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
    if (element.width !== width || element.height !== height) {
      element.width = width
      element.height = height
      element.style.width = `${String(size.width)}px`
      element.style.height = `${String(size.height)}px`
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    marks.current = drawTimeline(context, {
      model,
      scale,
      frame,
      palette,
      density,
      overview: { density: overview, scale: bounds },
      ratio,
      origin: { x: 0, y: 0 },
      range,
      selected,
      cursor,
      show: visible,
      zone: zone.value,
    })
  })

  const pointer = usePointer(canvas, {
    model,
    scale,
    bounds,
    frame,
    range,
    density,
    selects,
    marks,
    show,
    setRange: workspace.setRange,
    setTip,
    open: (id) => {
      setCursor(id)
      onSelect(id)
    },
  })

  const run = (command: Command) => {
    setTip(null)
    if (command === 'table') setTable(!table)
    else if (command === 'lanes') {
      workspace.setLanes(kinds[(kinds.indexOf(kind) + 1) % kinds.length] ?? 'phase')
    } else if (command === 'open') {
      if (cursor !== null) onSelect(cursor)
    } else {
      const at = cursor ?? selected
      const result = runCommand(command, { model, scale, bounds, range, cursor: at })
      if (result.view) show(result.view)
      if (result.range !== undefined) workspace.setRange(result.range)
      if (result.cursor !== undefined) setCursor(result.cursor)
    }
  }
  const byKey = useRef(false)
  useEffect(() => {
    if (!byKey.current || cursor === null) return
    byKey.current = false
    const mark = marks.current.find(({ findings }) => findings.some(({ id }) => id === cursor))
    setTip(mark ? { x: mark.x, y: mark.y, lines: markTip(mark, model, cursor) } : null)
  })

  return (
    <section class="timeline" aria-label="Timeline">
      <Tools
        kind={kind}
        kinds={kinds}
        onKind={(to) => {
          setTip(null)
          workspace.setLanes(to)
        }}
        isWhole={shown === null}
        hasFinding={model.findings.some(({ id }) => id === (cursor ?? selected))}
        selects={selects}
        onSelects={setSelects}
        table={table}
        range={range}
        run={run}
      />
      <div class="timeline-box" ref={box}>
        <canvas
          ref={canvas}
          class="timeline-canvas"
          hidden={table}
          tabIndex={0}
          role="application"
          aria-roledescription="timeline"
          aria-label={`Timeline, times in ${zone.value.name}: ${describe(model)}. Arrow keys move between findings, T gives a table.`}
          onKeyDown={(event) => {
            const command = commandOf(event)
            if (command === null) return
            event.preventDefault()
            byKey.current = command !== 'range-clear'
            run(command)
          }}
          onBlur={() => {
            setTip(null)
          }}
          {...pointer}
        />
        {table && (
          <EqualTable
            model={model}
            scale={scale}
            marks={placeMarks(model, scale, frame)}
            density={density}
            range={range}
            selected={selected}
            onSelect={onSelect}
          />
        )}
        {!table && <Tip place={tip} width={size.width} height={size.height} />}
      </div>
    </section>
  )
}
