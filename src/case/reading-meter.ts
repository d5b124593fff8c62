import { leastSize, type Entry, type EntryResult } from '../model/evidence.js'
import type { EntryIndex } from '../model/units.js'
import type { Progress } from '../../workers/protocol.js'
import type { ReadingProgress } from './session.js'

/** Stretch over which the rate is measured. */
const RATE_WINDOW_MS = 3_000

/** What has been read, how fast, and what is being read now. */
export class ReadingMeter {
  private total = 0
  private wanted = 0
  private done = 0
  private doneEvents = 0
  private finishedEntries = new Set<EntryIndex>()
  private readonly left = new Set<EntryIndex>()
  private readonly running = new Map<EntryIndex, { entry: Entry; progress: Progress }>()
  private readonly events = new Map<EntryIndex, number>()
  private readonly samples: { at: number; bytes: number }[] = []

  constructor(entries: readonly Entry[]) {
    this.add(entries)
  }

  /** More to be read. */
  add(entries: readonly Entry[]): void {
    const read = entries.filter((entry) => entry.notReadReason === '')
    this.wanted += read.length
    this.total += read.reduce((sum, entry) => sum + leastSize(entry), 0)
  }

  /** Not to be read after all, and reported. */
  leave(entry: Entry): void {
    this.left.add(entry.index)
  }

  started(entry: Entry): void {
    this.running.set(entry.index, {
      entry,
      progress: { entry: entry.index, offset: 0, events: 0 },
    })
  }

  progressed(progress: Progress): void {
    const running = this.running.get(progress.entry)
    if (running) running.progress = progress
    this.events.set(progress.entry, progress.events)
  }

  finished(entry: Entry, result: EntryResult): void {
    this.running.delete(entry.index)
    this.finishedEntries.add(entry.index)
    this.done += leastSize(entry)
    this.doneEvents += result.events
  }

  isFinished(entry: Entry): boolean {
    return this.finishedEntries.has(entry.index) || this.left.has(entry.index)
  }

  eventsOf(entry: Entry): number {
    return this.events.get(entry.index) ?? 0
  }

  progress(): ReadingProgress {
    let bytes = this.done
    let events = this.doneEvents
    for (const { progress } of this.running.values()) {
      bytes += progress.offset
      events += progress.events
    }
    const rate = this.rate(bytes)
    return {
      bytes: Math.min(bytes, this.total),
      bytesTotal: this.total,
      entries: this.finishedEntries.size,
      entriesTotal: this.wanted,
      events,
      rate,
      left: rate > 0 ? (this.total - bytes) / rate : NaN,
      current: [...this.running.values()].map(({ entry, progress }) => ({
        path: entry.path,
        share: entry.size > 0 ? Math.min(1, progress.offset / entry.size) : 0,
      })),
    }
  }

  private rate(bytes: number): number {
    const at = performance.now()
    this.samples.push({ at, bytes })
    while (this.samples.length > 2 && at - (this.samples[0]?.at ?? at) > RATE_WINDOW_MS) {
      this.samples.shift()
    }
    const first = this.samples[0]
    if (!first || at - first.at < 500) return 0
    return Math.max(0, ((bytes - first.bytes) / (at - first.at)) * 1_000)
  }
}
