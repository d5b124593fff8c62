import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Content size of an element in CSS pixels; zero until it is laid out. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, Size] {
  const element = useRef<T>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useEffect(() => {
    const watched = element.current
    if (!watched) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = watched
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }))
    })
    observer.observe(watched)
    return () => {
      observer.disconnect()
    }
  }, [])
  return [element, size]
}
