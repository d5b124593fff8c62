import { dayNumber } from '../../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../../src/model/units.js'

/** Years written with two digits: IIS is younger than this century. */
const CENTURY = 2000
const DATE = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/
/** `inYYMMDD.log`, `u_inYYMMDD.log`. */
const NAME = /(?:^|\/)(?:u_)?in(\d\d)(\d\d)(\d\d)(?:\d\d)?(?:_x)?\.log$/i

/** Whether the day may be written before the month, and how that came to be known. */
export type DayOrder = 'month first' | 'day first' | 'not known'

/** `M/D/YY` or `M/D/YYYY` as midnight, NaN for no such day; the order as far as it was told. */
export class NativeDates {
  private order: DayOrder = 'not known'
  private readonly ofName: RegExpExecArray | null
  private last = ''
  private lastDay: Microseconds = NaN

  constructor(path: string) {
    this.ofName = NAME.exec(path)
  }

  /** The day could be read either way and nothing says which. */
  get doubtful(): boolean {
    return this.order === 'not known'
  }

  day(text: string): Microseconds {
    if (text === this.last) return this.lastDay
    this.last = text
    this.lastDay = this.read(text)
    return this.lastDay
  }

  private read(text: string): Microseconds {
    const parts = DATE.exec(text)
    if (!parts) return NaN
    const [first, second] = [Number(parts[1]), Number(parts[2])]
    const year = Number(parts[3]) + (parts[3]?.length === 2 ? CENTURY : 0)
    if (this.order === 'not known') this.learn(first, second, year)
    const [month, day] = this.order === 'day first' ? [second, first] : [first, second]
    return dayNumber(year, month, day) * MICROSECONDS_PER_DAY
  }

  private learn(first: number, second: number, year: number): void {
    const [, named, month, day] = (this.ofName ?? []).map(Number)
    if (named === year % 100) {
      if (first === month && second === day) this.order = 'month first'
      else if (second === month && first === day) this.order = 'day first'
    }
    if (this.order !== 'not known') return
    if (first > 12) this.order = 'day first'
    else if (second > 12) this.order = 'month first'
  }
}
