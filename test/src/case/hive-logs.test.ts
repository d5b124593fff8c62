import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { HiveLogs } from '../../../src/case/hive-logs.js'
import { HashLanes } from '../../../workers/kernels/hash-lanes.js'
import { listSource } from '../../../workers/intake/list.js'
import { Lanes } from '../../../workers/lanes.js'
import type { ScanTask } from '../../../workers/protocol.js'
import { readEntryRows } from '../../../workers/read-rows.js'
import { scanEntry } from '../../../workers/scan-entry.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { entryOf } from '../../workers/parsers/memory-input.js'
import {
  changedPages,
  makeHive,
  newLog,
  type HiveOptions,
} from '../../workers/parsers/registry/make-hive.js'

const CONFIG = 'C/Windows/System32/config'

function tasksOf(paths: readonly string[]): ScanTask[] {
  return paths.map((rawPath, index) => ({
    entry: { ...entryOf(rawPath, 1), rawPath, index },
    file: new Blob(),
    checkpointBudget: 0,
  }))
}

describe('the logs of a hive', () => {
  it('are those of its name in its own folder, as their tasks stand when it is read', () => {
    const tasks = tasksOf([
      `${CONFIG}/SYSTEM`,
      `${CONFIG}/SYSTEM.LOG1`,
      `${CONFIG}/system.log2`,
      `vss1/${CONFIG}/SYSTEM.LOG1`,
      `${CONFIG}/SOFTWARE.LOG1`,
      'C/logs/u_ex210302.log',
    ])
    const logs = new HiveLogs()
    logs.add(tasks)
    const password = new Uint8Array([1])
    tasks[1] = { ...tasks[1]!, password }
    const found = logs.withLogs(tasks[0]!, tasks).siblings
    expect(found?.map(({ entry }) => entry.index)).toEqual([1, 2])
    expect(found?.[0]?.password).toBe(password)
    expect(logs.withLogs(tasks[5]!, tasks)).toBe(tasks[5])
  })

  it('are read from the archive with the hive, which then tells what they hold', async () => {
    const of = (program: string) =>
      makeHive(
        [
          {
            name: 'Select',
            values: { Current: 1 },
            keys: [],
          },
          {
            name: 'ControlSet001',
            keys: [
              { name: 'Services', keys: [{ name: 's', values: { ImagePath: program, Type: 16 } }] },
            ],
          },
        ],
        { sequences: [9, 8] } satisfies HiveOptions,
      )
    const [before, after] = [of('before.exe'), of('behind.exe')]
    const zip = new JSZip()
    zip.file(`${CONFIG}/SYSTEM`, before)
    zip.file(`${CONFIG}/SYSTEM.LOG1`, newLog(before, 9, [changedPages(before, after)]))
    const bytes = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
    const file = new File([bytes as Uint8Array<ArrayBuffer>], 'kape.zip')
    const files = [{ path: file.name, file }]
    const listing = await listSource({ index: 0, name: file.name, kind: 'zip', files })
    const tasks = listing.entries
      .filter(({ size }) => size > 0)
      .map((entry, index) => ({ entry: { ...entry, index }, file, checkpointBudget: 0 }))
    const logs = new HiveLogs()
    logs.add(tasks)
    const kernels = await loadKernels()
    const lanes = new Lanes(kernels, 1)
    const texts: string[] = []
    const reports = []
    let offset = 0
    for (const task of tasks) {
      const report = await lanes.with((lane) =>
        scanEntry(logs.withLogs(task, tasks), {
          lane,
          hashLanes: new HashLanes(kernels),
          detections: [],
          folding: { noise: true, pressed: false },
          deliver: (batch) => {
            texts.push(...batch.newStrings)
            offset = batch.columns.offset.find((at) => at > 0) ?? 0
            return Promise.resolve()
          },
          onProgress: () => undefined,
        }),
      )
      reports.push(report)
    }
    const services = texts.filter((text) => text.includes('Services\\s: '))
    expect(services).toEqual(['SYSTEM\\ControlSet001\\Services\\s: behind.exe'])
    expect(reports.flatMap(({ warnings }) => warnings)).toEqual([])
    expect(reports.map(({ result }) => [result.state, result.crcMatches, result.reason])).toEqual([
      ['read', true, ''],
      ['read', true, 'transaction log of a registry hive with 1 change, applied with its hive'],
    ])
    const again = { ...logs.withLogs(tasks[0]!, tasks), checkpoints: null }
    const [row] = await lanes.with((lane) =>
      readEntryRows(again, [{ entry: 0, offset, size: 80 }], 0, lane, () => undefined),
    )
    expect(row?.text).toContain('ImagePath: behind.exe')
  })
})
