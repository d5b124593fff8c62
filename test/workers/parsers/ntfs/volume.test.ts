import { describe, expect, it } from 'vitest'
import { Volumes } from '../../../../src/case/volumes.js'
import type { EventBatch } from '../../../../src/model/event-table.js'
import type { ScanReport, ScanTask } from '../../../../workers/protocol.js'
import { HashLanes } from '../../../../workers/kernels/hash-lanes.js'
import { Inflater } from '../../../../workers/kernels/inflater.js'
import { readEntryRows } from '../../../../workers/read-rows.js'
import { scanEntry } from '../../../../workers/scan-entry.js'
import { loadKernels } from '../../../assembly/loaded-kernels.js'
import { entryOf } from '../memory-input.js'
import { fileTable, folders } from './build-mft.js'
import { CLOSE, CREATE, journal, NEW_NAME, OLD_NAME } from './build-usn.js'

const kernels = await loadKernels()
const lane = { module: kernels, inflater: new Inflater(kernels) }

function taskOf(index: number, path: string, bytes: Uint8Array): ScanTask {
  const file = new File([new Uint8Array(bytes)], path)
  const entry = entryOf(path, bytes.length, { index, rawPath: path, headerOffset: -1 })
  return { entry, file, checkpointBudget: 1 << 20 }
}

async function scan(task: ScanTask): Promise<{ report: ScanReport; told: string[] }> {
  const strings: string[] = []
  const told: string[] = []
  const deliver = ({ columns, newStrings }: EventBatch): Promise<void> => {
    strings.push(...newStrings)
    for (let row = 0; row < columns.length; row++) {
      const text = (index: number | undefined): string => strings[index ?? 0] ?? ''
      told.push(`${text(columns.action[row])} ${text(columns.target[row])}`)
    }
    return Promise.resolve()
  }
  const hashLanes = new HashLanes(kernels)
  const folding = { noise: true, pressed: false }
  const onProgress = (): void => undefined
  const context = { lane, hashLanes, detections: [], folding, deliver, onProgress }
  return { report: await scanEntry(task, context), told }
}

describe('a volume’s own files through the scan worker', () => {
  const table = taskOf(0, 'C:/$MFT', fileTable(folders('inetpub/wwwroot', 30)))
  const usn = taskOf(
    1,
    'C:/$Extend/$J',
    journal([
      3 * 1_024 * 1_024,
      { file: 50, parent: 31, name: 'a.txt', reason: OLD_NAME },
      { file: 50, parent: 31, name: 'a.aspx', reason: NEW_NAME | CLOSE },
      { file: 51, parent: 99, name: 'b.txt', reason: CREATE },
    ]),
  )

  it('give the journal its paths by way of the case', async () => {
    const volumes = new Volumes()
    expect(volumes.admit([usn, table])).toEqual([table])
    const first = await scan(table)
    expect(first.report.result).toMatchObject({ parser: 'mft', state: 'read', events: 4 })
    const { folders: left } = first.report
    expect(left).toBeInstanceOf(Blob)
    if (left) volumes.keep(table.entry, left)
    const [journalTask] = volumes.journals()
    if (!journalTask) throw new Error('no journal waits')
    const { report, told } = await scan(journalTask)
    expect(report.result).toMatchObject({ parser: 'usn-journal', state: 'read', records: 3 })
    expect(report.folders).toBeUndefined()
    expect(told).toEqual([
      'File renamed from C:/inetpub/wwwroot/a.txt C:/inetpub/wwwroot/a.aspx',
      'File created C:/<folder 99-1>/b.txt',
    ])
  })

  it('show a record’s own text again, from wherever it stands', async () => {
    const ask = async (task: ScanTask, offset: number, size: number): Promise<string> => {
      const location = { entry: task.entry.index, offset, size }
      const asked = { ...task, checkpoints: null }
      const rows = await readEntryRows(asked, [location], 0, lane, () => undefined)
      return rows[0]?.text ?? ''
    }
    expect(await ask(table, 31 * 1_024, 1_024)).toContain('name: wwwroot')
    expect(await ask(usn, 3 * 1_024 * 1_024, 72)).toContain('name: a.txt')
  })
})
