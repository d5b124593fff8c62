/** Longest that the page's thread works before it lets clicks and frames have their turn. */
const AT_MOST_MS = 12

/** For long work of the page's thread: gives the event loop a turn now and then. */
export class Breath {
  private since = performance.now()

  /** Waits for a turn where the last is long ago; await it between two parts of the work. */
  async take(): Promise<void> {
    if (performance.now() - this.since < AT_MOST_MS) return
    await new Promise((resolve) => setTimeout(resolve))
    this.since = performance.now()
  }
}
