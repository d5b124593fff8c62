import { MICROSECONDS_PER_DAY, type Microseconds } from '../../../src/model/units.js'

const LINE = /^\[(\d\d)[:.](\d\d)[:.](\d\d)\] ?(.*)$/s

export interface ServiceLine {
  /** Since midnight. */
  readonly ofDay: Microseconds
  readonly text: string
}

/** `[HH:mm:ss] text`, null where it is none. */
export function serviceLine(text: string): ServiceLine | null {
  const found = LINE.exec(text)
  if (!found) return null
  const [, hour, minute, second, said = ''] = found
  if (!(Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60)) return null
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  return { ofDay: seconds * 1_000_000, text: said.trim() }
}

/** Dates of lines that state only a time of day: those of the run that they belong to. */
export class RunningDay {
  private midnight: Microseconds = NaN
  private last = 0

  /** `start` is the time that the run's first line states, NaN where it could not be read. */
  begin(start: Microseconds): void {
    this.midnight = Math.floor(start / MICROSECONDS_PER_DAY) * MICROSECONDS_PER_DAY
    this.last = start - this.midnight
  }

  /** A time of day that lies far before the last one is of the next day; threads overtake each other. */
  at(ofDay: Microseconds): Microseconds {
    if (this.last - ofDay > MICROSECONDS_PER_DAY / 2) this.midnight += MICROSECONDS_PER_DAY
    this.last = ofDay
    return this.midnight + ofDay
  }
}
