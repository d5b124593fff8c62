import type { Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { decodeText } from '../../text.js'
import { LastRun } from '../shared/bytes.js'
import { BuildRuns } from './build-runs.js'
import { normalBuild } from './build.js'
import { cellText } from './csv.js'

/** Numbers under which the kernel keeps these cells of the record before; see assembly/csv.ts. */
export const KEPT_SERVER = 0
export const KEPT_BUILD = 1

/** A cell, or several side by side, as bytes[start .. end). */
export interface CellRange {
  readonly start: number
  readonly end: number
}

/** Told of a cell that differs from the record's before. */
export type OnCell = (bytes: Uint8Array, cell: CellRange) => void

/** The builds that a log states: by its records' own columns where it has them, else by `#Version`. */
export class StatedBuilds {
  private readonly runs: BuildRuns
  private headerBuild = ''
  private headerOffset = 0
  private headerTime = NaN
  private headerUsed = true
  private readonly lastBuild = new LastRun()
  private rowBuild = ''
  private readonly lastServer = new LastRun()
  private serverName = ''

  constructor(
    private readonly sink: EventSink,
    private readonly onBuild: OnCell,
    private readonly onServer: OnCell,
  ) {
    this.runs = new BuildRuns(sink)
  }

  /** The next record is the first under a `#Version` and has to be compared with it. */
  get pending(): boolean {
    return !this.headerUsed
  }

  /** Server of the record noted last, '' where it states none. */
  get server(): string {
    return this.serverName
  }

  /** `#Version`, the value alone. */
  openHeader(version: string, offset: number): void {
    this.closeHeader()
    this.headerBuild = normalBuild(version)
    this.headerOffset = offset
    this.headerTime = NaN
    this.headerUsed = this.headerBuild === ''
  }

  /** `#Date` under it. */
  dateHeader(time: Microseconds): void {
    this.headerTime = time
  }

  /** A `#Version` without rows under it is a sighting of a build all the same. */
  closeHeader(): void {
    if (!this.headerUsed) {
      this.sink.build(this.headerBuild, '', this.headerTime, this.headerOffset)
    }
    this.headerUsed = true
  }

  /** A record's cells of build (major to revision) and server, null where it has no such. */
  note(
    bytes: Uint8Array,
    build: CellRange | null,
    server: CellRange | null,
    time: Microseconds,
    offset: number,
  ): void {
    const { lastBuild, lastServer, sink } = this
    if (server && !lastServer.is(bytes, server.start, server.end)) {
      lastServer.keep(bytes, server.start, server.end)
      this.serverName = cellText(bytes, server.start, server.end)
      this.onServer(bytes, server)
    }
    if (build && !lastBuild.is(bytes, build.start, build.end)) {
      lastBuild.keep(bytes, build.start, build.end)
      const text = decodeText(bytes.subarray(build.start, build.end))
      this.rowBuild = normalBuild(text.replaceAll(',', '.'))
      this.onBuild(bytes, build)
    }
    this.runs.add(this.stated, this.serverName, time, offset)
    if (this.headerUsed) return
    this.headerUsed = true
    if (this.headerBuild === this.stated) return
    sink.warn(offset, 'builds disagree', `${this.headerBuild} as in #Version`, this.stated)
    sink.build(this.headerBuild, this.serverName, time, this.headerOffset)
  }

  /** Records with the build and the server of the one before. */
  noteSame(time: Microseconds, offset: number): void {
    this.runs.add(this.stated, this.serverName, time, offset)
  }

  finish(): void {
    this.closeHeader()
    this.runs.finish()
  }

  private get stated(): string {
    return this.rowBuild === '' ? this.headerBuild : this.rowBuild
  }
}
