import { pathToFileURL } from 'node:url'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atRoot } from '../../scripts/root.mjs'
import { launchChromium, type ChromiumDriver } from '../browser/chromium.js'
import type { HeadlessResult } from '../../src/headless.js'

export const PAGE_URL = pathToFileURL(atRoot('dist/index.html')).href

export interface CaseJson {
  readonly tool: { readonly version: string; readonly rules: string }
  readonly evidence: readonly { name: string; size: number; sha256: string | null }[]
  readonly hosts: readonly {
    name: string
    verdict: Record<string, { call: string; because: string; wouldChangeIf: string }> & {
      door: { call: string; flaw: { call: string }; backDoor: { call: string } }
    }
  }[]
  readonly findings: readonly {
    detection: string
    level: string
    rung: string | null
    firstTime: string | null
    lastTime: string | null
    actors: readonly string[]
    subject: string
    count: number
    reason: string
    chain: readonly { finding: string; phase: string; what: string }[] | null
    evidence: readonly { entry: string; offset: number; line: number; raw: string }[]
  }[]
  readonly coverage: readonly {
    family: string
    first: string | null
    last: string | null
    holes: readonly unknown[]
    entries: number
    events: number
  }[]
  readonly entries: readonly {
    path: string
    size: number
    sha256: string | null
    parser: string | null
    events: number
    warnings: number
    state: string
    reason: string
  }[]
  readonly warnings: readonly {
    entry: string | null
    what: string
    wanted: string
    found: string
    offset: number | null
  }[]
}

export interface Triaged extends HeadlessResult {
  readonly json: CaseJson
}

/** The page over some evidence, as `npm run triage` runs it. */
export async function runHeadless(
  driver: ChromiumDriver,
  evidence: { files?: readonly string[]; folder?: string },
  options: { workers?: number } = {},
): Promise<Triaged> {
  await driver.page.goto('about:blank')
  const workers = options.workers === undefined ? '' : `&workers=${String(options.workers)}`
  await driver.page.goto(`${PAGE_URL}#headless${workers}`)
  const frame = await driver.frame()
  await frame.waitForFunction(() => 'afterpatch' in globalThis)
  if (evidence.files) await frame.setInputFiles('#headless-files', [...evidence.files])
  if (evidence.folder) await frame.setInputFiles('#headless-folder', evidence.folder)
  const result = await frame.evaluate<HeadlessResult>('globalThis.afterpatch.run()')
  return { ...result, json: (result.caseJson ? JSON.parse(result.caseJson) : null) as CaseJson }
}

/** A folder for what a test writes; removed with the system's own clean-up. */
export async function scratch(): Promise<{
  folder: string
  write(name: string, content: string | Uint8Array): Promise<string>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'afterpatch-evidence-'))
  return {
    folder,
    async write(name, content) {
      const path = join(folder, name)
      await writeFile(path, content)
      return path
    },
  }
}

export { launchChromium }
