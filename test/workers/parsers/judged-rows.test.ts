import { expect, test } from 'vitest'
import type { EventBatch } from '../../../src/model/event-table.js'
import { plain } from '../../../src/model/plain.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { EventSink } from '../../../workers/event-sink.js'
import { configuration } from '../../../workers/parsers/configuration.js'
import { mft } from '../../../workers/parsers/mft.js'
import type { Parser } from '../../../workers/parsers/parser.js'
import { registry } from '../../../workers/parsers/registry.js'
import { scheduledTask } from '../../../workers/parsers/scheduled-task.js'
import { usnJournal } from '../../../workers/parsers/usn-journal.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { MemoryInput } from './memory-input.js'
import { fileTable, folders } from './ntfs/build-mft.js'
import { CREATE, journal } from './ntfs/build-usn.js'
import { bytesOf } from './read-all.js'
import { systemHive } from './registry/fixture-hives.js'

const kernels = await loadKernels()
const DUMP = plain('lsa¦ss.dmp')

/** `id target` of each hit, as the parser's rows are judged on the way. */
async function hitsOf(parser: Parser, bytes: Uint8Array, path: string): Promise<string[]> {
  const found: string[] = []
  const strings: string[] = []
  const deliver = ({ newStrings, hits, columns }: EventBatch): Promise<void> => {
    strings.push(...newStrings)
    for (let at = 0; at < hits.length; at += 3) {
      const target = strings[columns.target[hits[at] ?? 0] ?? 0] ?? ''
      found.push(`${DETECTIONS[hits[at + 1] ?? 0]?.id ?? ''} ${target}`)
    }
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, DETECTIONS, kernels)
  await parser.parse(new MemoryInput(bytes, { path }), sink)
  await sink.finish()
  return found
}

test('a file table’s names are looked through', async () => {
  const table = fileTable([
    ...folders('Windows/Temp', 30),
    { record: 40, names: [{ text: DUMP.toUpperCase(), parent: 31 }], streams: [{}] },
    { record: 41, names: [{ text: 'setup.log', parent: 31 }], streams: [{}] },
    { record: 42, inUse: false, names: [{ text: 'a.xlsx.CRYPT', parent: 31 }], streams: [{}] },
  ])
  const hits = await hitsOf(mft, table, 'C:/$MFT')
  expect(hits).toContain(`PX-06 C:/Windows/Temp/${DUMP.toUpperCase()}`)
  expect(hits).toContain('RW-01 C:/Windows/Temp/a.xlsx.CRYPT')
  expect(hits.join('\n')).not.toContain('setup.log')
})

test('a change journal’s names are looked through', async () => {
  const changes = journal([
    { file: 40, name: 'notes.txt', reason: CREATE },
    { file: 41, name: DUMP, reason: CREATE },
  ])
  const hits = await hitsOf(usnJournal, changes, 'C:/$Extend/$J')
  expect(hits).toContainEqual(expect.stringMatching(`^PX-06 .*${DUMP}$`))
  expect(hits.join('\n')).not.toContain('notes.txt')
})

test('a hive’s services, settings and start keys are judged', async () => {
  const hits = await hitsOf(registry, systemHive(), 'C:/Windows/System32/config/SYSTEM')
  const services = 'SYSTEM\\ControlSet001\\Services'
  expect(hits).toContain(`PX-15 ${services}\\evil: C:\\Windows\\Temp\\e.exe -k`)
  expect(hits).toContain(`PX-15 ${services}\\inside\\Parameters: C:\\Windows\\Temp\\x.dll`)
  expect(hits.filter((hit) => hit.startsWith('PX-06 '))).toEqual([
    expect.stringContaining('UseLogonCredential = 1'),
  ])
})

test('a task’s file is judged by what it runs', async () => {
  const task = (command: string): Uint8Array =>
    bytesOf(
      `<Task xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Actions><Exec><Command>${command}</Command></Exec></Actions></Task>`,
    )
  const path = 'C:/Windows/System32/Tasks/Sync'
  const strange = task('C:\\Users\\Public\\s.exe')
  expect(await hitsOf(scheduledTask, strange, path)).toContain('PX-16 \\Sync')
  const own = task('C:\\Windows\\System32\\defrag.exe')
  expect(await hitsOf(scheduledTask, own, path)).toEqual([])
})

test('modules and logging of the web server’s configuration are judged', async () => {
  const text =
    '<configuration><system.webServer><globalModules>' +
    '<add name="Uri" image="%windir%\\System32\\inetsrv\\cachuri.dll" />' +
    '<add name="Odd" image="C:\\ProgramData\\odd.dll" />' +
    '</globalModules><httpLogging dontLog="true" /></system.webServer></configuration>'
  const path = 'C:/Windows/System32/inetsrv/config/applicationHost.config'
  const hits = await hitsOf(configuration, bytesOf(text), path)
  expect(hits).toContain('WF-06 Odd: C:\\ProgramData\\odd.dll')
  expect(hits).toContain('PX-14 dontLog')
  expect(hits.join('\n')).not.toContain('cachuri')
})
