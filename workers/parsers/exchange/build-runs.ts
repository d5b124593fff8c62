import type { Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'

/** Rows in a row that state the same build and server are told to the sink as one. */
export class BuildRuns {
  private build = ''
  private server = ''
  private first: Microseconds = NaN
  private last: Microseconds = NaN
  private offset = 0
  private rows = 0

  constructor(private readonly sink: EventSink) {}

  add(build: string, server: string, time: Microseconds, offset: number): void {
    if (build !== this.build || server !== this.server) {
      this.finish()
      this.build = build
      this.server = server
      this.offset = offset
      this.first = time
      this.last = time
    }
    this.rows++
    if (time < this.first || Number.isNaN(this.first)) this.first = time
    if (time > this.last || Number.isNaN(this.last)) this.last = time
  }

  finish(): void {
    const { sink, build, server, rows } = this
    this.rows = 0
    if (rows === 0) return
    if (server !== '') sink.server(server, rows)
    if (build === '') return
    sink.build(build, server, this.first, this.offset)
    sink.build(build, server, this.last, this.offset)
  }
}
