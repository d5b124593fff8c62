import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A frame, so that the page answers between two parts. */
const TURN_MS = 16

/** Children that are put up some frames later: a heavy screen comes in parts, none of them long. */
export function Later({ turns, children }: { turns: number; children: ComponentChildren }) {
  const [due, setDue] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setDue(true)
    }, turns * TURN_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [turns])
  return due ? <>{children}</> : null
}

/** The value of some frames ago, so that what hangs on a new case is drawn anew one by one. */
export function useLater<T>(value: T, turns: number): T {
  const [shown, setShown] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(value)
    }, turns * TURN_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [value, turns])
  return shown
}
