import { useEffect, useState } from 'preact/hooks'
import { DARK, LIGHT, type Palette } from './palette.js'

const QUERIES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'] as const

/** The palette of the reader's colour scheme, kept up to date. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(current)
  useEffect(() => {
    const queries = QUERIES.map((query) => matchMedia(query))
    const update = () => {
      setPalette(current())
    }
    for (const query of queries) query.addEventListener('change', update)
    return () => {
      for (const query of queries) query.removeEventListener('change', update)
    }
  }, [])
  return palette
}

function current(): Palette {
  const [dark, forced] = QUERIES.map((query) => matchMedia(query).matches)
  const palette = dark ? DARK : LIGHT
  return forced ? forcedPalette(palette) : palette
}

/** The system's own few colours: what is told apart by colour is told apart by shape and word as well. */
function forcedPalette(fallback: Palette): Palette {
  const paper = systemColour('Canvas', fallback.paper)
  const ink = systemColour('CanvasText', fallback.ink)
  const soft = systemColour('GrayText', fallback.soft)
  const patch = systemColour('Highlight', fallback.patch)
  const marks = { targeted: ink, exploited: ink, backdoored: ink, used: ink, calm: ink }
  const grounds = { paper, ground: paper, exposure: paper }
  return { ...grounds, ...marks, ink, soft, line: soft, patch, quiet: soft, density: ink }
}

/** As `#rrggbb`, which a canvas' pixels are made of. */
function systemColour(name: string, fallback: string): string {
  const probe = document.createElement('span')
  probe.style.color = name
  document.body.append(probe)
  const channels = /^rgba?\((\d+), (\d+), (\d+)/.exec(getComputedStyle(probe).color)
  probe.remove()
  if (!channels) return fallback
  const hex = channels.slice(1, 4).map((part) => Number(part).toString(16).padStart(2, '0'))
  return `#${hex.join('')}`
}
