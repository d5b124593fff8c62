import { useEffect, useRef } from 'preact/hooks'
import type { Session, Stage } from '../case/session.js'
import type { Notes } from '../model/notes.js'

/** Has the case judged anew whenever what counts for the verdict was changed by its reader. */
export function useJudging(session: Session, stage: Stage, notes: Notes): void {
  const { acknowledged, scanners } = notes
  const sent = useRef(NOTHING)
  useEffect(() => {
    if (stage === 'listing' || stage === 'empty') sent.current = NOTHING
    if (stage !== 'done') return
    const judgements = {
      acknowledged: acknowledged.map(({ key, reason }) => ({ finding: key, reason })),
      scanners: scanners.map(({ key, reason }) => ({ address: key, reason })),
    }
    const text = JSON.stringify(judgements)
    if (text === sent.current) return
    sent.current = text
    void session.judge(judgements)
  }, [session, stage, acknowledged, scanners])
}

const NOTHING = JSON.stringify({ acknowledged: [], scanners: [] })
