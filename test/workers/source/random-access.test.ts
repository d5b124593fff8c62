import { crc32, deflateRawSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/model/evidence.js'
import { Inflater } from '../../../workers/kernels/inflater.js'
import { HashLanes } from '../../../workers/kernels/hash-lanes.js'
import type { Lane } from '../../../workers/lanes.js'
import type { Checkpoints, ReadRowsTask, ScanReport } from '../../../workers/protocol.js'
import { readEntryRows } from '../../../workers/read-rows.js'
import { scanEntry } from '../../../workers/scan-entry.js'
import { CheckpointKeeper, startBefore } from '../../../workers/source/checkpoints.js'
import { loadKernels, seededBytes } from '../../assembly/loaded-kernels.js'
import { entryOf } from '../parsers/memory-input.js'

const LINES = 520_000
const NAME = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210302.log'
const HEADER =
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip sc-status\r\n'

/** 40 MB of an IIS log; line i says so itself. */
function makeLog(): { bytes: Uint8Array; offsets: Float64Array } {
  const offsets = new Float64Array(LINES)
  const parts = [HEADER]
  let at = HEADER.length
  for (let line = 0; line < LINES; line++) {
    const minute = String(Math.floor(line / 60) % 60).padStart(2, '0')
    const second = String(line % 60).padStart(2, '0')
    const text = `2021-03-02 04:${minute}:${second} 10.0.0.5 GET /owa/page${String(line)} id=${String((line * 7_919) % 65_537)} 443 192.0.2.${String(line % 250)} 200\r\n`
    offsets[line] = at
    at += text.length
    parts.push(text)
  }
  return { bytes: new TextEncoder().encode(parts.join('')), offsets }
}

/** The data alone behind a local header without a name. */
function archived(data: Uint8Array, method: number): File {
  const header = new DataView(new ArrayBuffer(30))
  header.setUint32(0, 0x04034b50, true)
  header.setUint16(8, method, true)
  return new File([header.buffer, new Uint8Array(data)], 'one.zip')
}

/** A file that counts the bytes that are read of it. */
class CountingFile extends File {
  read = 0

  override slice(from = 0, to = this.size, type?: string): Blob {
    const part = super.slice(from, to, type)
    const read = (bytes: number) => (this.read += bytes)
    const slice = part.slice.bind(part)
    part.slice = (start = 0, end = part.size) => {
      read(Math.max(0, Math.min(end, part.size) - start))
      return slice(start, end)
    }
    return part
  }
}

let lane: Lane
const log = makeLog()

beforeAll(async () => {
  const kernels = await loadKernels()
  lane = { module: kernels, inflater: new Inflater(kernels) }
})

function entryFor(method: Entry['method'], compressedSize: number): Entry {
  return entryOf(NAME, log.bytes.length, {
    rawPath: '',
    method,
    compressedSize,
    crc32: crc32(log.bytes),
    headerOffset: 0,
  })
}

async function scan(file: File, entry: Entry, checkpointBudget = 1 << 20): Promise<ScanReport> {
  return scanEntry(
    { entry, file, checkpointBudget },
    {
      lane,
      hashLanes: new HashLanes(lane.module),
      detections: [],
      folding: { noise: false, pressed: false },
      deliver: () => Promise.resolve(),
      onProgress: () => undefined,
    },
  )
}

async function lineAt(task: ReadRowsTask, line: number) {
  const size = (log.offsets[line + 1] ?? log.bytes.length) - (log.offsets[line] ?? 0) - 2
  const location = { entry: 0, offset: log.offsets[line] ?? 0, size }
  const [row] = await readEntryRows(task, [location], 2, lane, () => undefined)
  return row
}

describe.each(['deflate', 'stored'] as const)('a %s log', (method) => {
  const data = method === 'deflate' ? deflateRawSync(log.bytes, { level: 1 }) : log.bytes
  const whole = archived(data, method === 'deflate' ? 8 : 0)
  const file = new CountingFile([whole], whole.name)
  const entry = entryFor(method, data.length)
  let checkpoints: Checkpoints | null

  beforeAll(async () => {
    const report = await scan(file, entry)
    expect(report.warnings).toEqual([])
    expect(report.result.events).toBe(LINES)
    checkpoints = report.checkpoints
  })

  it('leaves a checkpoint about every 16 MiB, ascending', () => {
    const offsets = [...(checkpoints?.offsets ?? [])]
    expect(offsets).toHaveLength(Math.floor(log.bytes.length / (16.5 * 1_048_576)))
    const gaps = offsets.map((offset, at) => offset - (offsets[at - 1] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(16 * 1_048_576)
    expect(Math.max(...gaps)).toBeLessThan(18 * 1_048_576)
  })

  it('gives a line near its end, with number and neighbours, without being read from its start', async () => {
    file.read = 0
    const row = await lineAt({ entry, file, checkpointBudget: 0, checkpoints }, LINES - 1_000)
    expect(row?.text).toContain(`/owa/page${String(LINES - 1_000)} `)
    expect(row?.line).toBe(LINES - 1_000 + 2)
    expect(row?.before[1]).toContain(`/owa/page${String(LINES - 1_001)} `)
    expect(row?.after[0]).toContain(`/owa/page${String(LINES - 999)} `)
    expect(file.read).toBeLessThan(data.length / 2)
  })

  it('gives the same lines from its start and from checkpoints', async () => {
    for (const line of [0, 1, 200_000, 215_000, 420_000, LINES - 1]) {
      const task = { entry, file, checkpointBudget: 0 }
      const row = await lineAt({ ...task, checkpoints }, line)
      expect(row).toEqual(await lineAt({ ...task, checkpoints: null }, line))
      expect(row?.text).toContain(`/owa/page${String(line)} `)
    }
  })
})

describe('checkpoints', () => {
  it('that take more than their share thin out, and the rest still lead to their place', async () => {
    const keeper = new CheckpointKeeper(100_000, 1_000)
    const history = (seed: number) => seededBytes(32_768, seed)
    for (let at = 1; at <= 12; at++) {
      const snapshot = { at: at * 10, bits: at % 8, produced: at * 64_000, history: history(at) }
      keeper.add(at * 64_000, at * 5, snapshot)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const kept = await keeper.finish()
    if (!kept) throw new Error('none was kept')
    expect(kept.windows.size).toBeLessThanOrEqual(100_000)
    expect(kept.offsets.length).toBeGreaterThan(0)
    for (const [index, offset] of kept.offsets.entries()) {
      const start = await startBefore(kept, offset + 1)
      const at = offset / 64_000
      expect(start).toEqual({
        offset,
        line: at * 5,
        snapshot: { at: at * 10, bits: at % 8, produced: offset, history: history(at) },
      })
      expect(kept.bits[index]).toBe(at * 80 + (at % 8))
    }
    expect((await startBefore(kept, (kept.offsets[0] ?? 0) - 1)).snapshot).toBeNull()
  })
})
