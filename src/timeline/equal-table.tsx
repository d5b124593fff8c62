import { useState } from 'preact/hooks'
import type { Density } from '../../workers/protocol.js'
import { visible } from '../model/escape.js'
import { PHASE_WORD } from '../parts/palette.js'
import { count, counted } from '../parts/words.js'
import { inZone, shownTime } from '../parts/zone.js'
import type { Stretch } from './bands.js'
import { markTime, type Mark } from './marks.js'
import type { TimelineModel } from './model.js'
import type { TimeScale } from './scale.js'

/** Rows put up at once: a view can have some thousand marks. */
const PAGE = 200

interface Props {
  readonly model: TimelineModel
  readonly scale: TimeScale
  readonly marks: readonly Mark[]
  readonly density: Density | null
  readonly range: Stretch | null
  readonly selected: string | null
  readonly onSelect: (finding: string) => void
}

interface Line {
  readonly from: number
  readonly to: number
  readonly lane: string
  readonly what: string
  readonly many: string
  /** Id of the finding that it opens, '' for none. */
  readonly opens: string
}

/** The view as a table: every band, story and mark of the drawing has a row. */
export function EqualTable(props: Props) {
  const { model, scale, selected, onSelect } = props
  const [page, setPage] = useState(0)
  const lines = linesOf(props)
  const pages = Math.max(1, Math.ceil(lines.length / PAGE))
  const at = Math.min(page, pages - 1)
  return (
    <div class="timeline-table" tabIndex={0} role="region" aria-label="Timeline as a table">
      <table>
        <caption>
          {shownTime(scale.from)} – {shownTime(scale.to)}: {counted(lines.length, 'row')} for what
          the drawing shows of this time
        </caption>
        <thead>
          <tr>
            <th scope="col">{inZone('From')}</th>
            <th scope="col">{inZone('To')}</th>
            <th scope="col">Lane</th>
            <th scope="col">What</th>
            <th scope="col" class="number">
              How many
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(at * PAGE, (at + 1) * PAGE).map((line, index) => (
            <tr key={index} aria-current={line.opens !== '' && line.opens === selected}>
              <td class="mono">{shownTime(line.from)}</td>
              <td class="mono">{line.to > line.from ? shownTime(line.to) : ''}</td>
              <td>{visible(line.lane)}</td>
              <td>
                {line.opens === '' ? (
                  visible(line.what)
                ) : (
                  <button
                    class="link"
                    onClick={() => {
                      onSelect(line.opens)
                    }}
                  >
                    {visible(line.what)}
                  </button>
                )}
              </td>
              <td class="number">{line.many}</td>
            </tr>
          ))}
        </tbody>
        <tbody>
          {eventLines(model, scale, props.density).map(({ lane, many }) => (
            <tr key={lane}>
              <td class="mono">{shownTime(scale.from)}</td>
              <td class="mono">{shownTime(scale.to)}</td>
              <td>{visible(lane)}</td>
              <td>events of this time</td>
              <td class="number">{many}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <p class="caption">
          <button
            class="tool"
            disabled={at === 0}
            onClick={() => {
              setPage(at - 1)
            }}
          >
            Rows before
          </button>{' '}
          {at + 1} of {pages}{' '}
          <button
            class="tool"
            disabled={at === pages - 1}
            onClick={() => {
              setPage(at + 1)
            }}
          >
            Rows after
          </button>
        </p>
      )}
    </div>
  )
}

/** In order of time. */
function linesOf({ model, scale, marks, range }: Props): Line[] {
  const band = (from: number, to: number, lane: string, what: string): Line[] =>
    to < scale.from || from > scale.to ? [] : [{ from, to, lane, what, many: '', opens: '' }]
  const lines: Line[] = marks.map((mark) => {
    const [worst, ...others] = mark.findings
    const more = others.length > 0 ? ` and ${counted(others.length, 'more finding')}` : ''
    const records = mark.findings.reduce((sum, one) => sum + one.count, 0)
    const lane = model.lanes.lanes[mark.lane]?.label ?? ''
    const phase = worst && model.lanes.kind !== 'phase' ? `${PHASE_WORD[worst.phase]}: ` : ''
    return {
      ...markTime(mark),
      lane,
      what: `${phase}${worst?.title ?? ''}${more}`,
      many: counted(records, 'record'),
      opens: worst?.id ?? '',
    }
  })
  for (const { id, title, firstTime, lastTime, chain = [] } of model.stories) {
    if (lastTime < scale.from || firstTime > scale.to) continue
    const many = counted(chain.length, 'step')
    lines.push({ from: firstTime, to: lastTime, lane: 'stories', what: title, many, opens: id })
  }
  for (const { host, exposure, patch, holes } of model.bands) {
    if (exposure) lines.push(...band(exposure.from, exposure.to, host, exposure.label))
    if (patch) lines.push(...band(patch.time, patch.time, host, `patched ${patch.build}`.trim()))
    for (const hole of holes) lines.push(...band(hole.from, hole.to, host, hole.label))
  }
  for (const { from, to, label } of model.mitigations) {
    lines.push(...band(from, to, 'mitigations', label))
  }
  for (const { from, label } of model.campaigns) {
    lines.push(...band(from, model.to, 'campaigns', `${label}: from here on`))
  }
  if (range) lines.push(...band(range.from, range.to, 'your selection', 'selected time'))
  return lines.sort((a, b) => a.from - b.from)
}

/** What the bars of the view add up to, lane by lane. */
function eventLines(
  model: TimelineModel,
  scale: TimeScale,
  density: Density | null,
): { lane: string; many: string }[] {
  if (!density) return []
  const { bins, from, to, events } = density
  const width = (to - from) / bins
  const first = Math.max(0, Math.floor((scale.from - from) / width))
  const last = Math.min(bins, Math.ceil((scale.to - from) / width))
  const names = ['all events', ...model.lanes.lanes.map(({ label }) => label)]
  return names.slice(0, events.length / bins).map((lane, index) => {
    const sum = events
      .subarray(index * bins + first, index * bins + Math.max(first, last))
      .reduce((a, b) => a + b, 0)
    return { lane, many: count(sum) }
  })
}
