import { useEffect, useMemo, useState } from 'preact/hooks'
import type { EventAnswer, EventQuery, EventRow } from '../../workers/query-protocol.js'
import type { Session } from '../case/session.js'

/** Rows asked for at once. */
const PART = 100
/** Parts kept: what was scrolled over lately. */
const PARTS_KEPT = 30

export interface Answered {
  /** The last answer, which stays while the next one is worked out. */
  readonly answer: EventAnswer | null
  readonly failure: string
  readonly busy: boolean
}

/** Asks anew whenever the question changes. `null` asks nothing and leaves the last answer. */
export function useAnswer(session: Session, asked: EventQuery | null): Answered {
  const [state, setState] = useState<Answered>({ answer: null, failure: '', busy: true })
  useEffect(() => {
    if (!asked) return undefined
    let wanted = true
    setState((old) => ({ ...old, busy: true }))
    session.events.query(asked).then(
      (answer) => {
        if (wanted) setState({ answer, failure: '', busy: false })
      },
      (error: unknown) => {
        if (!wanted) return
        const failure = error instanceof Error ? error.message : 'the events could not be asked'
        setState({ answer: null, failure, busy: false })
      },
    )
    return () => {
      wanted = false
    }
  }, [session, asked])
  return state
}

/** Rows of an answer, fetched in parts when they come in sight. */
export class RowWindow {
  private readonly parts = new Map<number, readonly EventRow[] | null>()

  constructor(
    private readonly session: Session,
    private readonly id: number,
    private readonly onChange: () => void,
  ) {}

  /** undefined while it is fetched. */
  row(index: number): EventRow | undefined {
    return this.parts.get(Math.floor(index / PART))?.[index % PART]
  }

  /** Fetches what is missing of [from, to). */
  want(from: number, to: number): void {
    for (let part = Math.floor(from / PART); part * PART < to; part++) {
      const known = this.parts.get(part)
      if (known !== undefined) {
        this.parts.delete(part)
        this.parts.set(part, known)
      } else void this.fetch(part)
    }
    for (const oldest of this.parts.keys()) {
      if (this.parts.size <= PARTS_KEPT) break
      this.parts.delete(oldest)
    }
  }

  private async fetch(part: number): Promise<void> {
    this.parts.set(part, null)
    try {
      const rows = await this.session.events.eventRows(this.id, part * PART, (part + 1) * PART)
      if (rows) this.parts.set(part, rows)
      else this.parts.delete(part)
    } catch {
      // The case was closed meanwhile, and the view with it.
      this.parts.delete(part)
    }
    this.onChange()
  }
}

export function useRows(session: Session, answer: EventAnswer | null): RowWindow | null {
  const [, redraw] = useState(0)
  const id = answer?.id
  return useMemo(() => {
    if (id === undefined) return null
    return new RowWindow(session, id, () => {
      redraw((times) => times + 1)
    })
  }, [session, id])
}
