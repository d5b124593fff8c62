import type { EventSink } from '../../event-sink.js'

/** Texts remembered; a channel's accounts, processes and words are far fewer. */
const MOST = 8_192
/** Longer ones hardly come twice. */
const MOST_LENGTH = 256

/** Texts to a sink's indices, those that come again and again without encoding them anew. */
export class TextIndices {
  private readonly known = new Map<string, number>()

  constructor(private readonly sink: EventSink) {}

  of(text: string): number {
    if (text === '') return 0
    if (text.length > MOST_LENGTH) return this.sink.internText(text)
    const known = this.known.get(text)
    if (known !== undefined) return known
    const index = this.sink.internText(text)
    if (this.known.size === MOST) this.known.clear()
    this.known.set(text, index)
    return index
  }
}
