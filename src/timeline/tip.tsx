import { visible } from '../model/escape.js'

export interface TipPlace {
  readonly x: number
  readonly y: number
  readonly lines: readonly string[]
}

interface Props {
  readonly place: TipPlace | null
  readonly width: number
  readonly height: number
}

/** What the pointer or the keyboard's cursor is on; read out when it changes. */
export function Tip({ place, width, height }: Props) {
  const right = place !== null && place.x > width / 2
  const below = place !== null && place.y < height / 2
  const style = place
    ? {
        [right ? 'right' : 'left']:
          `${String(Math.round(right ? width - place.x : place.x) + 14)}px`,
        [below ? 'top' : 'bottom']:
          `${String(Math.round(below ? place.y : height - place.y) + 14)}px`,
      }
    : {}
  const shown = place !== null && place.lines.length > 0
  return (
    <div class={shown ? 'timeline-tip' : 'hidden'} role="status" style={style}>
      {place?.lines.map((line, index) => (
        <p key={index}>{visible(line)}</p>
      ))}
    </div>
  )
}
