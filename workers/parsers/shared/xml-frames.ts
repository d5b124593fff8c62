import { scanXml, type XmlDamage } from './xml.js'

/** Text of one element is kept up to here; what matters of one is far shorter. */
const MAX_TEXT = 64 * 1024

/** An element while it is open, and what it lies in. */
export interface XmlFrame {
  readonly name: string
  /** Offset of its `<`. */
  readonly at: number
  readonly parent: XmlFrame | null
  /** By name as written; of two with one name the first counts. */
  readonly attributes: ReadonlyMap<string, string>
  /** Its own text so far, without that of the elements inside it. */
  text: string
}

export interface FrameHandler {
  open(frame: XmlFrame): void
  /** `end` is behind the end tag. */
  close(frame: XmlFrame, end: number): void
}

/** Reads XML as scanXml does, with what every element lies in at hand. */
export function scanFrames(bytes: Uint8Array, handler: FrameHandler, damage: XmlDamage): void {
  let open: XmlFrame | null = null
  scanXml(
    bytes,
    {
      open(name, list, at) {
        const attributes = new Map<string, string>()
        for (let index = 0; index < list.count; index++) {
          if (!attributes.has(list.name(index))) attributes.set(list.name(index), list.value(index))
        }
        open = { name, at, parent: open, attributes, text: '' }
        handler.open(open)
      },
      text(text) {
        if (open && open.text.length < MAX_TEXT) open.text += text
      },
      close(_, end) {
        if (!open) return
        const closed: XmlFrame = open
        open = closed.parent
        handler.close(closed, end)
      },
    },
    damage,
  )
}

/** Is the frame inside elements of these names, the innermost last? `mine('rules', 'rule')`. */
export function liesIn(frame: XmlFrame, ...names: readonly string[]): boolean {
  let above = frame.parent
  for (let index = names.length - 1; index >= 0; index--) {
    if (!above || above.name !== names[index]) return false
    above = above.parent
  }
  return true
}
