import type { Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { REPORTED } from './claims.js'

/** Different action texts that are kept with their index; a report has few. */
const MAX_ACTIONS = 1_024

/** Adds claims of big reports row by row: no object and, mostly, no string is made. */
export class ClaimRows {
  private readonly actions = new Map<string, number>()
  private row = 0

  constructor(private readonly sink: EventSink) {}

  /** A new row; the setters below fill it further. */
  add(time: Microseconds, tenths: number, offset: number, size: number, action: string): void {
    const row = this.sink.row()
    const { columns } = this.sink
    columns.time[row] = time
    columns.tenths[row] = tenths
    columns.family[row] = REPORTED
    columns.offset[row] = offset
    columns.size[row] = size
    columns.action[row] = this.action(action)
    this.row = row
  }

  set target(index: number) {
    this.sink.columns.target[this.row] = index
  }

  set user(index: number) {
    this.sink.columns.user[this.row] = index
  }

  set client(index: number) {
    this.sink.columns.client[this.row] = index
  }

  set agent(index: number) {
    this.sink.columns.agent[this.row] = index
  }

  set status(value: number) {
    this.sink.columns.status[this.row] = value
  }

  private action(text: string): number {
    const known = this.actions.get(text)
    if (known !== undefined) return known
    const index = this.sink.internText(text)
    if (this.actions.size < MAX_ACTIONS) this.actions.set(text, index)
    return index
  }
}
