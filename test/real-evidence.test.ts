import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import JSZip from 'jszip'
import { beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'
import type { Case } from '../src/model/case.js'
import type { Entry, EntryResult } from '../src/model/evidence.js'
import { levelRank, type Finding } from '../src/model/finding.js'
import type { DroppedFile } from '../workers/protocol.js'
import { judge, judgingLane } from './judge-files.js'

const evidence = process.env['AFTERPATCH_EVIDENCE'] ?? atRoot('../shared/data')
const FOLDERS = ['iis', 'exchange-logs', 'httpproxy']
const ATTACKER = '103.77.192.219'

function realFiles(): DroppedFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(`${evidence}/${folder}`).map((name) => ({
      path: `${folder}/${name}`,
      file: new File([readFileSync(`${evidence}/${folder}/${name}`)], name),
    })),
  )
}

/** Every byte through CRC-32 and SHA-256; every byte of what was read as lines through all four. */
function expectAllBytes(entries: readonly Entry[], results: readonly EntryResult[]): void {
  expect(results).toHaveLength(entries.length)
  for (const { entry, parser, kernelBytes } of results) {
    const { size, path } = entries[entry]!
    expect([kernelBytes.crc32, kernelBytes.sha256], path).toEqual([size, size])
    if (parser === null || parser === 'web-file') continue
    expect([kernelBytes.lines, kernelBytes.match], path).toEqual([size, size])
  }
}

const told = (finding: Finding) =>
  `${finding.level} ${finding.detection} ${finding.actors.join()} ${finding.subject}`

describe.skipIf(!existsSync(evidence))('real logs, whole line (needs evidence folder)', () => {
  let files: DroppedFile[]
  /** By file name: each alone, so that nothing but its own rows can speak. */
  const alone = new Map<string, Case>()
  let zipped: Case
  let together: Case

  beforeAll(async () => {
    const lane = await judgingLane()
    files = realFiles()
    for (const file of files) {
      const source = { index: 0, name: file.path, kind: 'files' as const, files: [file] }
      alone.set(basename(file.path), await judge(lane, source))
    }
    together = await judge(lane, { index: 0, name: 'logs', kind: 'folder', files })
    const zip = new JSZip()
    for (const { path, file } of files) zip.file(path, await file.arrayBuffer())
    const bytes = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
    const file = new File([bytes as Uint8Array<ArrayBuffer>], 'logs.zip')
    const packed = [{ path: 'logs.zip', file }]
    zipped = await judge(lane, { index: 0, name: 'logs.zip', kind: 'zip', files: packed })
  })

  const loud = (judged: Case) =>
    judged.findings.filter(({ level }) => levelRank(level) > levelRank('low'))

  it('gives nothing above low on what its index calls benign', () => {
    const hostile = [
      'synthetic-markernan-proxylogon-iis.log',
      'velociraptor-iis.log',
      'msqa-proxylogon-anchormailbox.csv',
    ]
    const benign = [...alone].filter(([name]) => !hostile.includes(name))
    expect(benign).toHaveLength(16)
    for (const [name, judged] of benign) expect(loud(judged).map(told), name).toEqual([])
  })

  it('accuses of the synthetic attack its attacker alone: forged requests and the shell used', () => {
    const judged = alone.get('synthetic-markernan-proxylogon-iis.log')!
    const found = loud(judged).map((finding) => [
      ...[finding.detection, finding.level, finding.actors, finding.subject, finding.count],
    ])
    expect(found.sort()).toEqual([
      ['PL-05', 'medium', [ATTACKER], '', 7],
      ['PS-01', 'high', [ATTACKER], '', 6],
      ['STORY', 'critical', [ATTACKER], '', 25],
      ['WS-04', 'high', [ATTACKER], '', 5],
      ['WS-07', 'high', [ATTACKER], '', 1],
      ['WS-10', 'high', [ATTACKER], '', 1],
      ['WS-USE', 'critical', [ATTACKER], '/owa/auth/help.aspx', 5],
    ])
    const verdict = judged.hosts[0]!.verdict
    for (const rung of ['targeted', 'backdoored', 'used'] as const) {
      expect(verdict[rung].call, rung).toBe('yes')
    }
  })

  it('takes one probe for ProxyShell, and health checks for nothing', () => {
    const found = loud(alone.get('velociraptor-iis.log')!)
    expect(found.map(({ detection, rung, count }) => [detection, rung, count])).toEqual([
      ['PS-01', 'targeted', 1],
    ])
  })

  it('puts every byte through the kernels, loose and zipped', () => {
    for (const judged of [...alone.values(), together, zipped]) {
      expectAllBytes(judged.entries, judged.results)
    }
    expect(together.results.filter(({ parser }) => parser !== null)).toHaveLength(19)
  })

  it('says the same of a zip as of the files in it', () => {
    expect(zipped.findings.map(told)).toEqual(together.findings.map(told))
    const read = (judged: Case) =>
      judged.results.map(({ entry, parser, events, sha256 }) => [
        judged.entries[entry]?.path,
        ...[parser, events, sha256],
      ])
    expect(read(zipped).sort()).toEqual(read(together).sort())
    expect(zipped.results.map(({ crcMatches }) => crcMatches)).toEqual(files.map(() => true))
  })
})
