import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Frame, type Page } from 'playwright-core'
import { findBrowser } from '../../scripts/browsers.mjs'
import type { Driver } from './driver.js'

/** Without these the browser's own services try to reach the network. */
export const QUIET_CHROMIUM = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

export interface ChromiumDriver extends Driver {
  readonly page: Page
  frame(): Promise<Frame>
}

export async function launchChromium(
  options: { width?: number; height?: number; args?: readonly string[] } = {},
): Promise<ChromiumDriver> {
  const executablePath = findBrowser('chromium')
  if (!executablePath) throw new Error('no Chromium on this system')
  const downloads = await mkdtemp(join(tmpdir(), 'afterpatch-downloads-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  // A lasting profile (of its own folder), as a person has one: private windows lack preconnect.
  const context = await chromium.launchPersistentContext('', {
    executablePath,
    args: [...QUIET_CHROMIUM, ...asRoot, ...(options.args ?? [])],
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    acceptDownloads: true,
  })
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('download', (download) => {
    download.saveAs(join(downloads, download.suggestedFilename())).catch(() => undefined)
  })
  const frame = async () => {
    const element = await page.waitForSelector('#app')
    const found = await element.contentFrame()
    if (!found) throw new Error('the app has no frame')
    return found
  }
  const asFunction = (body: string) => `async (args) => { const $ = args; ${body} }`
  return {
    engine: 'chromium',
    version: context.browser()?.version() ?? 'unknown',
    downloads,
    page,
    frame,
    async open(url) {
      await page.goto(url)
    },
    inFrame: async <T>(body: string, ...args: unknown[]) =>
      (await (await frame()).evaluate(`(${asFunction(body)})(${JSON.stringify(args)})`)) as T,
    inShell: async <T>(body: string, ...args: unknown[]) =>
      (await page.evaluate(`(${asFunction(body)})(${JSON.stringify(args)})`)) as T,
    async setFiles(selector, paths) {
      await (await frame()).setInputFiles(selector, [...paths])
    },
    async click(selector) {
      await (await frame()).click(selector)
    },
    screenshot: () => page.screenshot(),
    async close() {
      await context.close()
      await rm(downloads, { recursive: true, force: true })
    },
  }
}
