import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Density } from '../../workers/protocol.js'
import type { Session } from '../case/session.js'
import type { Case, Host } from '../model/case.js'
import { DensityFeed, windowFor } from './density-feed.js'
import type { TimelineModel } from './model.js'
import type { TimeScale } from './scale.js'

interface Densities {
  /** Of the view, laned. */
  readonly density: Density | null
  /** Of all the evidence. */
  readonly overview: Density | null
}

/** Events over time as the case worker counts them, for the view and for the overview. */
export function useDensity(
  session: Session,
  judged: Case,
  host: Host | undefined,
  model: TimelineModel,
  scale: TimeScale,
  bounds: TimeScale,
): Densities {
  const [, redraw] = useState(0)
  const [overview, setOverview] = useState<Density | null>(null)
  const { kind, lanes } = model.lanes
  const name = kind === 'host' ? '' : (host?.name ?? '')
  const feed = useMemo(() => {
    const keys = kind === 'phase' ? [] : lanes.map((lane) => lane.keys)
    const by = kind === 'phase' ? 'source' : kind
    return new DensityFeed(
      (window) => session.density({ ...window, host: name, by, lanes: keys }),
      () => {
        redraw((times) => times + 1)
      },
    )
  }, [session, judged, name, kind, lanes])
  useEffect(() => {
    let wanted = true
    const request = { ...windowFor(bounds), host: name, by: 'source' as const, lanes: [] }
    session.density(request).then(
      (answer) => {
        if (wanted) setOverview(answer)
      },
      () => {
        if (wanted) setOverview(null)
      },
    )
    return () => {
      wanted = false
    }
  }, [session, judged, name, bounds])
  return { density: feed.at(scale), overview }
}
