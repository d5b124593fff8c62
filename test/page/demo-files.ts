import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { atRoot } from '../../scripts/root.mjs'

export interface TruthFinding {
  readonly detection: string
  readonly rung: string | null
  readonly level: string
  readonly actors: readonly string[]
  readonly subject: string
  readonly firstTime: string | null
  readonly lastTime: string | null
  readonly count: number
}

export interface DemoFiles {
  readonly zip: string
  readonly truth: {
    readonly findings: readonly TruthFinding[]
    readonly stories: readonly { readonly actors: readonly string[] }[]
    readonly exitCode: number
  } & Record<string, unknown>
}

const CACHE = atRoot('node_modules/.cache/afterpatch-demo')

/** The page holds the generator, so the same page makes the same files. */
function folderOfThisPage(): string | null {
  const page = atRoot('dist/index.html')
  if (!existsSync(page)) return null
  return createHash('sha256').update(readFileSync(page)).digest('hex').slice(0, 16)
}

/** The demo evidence as `npm run demo` writes it, with its ground truth; written once for each build. */
export function demoFiles(twin: 'attacked' | 'clean'): DemoFiles {
  const key = `${folderOfThisPage() ?? `unbuilt-${String(process.pid)}`}-${twin}`
  const folder = `${CACHE}/${key}`
  const name = twin === 'attacked' ? 'afterpatch-demo-MX01' : 'afterpatch-demo-MX01-clean'
  if (!existsSync(folder)) write(twin, name, folder)
  const truth = readFileSync(`${folder}/${name}.truth.json`, 'utf8')
  return { zip: `${folder}/${name}.zip`, truth: JSON.parse(truth) as DemoFiles['truth'] }
}

function write(twin: 'attacked' | 'clean', name: string, folder: string): void {
  mkdirSync(CACHE, { recursive: true })
  // Files of pages long gone; younger ones may be in use by another run.
  for (const old of readdirSync(CACHE).map((one) => `${CACHE}/${one}`)) {
    if (Date.now() - statSync(old).mtimeMs > 3_600_000) rmSync(old, { recursive: true })
  }
  const unfinished = mkdtempSync(`${CACHE}/unfinished-`)
  const out = ['--out', `${unfinished}/${name}.zip`, '--truth', `${unfinished}/${name}.truth.json`]
  const args = [atRoot('scripts/demo.mjs'), ...out, ...(twin === 'clean' ? ['--clean'] : [])]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the demo was not written: ${stderr}`)
  // Another test file may have been faster: its files are the same.
  if (existsSync(folder)) rmSync(unfinished, { recursive: true })
  else renameSync(unfinished, folder)
}
