import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'
import { plain } from '../src/model/plain.js'
import { demoFiles } from './page/demo-files.js'

const rules = `${process.env['AFTERPATCH_EVIDENCE'] ?? atRoot('../shared/data')}/yara`

function reasonToSkip(): string {
  if (!existsSync(rules)) return 'needs evidence folder'
  if (spawnSync('yara', ['--version']).status !== 0) return 'needs yara'
  return ''
}
const reason = reasonToSkip()
const ruleFiles = reason ? [] : readdirSync(rules).filter((name) => name.endsWith('.yar'))

/** Variables that scanners define for every rule; empty, so that no file's name spares it. */
const EXTERNALS = ['filename', 'filepath', 'extension', 'filetype', 'owner'].flatMap((name) => [
  '-d',
  `${name}=`,
])

/** `rule path` for each hit of one rule file on the files that a list names. */
function scan(ruleFile: string, list: string): string[] {
  const { status, stdout, stderr } = spawnSync(
    'yara',
    ['-w', ...EXTERNALS, '--scan-list', join(rules, ruleFile), list],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`${ruleFile}: ${stderr}`)
  return stdout.split('\n').filter((line) => line !== '')
}

describe.skipIf(reason !== '')(`antivirus${reason && ` (${reason})`}`, () => {
  let folder: string
  const listOf = (name: string, files: readonly string[]) => {
    const path = join(folder, name)
    writeFileSync(path, `${files.join('\n')}\n`)
    return path
  }
  let ours: string
  let demo: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'afterpatch-antivirus-'))
    const committed = execFileSync('git', ['ls-files', '-z'], { cwd: atRoot('.') }).toString()
    const paths = [...committed.split('\0'), 'dist/index.html', 'dist/_headers']
      .filter((path) => path !== '')
      .map((path) => atRoot(path))
    const { zip } = demoFiles('attacked')
    ours = listOf(
      'ours.txt',
      [...paths, zip].filter((path) => existsSync(path)),
    )
    demo = listOf('demo.txt', await unpacked(zip))
  }, 120_000)
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  async function unpacked(zip: string): Promise<string[]> {
    const written: string[] = []
    for (const file of Object.values((await JSZip.loadAsync(readFileSync(zip))).files)) {
      if (file.dir) continue
      const path = join(folder, `${String(written.length)}-${basename(file.name)}`)
      writeFileSync(path, await file.async('uint8array'))
      written.push(path)
    }
    return written
  }

  it.each(ruleFiles)('%s hits nothing that is committed or built, nor the demo zip', (ruleFile) => {
    expect(scan(ruleFile, ours)).toEqual([])
  })

  it('hits of the demo, unpacked, the logs of the attack and the one planted page', () => {
    const hits = ruleFiles.flatMap((ruleFile) => scan(ruleFile, demo))
    const [logs, files] = [/\.log$/i, /^(?!.*\.log$)/i].map((pattern) =>
      hits.filter((hit) => pattern.test(hit)),
    )
    // Rules for logs look for what the demo is there to show; no scanner removes a log for it.
    for (const hit of logs!) expect(hit).toMatch(/^\w*LOG_/)
    // The page has the shape that these rules, and Afterpatch, look for; its script does nothing.
    for (const hit of files!) expect(hit).toMatch(/-Kf0wRt7QmZ\.aspx$/)
  })

  it('hits a shell, were one there', () => {
    const shell = join(folder, 'shell.aspx')
    const text = '<%@ Pa¦ge Language="JS¦cript"%><%ev¦al(Requ¦est.Item["x"],"un¦safe");%>'
    writeFileSync(shell, plain(text))
    const list = listOf('shell.txt', [shell])
    expect(ruleFiles.flatMap((ruleFile) => scan(ruleFile, list))).not.toEqual([])
  })
})
