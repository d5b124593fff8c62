import { levelRank, type Finding, type Phase } from '../model/finding.js'
import type { Microseconds } from '../model/units.js'
import { baseName } from '../parts/words.js'
import type { Frame } from './frame.js'
import type { TimelineModel } from './model.js'
import { toX, type TimeScale } from './scale.js'

/** One or several findings drawn as one mark. */
export interface Mark {
  readonly lane: number
  /** Of the worst: its shape and colour. */
  readonly phase: Phase
  readonly x: number
  readonly y: number
  /** Right end of the stretch it covers; `x` where it is a moment. */
  readonly xEnd: number
  /** The worst first. */
  readonly findings: readonly Finding[]
  readonly radius: number
  readonly label: string
  readonly strong: boolean
  readonly quiet: boolean
}

/** Marks closer than this are one. */
const MERGE_PIXELS = 12

/** Marks in a view. Neighbours in one lane join; what is outside the view is left out. */
export function placeMarks(model: TimelineModel, scale: TimeScale, frame: Frame): Mark[] {
  const marks: Mark[] = []
  for (const [lane, findings] of model.ofLane.entries()) {
    const y = frame.top + (lane + 0.5) * frame.laneHeight
    let group: Finding[] = []
    let groupX = -Infinity
    const close = () => {
      if (group.length > 0) marks.push(markOf(lane, groupX, y, group, scale, frame))
    }
    for (const finding of findings) {
      if (lastOf(finding) < scale.from || finding.firstTime > scale.to) continue
      const x = Math.max(scale.left, toX(scale, finding.firstTime))
      if (x - groupX < MERGE_PIXELS) group.push(finding)
      else {
        close()
        group = [finding]
        groupX = x
      }
    }
    close()
  }
  return marks
}

/** From the first to the last record of a mark's findings. */
export function markTime({ findings }: Mark): { from: Microseconds; to: Microseconds } {
  const from = findings.reduce((least, { firstTime }) => Math.min(least, firstTime), Infinity)
  return { from, to: findings.reduce((most, one) => Math.max(most, lastOf(one)), -Infinity) }
}

function lastOf({ firstTime, lastTime }: Finding): Microseconds {
  return Number.isFinite(lastTime) ? lastTime : firstTime
}

function markOf(
  lane: number,
  x: number,
  y: number,
  findings: readonly Finding[],
  scale: TimeScale,
  frame: Frame,
): Mark {
  const worst = findings.reduce((a, b) => (levelRank(b.level) > levelRank(a.level) ? b : a))
  // What proves nothing gets no line: months between two harmless events would look like an event.
  const last = findings
    .filter((finding) => finding.rung !== null)
    .reduce((latest, finding) => Math.max(latest, lastOf(finding)), -Infinity)
  const rank = levelRank(worst.level)
  const most = Math.max(3, frame.laneHeight / 2 - 2)
  return {
    lane,
    phase: worst.phase,
    x,
    y,
    xEnd: Math.min(scale.left + scale.width, Math.max(x, toX(scale, last))),
    findings: [worst, ...findings.filter((finding) => finding !== worst)],
    radius: Math.min(most, rank >= 3 ? 6.5 : 5),
    label: markLabel(worst, findings),
    strong: rank >= 4,
    quiet: findings.every((finding) => finding.rung === null),
  }
}

function markLabel(worst: Finding, findings: readonly Finding[]): string {
  const pages = new Set(findings.map(({ subject }) => baseName(subject)))
  const [page] = pages
  if (worst.phase === 'backdoor' && pages.size === 1 && page) return page
  if (findings.length > 1) {
    const actors = new Set(findings.flatMap((finding) => finding.actors))
    const [only] = actors
    return actors.size === 1 && only
      ? `${only}, ${String(findings.length)} findings`
      : `${String(findings.length)} findings`
  }
  const who = worst.actors[0] ?? ''
  const times = worst.count > 1 ? ` ×${String(worst.count)}` : ''
  return who === '' ? '' : `${who}${times}`
}
