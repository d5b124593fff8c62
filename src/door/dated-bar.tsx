import type { Host } from '../model/case.js'
import type { Microseconds } from '../model/units.js'
import type { Span } from '../model/verdict.js'

export interface DatedWindow {
  readonly from: Microseconds
  readonly to: Microseconds
}

/** From the first to the last day that the view tells of. */
export function windowOf(host: Host, first: Microseconds, last: Microseconds): DatedWindow {
  const times = [
    first,
    last,
    ...host.builds.flatMap((seen) => [seen.first, seen.last]),
    ...host.mitigations.flatMap(({ from, to }) => [from, to]),
    ...host.verdict.door.flaws.flatMap(({ exposed }) =>
      exposed.flatMap(({ from, to }) => [from, to]),
    ),
  ].filter(Number.isFinite)
  return { from: Math.min(...times), to: Math.max(...times) }
}

interface Props {
  readonly window: DatedWindow
  readonly spans: readonly Span[]
  readonly tone: 'open' | 'shut'
}

/** Spans of time on the window that all bars of a view share; the words beside say the same. */
export function DatedBar({ window, spans, tone }: Props) {
  const length = window.to - window.from
  if (!(length > 0)) return null
  return (
    <div class="dated" aria-hidden="true">
      {spans
        .filter(({ from }) => Number.isFinite(from))
        .map(({ from, to }) => {
          const left = Math.max(0, (from - window.from) / length)
          const right = Math.min(1, ((Number.isFinite(to) ? to : window.to) - window.from) / length)
          const style = { left: `${left * 100}%`, width: `${Math.max(0, right - left) * 100}%` }
          return <div key={from} class={`dated-${tone}`} style={style} />
        })}
    </div>
  )
}
