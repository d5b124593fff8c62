import { useEffect, useState } from 'preact/hooks'

export interface Asked<T> {
  /** null until the answer is there. */
  readonly answer: T | null
  /** A sentence for the reader where the question failed, else ''. */
  readonly failure: string
}

/**
 * Asks a worker whenever `ask` changes, and says so where that fails: a view must not wait for ever for
 * a worker that is gone.
 *
 * @param ask kept the same between draws (`useCallback`) as long as the question is the same.
 */
export function useAsked<T>(ask: () => Promise<T>): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ answer: null, failure: '' })
  useEffect(() => {
    let wanted = true
    ask().then(
      (answer) => {
        if (wanted) setAsked({ answer, failure: '' })
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : 'no reason was given'
        const failure = `This could not be worked out: ${reason}. Close the case and open it again.`
        if (wanted) setAsked({ answer: null, failure })
      },
    )
    return () => {
      wanted = false
    }
  }, [ask])
  return asked
}
