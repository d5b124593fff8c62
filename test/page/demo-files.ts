import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
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
    readonly exitCode: number
  } & Record<string, unknown>
}

const made = new Map<string, DemoFiles>()

/** The demo evidence as `npm run demo` writes it, with its ground truth. */
export function demoFiles(twin: 'attacked' | 'clean'): DemoFiles {
  const known = made.get(twin)
  if (known) return known
  const folder = atRoot('node_modules/.cache/afterpatch-demo')
  mkdirSync(folder, { recursive: true })
  const name = twin === 'attacked' ? 'afterpatch-demo-MX01' : 'afterpatch-demo-MX01-clean'
  const zip = `${folder}/${name}.zip`
  const truth = `${folder}/${name}.truth.json`
  const args = [atRoot('scripts/demo.mjs'), '--out', zip, '--truth', truth]
  const { status, stderr } = spawnSync(
    process.execPath,
    twin === 'clean' ? [...args, '--clean'] : args,
    { encoding: 'utf8' },
  )
  if (status !== 0 || !existsSync(zip)) throw new Error(`the demo was not written: ${stderr}`)
  const files = { zip, truth: JSON.parse(readFileSync(truth, 'utf8')) as DemoFiles['truth'] }
  made.set(twin, files)
  return files
}
