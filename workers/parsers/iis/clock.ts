import { TimeReader } from '../../../src/model/time.js'
import {
  MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_HOUR,
  type Microseconds,
} from '../../../src/model/units.js'

/** A time of day that falls back by more than this has passed midnight. */
const MIDNIGHT_STEP = 12 * MICROSECONDS_PER_HOUR
/** Just after midnight, a late row of the day before steps forward by more than this. */
const LATE_STEP = 23 * MICROSECONDS_PER_HOUR

/** Times of rows, with the date from `#Date` where rows state only the time of day. */
export class W3cClock {
  private readonly reader = new TimeReader()
  private day: Microseconds = NaN
  private last: Microseconds = 0
  private rolled = false

  get tenths(): number {
    return this.reader.tenths
  }

  /** `#Date: YYYY-MM-DD HH:MM:SS`, the value alone. */
  startAt(bytes: Uint8Array, start: number, end: number): void {
    this.day = this.reader.date(bytes, start, Math.min(start + 10, end))
    const time = this.reader.timeOfDay(bytes, start + 11, end)
    this.last = Number.isNaN(time) ? 0 : time
    this.rolled = false
  }

  /** Date and time of a row, both stated. */
  stated(
    bytes: Uint8Array,
    dateStart: number,
    dateEnd: number,
    timeStart: number,
    timeEnd: number,
  ): Microseconds {
    const day = this.reader.date(bytes, dateStart, dateEnd)
    return day + this.reader.timeOfDay(bytes, timeStart, timeEnd)
  }

  /** Time of a row that states no date; NaN until there was a `#Date`. */
  assumed(bytes: Uint8Array, start: number, end: number): Microseconds {
    const time = this.reader.timeOfDay(bytes, start, end)
    if (Number.isNaN(time)) return NaN
    if (this.rolled && time - this.last > LATE_STEP) return this.day - MICROSECONDS_PER_DAY + time
    if (this.last - time > MIDNIGHT_STEP) {
      this.day += MICROSECONDS_PER_DAY
      this.rolled = true
    }
    this.last = time
    return this.day + time
  }
}
