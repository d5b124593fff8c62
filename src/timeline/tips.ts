import type { Density } from '../../workers/protocol.js'
import { PHASE_WORD } from '../parts/palette.js'
import { counted } from '../parts/words.js'
import { offsetText, shownTime, zone } from '../parts/zone.js'
import { formatIso } from '../model/time.js'
import { MICROSECONDS_PER_SECOND } from '../model/units.js'
import type { Frame } from './frame.js'
import { markTime, type Mark } from './marks.js'
import type { TimelineModel } from './model.js'
import { toTime, type TimeScale } from './scale.js'

/** Findings of one mark that are named; the table and a closer view have all. */
const NAMED = 3

/** A mark in words: time, lane, and what it stands for; a line an element. */
export function markTip(mark: Mark, model: TimelineModel, first?: string): string[] {
  const { findings } = mark
  const lead = findings.find(({ id }) => id === first)
  const ordered = lead ? [lead, ...findings.filter((one) => one !== lead)] : findings
  const more = findings.length - NAMED
  const lane = model.lanes.lanes[mark.lane]?.label ?? ''
  const actors = [...new Set(findings.flatMap((one) => one.actors))]
  const [who = ''] = actors
  const others = actors.length > 1 ? ` +${String(actors.length - 1)}` : ''
  const { from, to } = markTime(mark)
  const when = `${shownTime(from)}${to > from ? ` – ${shownTime(to)}` : ''}`
  // Neither a lane's own actor nor its own phase is said twice.
  const { kind } = model.lanes
  return [
    [when, lane, kind === 'actor' || who === '' ? '' : who + others].filter(Boolean).join(' · '),
    ...ordered.slice(0, NAMED).map(({ title, phase, count }) => {
      const times = count > 1 ? ` ×${String(count)}` : ''
      return `${kind === 'phase' ? '' : `${PHASE_WORD[phase]}: `}${title}${times}`
    }),
    ...(more > 0 ? [`and ${counted(more, 'more finding')}`] : []),
  ]
}

/** What lies under a point beside the marks: a hole, else how many events. */
export function groundTip(
  x: number,
  y: number,
  model: TimelineModel,
  scale: TimeScale,
  frame: Frame,
  density: Density | null,
): string[] {
  if (x < scale.left || x > scale.left + scale.width || y < frame.top) return []
  const time = toTime(scale, x)
  const isStrip = y >= frame.lanesBottom
  const lane = isStrip ? -1 : Math.floor((y - frame.top) / frame.laneHeight)
  const host = model.lanes.lanes[lane]?.host ?? ''
  const holes = model.bands
    .filter((band) => host === '' || band.host === host)
    .flatMap((band) => band.holes)
  const hole = holes.find(({ from, to }) => time >= from && time < to)
  const told = hole ? [hole.label] : []
  if (!density || (!isStrip && density.events.length === density.bins)) return told
  const width = (density.to - density.from) / density.bins
  const bin = Math.floor((time - density.from) / width)
  if (bin < 0 || bin >= density.bins) return told
  const at = (lane + 1) * density.bins + bin
  const events = density.events[at] ?? 0
  const noise = density.noise[at] ?? 0
  const begin = density.from + bin * width
  const what = isStrip ? 'all events' : (model.lanes.lanes[lane]?.label ?? '')
  const monitoring =
    noise > 0 ? `, ${counted(noise, 'of them monitoring', 'of them monitoring')}` : ''
  return [
    `${fine(begin, width)} – ${fine(begin + width, width)} · ${what}`,
    `${counted(events, 'event')}${monitoring}`,
    ...told,
  ]
}

/** As fine as the stretch asks for: seconds, below that the fraction. */
function fine(time: number, width: number): string {
  if (width >= MICROSECONDS_PER_SECOND) return shownTime(time)
  const shown = shownTime(time)
  const minutes = zone.value.offsetAt(time)
  const fraction = formatIso(Math.floor(time)).slice(19, -1)
  return `${shown.slice(0, 19)}${fraction}${minutes === 0 ? 'Z' : offsetText(minutes)}`
}
