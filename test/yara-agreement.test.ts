import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'
import { levelRank } from '../src/model/finding.js'
import { carriesContent } from '../workers/detections/shared/file-families.js'
import { judge, judgingLane } from './judge-files.js'
import { readFixtures, type RawRecord } from './workers/detections/fixtures.js'

const evidence = process.env['AFTERPATCH_EVIDENCE'] ?? atRoot('../shared/data')
/** Kinds of files that the rules are made for; Windows events are none of them. */
const FOLDERS = ['exchange-logs', 'httpproxy', 'iis', 'ntfs', 'registry']

function reasonToSkip(): string {
  if (!existsSync(`${evidence}/yara`)) return 'needs evidence folder'
  return spawnSync('yara', ['--version']).status === 0 ? '' : 'needs yara'
}
const reason = reasonToSkip()

const EXTERNALS = ['filename', 'filepath', 'extension', 'filetype', 'owner'].flatMap((name) => [
  '-d',
  `${name}=`,
])

/** Those of the files that any rule of the folder matches. */
function matched(files: readonly string[], list: string): Set<string> {
  writeFileSync(list, `${files.join('\n')}\n`)
  const rules = readdirSync(`${evidence}/yara`).filter((name) => name.endsWith('.yar'))
  const lines = rules.flatMap((rule) => {
    const args = ['-w', ...EXTERNALS, '--scan-list', join(evidence, 'yara', rule), list]
    const { status, stdout, stderr } = spawnSync('yara', args, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${rule}: ${stderr}`)
    return stdout.split('\n').filter((line) => line !== '')
  })
  return new Set(lines.map((line) => line.slice(line.indexOf(' ') + 1)))
}

interface Sample {
  readonly name: string
  readonly path: string
  readonly ours: boolean
}

/** A page as a fixture has it, written to disk as it would lie on a server. */
function pageOf(kind: 'hit' | 'near miss', at: number, record: RawRecord, folder: string): Sample {
  const path = join(folder, `${kind.replace(' ', '-')}-${String(at)}${extname(record.stem)}`)
  writeFileSync(path, record.fields?.['content'] ?? '')
  return { name: `ws-content.json ${kind} ${String(at)}`, path, ours: kind === 'hit' }
}

/** `sample` and who says something, of the table in the documentation. */
function documented(): Map<string, string> {
  const text = readFileSync(atRoot('docs/detections.md'), 'utf8')
  const table = text.slice(text.indexOf('## Where YARA and Afterpatch differ'))
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  return new Map(
    rows.map((line) => {
      const [, sample = '', who = '', why = ''] = line.split('|').map((cell) => cell.trim())
      expect(why.length, line).toBeGreaterThan(20)
      return [sample.replaceAll('`', ''), who]
    }),
  )
}

describe.skipIf(reason !== '')(`native YARA${reason && ` (${reason})`}`, () => {
  let folder: string
  let samples: Sample[]
  let byYara: Set<string>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'afterpatch-yara-'))
    const lane = await judgingLane()
    samples = []
    for (const path of FOLDERS.flatMap((name) =>
      readdirSync(`${evidence}/${name}`).map((file) => `${name}/${file}`),
    )) {
      const file = new File([readFileSync(`${evidence}/${path}`)], basename(path))
      const source = { index: 0, name: path, kind: 'files' as const, files: [{ path, file }] }
      const { findings } = await judge(lane, source)
      const ours = findings.some(({ level }) => levelRank(level) > levelRank('low'))
      samples.push({ name: path, path: `${evidence}/${path}`, ours })
    }
    const { hits, nearMisses } = readFixtures('WS-CONTENT')
    hits.forEach(({ record }, at) => samples.push(pageOf('hit', at, record, folder)))
    nearMisses.forEach((record, at) => {
      if (carriesContent(record.family)) samples.push(pageOf('near miss', at, record, folder))
    })
    const paths = samples.map(({ path }) => path)
    byYara = matched(paths, join(folder, 'list.txt'))
  }, 60_000)

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('agrees with the detections on real files and on pages, but where the table says why not', () => {
    const differing = samples
      .filter(({ path, ours }) => ours !== byYara.has(path))
      .map(({ name, ours }) => [name, ours ? 'Afterpatch' : 'YARA'])
    expect(Object.fromEntries(differing)).toEqual(Object.fromEntries(documented()))
    const both = samples.filter(({ path, ours }) => ours && byYara.has(path))
    expect(both.length).toBeGreaterThan(15)
  })

  it('says nothing of real event logs, whose text no rule of these reads', () => {
    const logs = readdirSync(`${evidence}/evtx`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.evtx'))
      .map((name) => `${evidence}/evtx/${name}`)
    expect(logs.length).toBeGreaterThan(50)
    expect([...matched(logs, join(folder, 'logs.txt'))]).toEqual([])
  })
})
