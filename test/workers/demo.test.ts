import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import JSZip from 'jszip'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildDemoZip, demoZipName } from '../../workers/demo/build-zip.js'
import { DEMO_MARKER_PATH } from '../../src/model/version.js'
import { generateDemo, type DemoCase } from '../../workers/demo/generate.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const rules = join(root, process.env['AFTERPATCH_EVIDENCE'] ?? '../shared/data', 'yara')
const YARA = 'yara'
const noYara = !existsSync(rules) || spawnSync(YARA, ['--version']).status !== 0
const HOUR = 3_600_000

let attacked: DemoCase
let clean: DemoCase
let zipped: Uint8Array
const progress: number[] = []

beforeAll(async () => {
  const built = await buildDemoZip({ attacked: true }, (fraction) => progress.push(fraction))
  attacked = built.demo
  zipped = new Uint8Array(built.bytes)
  clean = generateDemo({ attacked: false })
}, 60_000)

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function textOf(demo: DemoCase, path: string): string {
  const file = demo.files.find((one) => one.path === path)
  if (!file) throw new Error(`no file ${path}`)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes)
}

/** Data rows of the files below a folder, in order of path, with their times. */
function rowsBelow(demo: DemoCase, folder: string): { path: string; row: string; time: number }[] {
  return demo.files
    .filter(({ path }) => path.includes(folder))
    .flatMap(({ path }) =>
      textOf(demo, path)
        .split('\r\n')
        .filter((row) => /^\d{4}-/.test(row))
        .map((row) => {
          const stated = row.slice(0, row.includes('T') && row[10] === 'T' ? 24 : 19)
          const time = Date.parse(stated.length === 24 ? stated : `${stated.replace(' ', 'T')}Z`)
          return { path, row, time }
        }),
    )
}

function widestGap(times: readonly number[]): number {
  const inOrder = [...times].sort((a, b) => a - b)
  const edges = [Date.UTC(2020, 11, 28), ...inOrder, Date.UTC(2021, 3, 1)]
  return Math.max(...edges.slice(1).map((time, index) => time - (edges[index] ?? time)))
}

describe('the demo case', () => {
  it('has the same bytes every time', async () => {
    const again = await buildDemoZip({ attacked: true }, () => undefined)
    expect(sha256(new Uint8Array(again.bytes))).toBe(sha256(zipped))
  }, 60_000)

  it('is named and marked as a demo', () => {
    expect(demoZipName({ attacked: true })).toBe('afterpatch-demo-MX01.zip')
    expect(demoZipName({ attacked: false })).toContain('demo')
    for (const demo of [attacked, clean]) {
      expect(textOf(demo, DEMO_MARKER_PATH)).toMatch(/^DEMO\r\n[^]*invented/)
    }
  })

  it('opens as a zip with every file in it, whole', async () => {
    const zip = await JSZip.loadAsync(zipped, { checkCRC32: true })
    expect(Object.keys(zip.files).sort()).toEqual(attacked.files.map(({ path }) => path).sort())
  })

  it('tells how far it is, from nothing to all', () => {
    expect(progress.length).toBeGreaterThan(50)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
  })

  it('is as large as a real one: at least 200,000 lines, 60 to 80 MB', () => {
    for (const demo of [attacked, clean]) {
      const lines = demo.files.reduce((sum, file) => sum + file.lines, 0)
      const bytes = demo.files.reduce((sum, file) => sum + file.bytes.length, 0)
      expect(lines).toBeGreaterThanOrEqual(200_000)
      expect(bytes).toBeGreaterThan(60e6)
      expect(bytes).toBeLessThan(80e6)
    }
  })

  it('holds every planted row once, where the generator says', () => {
    expect(attacked.planted.length).toBeGreaterThan(40)
    for (const demo of [attacked, clean]) {
      for (const { path, line } of demo.planted) {
        const found = textOf(demo, path)
          .split('\r\n')
          .filter((row) => row === line)
        expect(found, `${path}: ${line}`).toHaveLength(1)
      }
    }
  })

  it('keeps every log in order of time', () => {
    for (const folder of ['/W3SVC1/', '/W3SVC2/', '/HttpProxy/', '/ECP/Server/']) {
      let last = { path: '', time: 0 }
      for (const { path, row, time } of rowsBelow(attacked, folder)) {
        if (path === last.path) expect(time, row).toBeGreaterThanOrEqual(last.time)
        last = { path, time }
      }
    }
  })

  it('leaves no hole: 3 hours in any HttpProxy, 24 hours in IIS', () => {
    for (const demo of [attacked, clean]) {
      const times = (folder: string) => rowsBelow(demo, folder).map(({ time }) => time)
      expect(widestGap(times('/HttpProxy/'))).toBeLessThan(3 * HOUR)
      expect(widestGap(times('/HttpProxy/Ecp/'))).toBeLessThan(3 * HOUR)
      expect(widestGap(times('/ECP/Server/'))).toBeLessThan(3 * HOUR)
      for (const site of ['/W3SVC1/', '/W3SVC2/']) {
        expect(widestGap(times(site))).toBeLessThan(24 * HOUR)
      }
    }
  })

  it('dates each row within the day and the build of its file', () => {
    const patched = Date.UTC(2021, 2, 11, 21)
    for (const { path, row, time } of rowsBelow(attacked, '/HttpProxy/')) {
      const date = row.slice(0, 10).replaceAll('-', '')
      if (!path.includes(`HttpProxy_${date}`)) expect.fail(`${path}: ${row}`)
      const cells = row.split(',')
      if (cells.length !== 74) expect.fail(`${cells.length} cells: ${row}`)
      if (cells[5] !== (time < patched ? '2' : '13')) expect.fail(`wrong build: ${row}`)
    }
    for (const { path, row } of rowsBelow(attacked, '/W3SVC')) {
      const date = row.slice(2, 10).replaceAll('-', '')
      if (!path.endsWith(`u_ex${date}.log`)) expect.fail(`${path}: ${row}`)
      if (row.split(' ').length !== 15) expect.fail(`not 15 fields: ${row}`)
    }
  })

  it('states the build in the head of every HttpProxy file, in both real shapes', () => {
    const shapes = new Set<string>()
    for (const { path } of attacked.files.filter((file) => file.path.includes('/HttpProxy/'))) {
      const text = textOf(attacked, path)
      shapes.add(text.startsWith('\ufeffDateTime,') ? 'bare line first' : 'remarks first')
      const fixed = path > path.replace(/HttpProxy_\d{10}/, 'HttpProxy_2021031121')
      expect(text).toContain(`#Version: 15.01.2106.${fixed ? '013' : '002'}\r\n`)
    }
    expect(shapes.size).toBe(2)
  })

  it('writes several blocks of fields a day in IIS', () => {
    const blocks = textOf(attacked, 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210302.log').match(
      /#Fields:/g,
    )
    expect(blocks?.length).toBeGreaterThanOrEqual(2)
  })

  it('joins each proxied IIS row to one HttpProxy row by its request id', () => {
    const proxy = new Map<string, string>()
    for (const { row } of rowsBelow(attacked, '/HttpProxy/')) {
      const [, id = '', , , , , , , , stem = ''] = row.split(',')
      proxy.set(id, stem)
    }
    let joined = 0
    for (const { row } of rowsBelow(attacked, '/W3SVC1/')) {
      const id = /cafeReqId=([^;]+);/.exec(row)?.[1]
      if (id === undefined) continue
      if (proxy.get(id) !== row.split(' ')[4]) expect.fail(row)
      joined++
    }
    expect(joined).toBe(proxy.size)
    expect(joined).toBeGreaterThan(20_000)
  })

  it('differs from its clean twin by nothing but the attack', () => {
    const own = new Set(attacked.files.map(({ path }) => path))
    for (const { path } of clean.files) expect(own).toContain(path)
    expect(attacked.files.length - clean.files.length).toBe(1)
    const march = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210316.log'
    const quiet = new Set(textOf(clean, march).split('\r\n'))
    const bare = (row: string) => row.replace(/cafeReqId=[^;]+/, '')
    const known = new Set([...quiet].map(bare))
    const added = textOf(attacked, march)
      .split('\r\n')
      .filter((row) => !known.has(bare(row)))
    expect(added).toHaveLength(7)
  })
})

describe.skipIf(noYara)('antivirus (needs evidence folder and yara)', () => {
  it('finds nothing in the sources of the demo or in its package', () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-yara-'))
    const zip = join(folder, 'demo.zip')
    writeFileSync(zip, zipped)
    const names = attacked.files.map(({ path }) => path).join('\n')
    writeFileSync(join(folder, 'listing.txt'), names)
    const targets = [folder, join(root, 'workers/demo'), join(root, 'scripts')]
    try {
      for (const name of readdirSync(rules).filter((file) => file.endsWith('.yar'))) {
        const variables = ['filename', 'filepath', 'extension', 'filetype', 'owner'].flatMap(
          (variable) => ['-d', `${variable}=`],
        )
        for (const target of targets) {
          const run = spawnSync(YARA, ['-w', '-r', ...variables, join(rules, name), target], {
            encoding: 'utf8',
          })
          expect(run.stderr).toBe('')
          expect(run.stdout).toBe('')
        }
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 120_000)
})
