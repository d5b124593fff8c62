/** The little that the page tests need of a browser, the same for each engine. */
export interface Driver {
  readonly engine: 'chromium' | 'firefox' | 'webkit'
  readonly version: string
  open(url: string): Promise<void>
  /** Runs the body of an async function in the app's frame and returns its JSON value. */
  inFrame<T>(body: string, ...args: unknown[]): Promise<T>
  /** The same in the outer page. */
  inShell<T>(body: string, ...args: unknown[]): Promise<T>
  /** Gives files to a file input in the frame, as a person's picker would. */
  setFiles(selector: string, paths: readonly string[]): Promise<void>
  click(selector: string): Promise<void>
  screenshot(): Promise<Buffer>
  /** Folder that downloads land in. */
  readonly downloads: string
  close(): Promise<void>
}

/** Polls the frame until the body gives something truthy. */
export async function waitInFrame<T>(driver: Driver, body: string, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs
  for (;;) {
    const value = await driver.inFrame<T>(body).catch(() => undefined)
    if (value) return value
    if (Date.now() > end) throw new Error(`waited ${String(limitMs)} ms in vain for: ${body}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
