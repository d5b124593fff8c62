import { useEffect, useState } from 'preact/hooks'
import { DARK, LIGHT, type Palette } from './palette.js'

/** The palette of the reader's colour scheme, kept up to date. */
export function usePalette(): Palette {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const update = () => {
      setDark(query.matches)
    }
    query.addEventListener('change', update)
    return () => {
      query.removeEventListener('change', update)
    }
  }, [])
  return dark ? DARK : LIGHT
}
