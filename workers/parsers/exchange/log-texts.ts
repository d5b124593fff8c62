import type { EventSink } from '../../event-sink.js'
import type { ExchangeLog } from './logs.js'

/** Two string indices as one number; there are fewer strings than this. */
const PAIR = 2 ** 26

/** Puts an interned further cell to its use in a row, and words in the place of an action's cell. */
export class LogTexts {
  private readonly known = new Map<number, number>()
  private lastPair = -1
  private lastAction = 0
  private readonly constant: number

  constructor(
    private readonly sink: EventSink,
    private readonly log: ExchangeLog,
    /** Action of every row of a log that has no column for it. */
    action: string,
  ) {
    this.constant = action === '' ? 0 : sink.internText(action)
  }

  finish(row: number, further: number): void {
    const { helps, words } = this.log
    const { columns } = this.sink
    if (further !== 0 && (helps === 'target' || helps === 'agent') && columns[helps][row] === 0) {
      columns[helps][row] = further
    }
    if (words) {
      const action = columns.action[row] as number
      columns.action[row] = this.words(action, helps === 'action' ? further : 0)
    } else if (this.constant !== 0) columns.action[row] = this.constant
  }

  private words(action: number, further: number): number {
    const pair = action * PAIR + further
    if (pair === this.lastPair) return this.lastAction
    let index = this.known.get(pair)
    if (index === undefined) {
      const { sink, log } = this
      const text = log.words?.(sink.text(action), sink.text(further)) ?? ''
      index = sink.internText(text)
      this.known.set(pair, index)
    }
    this.lastPair = pair
    this.lastAction = index
    return index
  }
}
