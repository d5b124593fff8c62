import { describe, expect, it } from 'vitest'
import { plain } from '../../../../src/model/plain.js'
import type { LogRecord } from '../../../../workers/detections/detection.js'
import { EventSink } from '../../../../workers/event-sink.js'
import { EventRows } from '../../../../workers/parsers/events/event-rows.js'
import { loadKernels } from '../../../assembly/loaded-kernels.js'
import { readEvents } from './read-events.js'
import { writtenEvent } from './written-event.js'

function part(number: number, total: number, text: string, id = 'abc', more = {}) {
  return writtenEvent({
    provider: 'Microsoft-Windows-PowerShell',
    channel: 'Microsoft-Windows-PowerShell/Operational',
    id: 4104,
    userId: 'S-1-5-18',
    named: {
      MessageNumber: String(number),
      MessageTotal: String(total),
      ScriptBlockText: text,
      ScriptBlockId: id,
      Path: 'C:\\x.ps1',
    },
    ...more,
  })
}

const actions = async (events: Parameters<typeof readEvents>[0]) =>
  (await readEvents(events)).rows.map(({ offset, action, target }) => [offset, action, target])

describe('a PowerShell script block', () => {
  it('of one part is a row with its text', async () => {
    const { rows } = await readEvents([part(1, 1, plain('Invoke¦-Expression $a'))])
    expect(rows).toMatchObject([
      {
        family: 'evtx-powershell',
        action: 'PowerShell script block',
        target: plain('Invoke¦-Expression $a'),
        user: 'NT AUTHORITY\\SYSTEM',
        agent: 'C:\\x.ps1',
        status: 4104,
        size: 100,
      },
    ])
  })

  it('of several parts is joined in order, whatever order they come in and what stands between', async () => {
    expect(
      await actions([
        part(3, 3, 'three'),
        part(2, 2, 'B', 'other'),
        part(1, 3, 'one '),
        part(1, 2, 'A', 'other'),
        part(2, 3, 'two '),
      ]),
    ).toEqual([
      [300, 'PowerShell script block, 2 parts joined', 'AB'],
      [100, 'PowerShell script block, part 2 of 2', 'B'],
      [200, 'PowerShell script block, 3 parts joined', 'one two three'],
      [400, 'PowerShell script block, part 2 of 3', 'two'],
      [0, 'PowerShell script block, part 3 of 3', 'three'],
    ])
  })

  it('says which parts are missing, and loses none of the others', async () => {
    expect(await actions([part(4, 5, 'four'), part(2, 5, 'two ')])).toEqual([
      [100, 'PowerShell script block, 2 of 5 parts; missing: 1, 3, 5', 'two four'],
      [0, 'PowerShell script block, part 4 of 5', 'four'],
    ])
  })

  it('keeps a part that comes twice, and takes numbers that are none as they are', async () => {
    expect(
      await actions([
        part(1, 2, 'a'),
        part(1, 2, 'a'),
        part(2, 2, 'b'),
        part(9, 2, 'odd'),
        part(1, 2_000_000_000, 'endless'),
      ]),
    ).toEqual([
      [100, 'PowerShell script block, part 1 of 2', 'a'],
      [0, 'PowerShell script block, 2 parts joined', 'ab'],
      [200, 'PowerShell script block, part 2 of 2', 'b'],
      [300, 'PowerShell script block', 'odd'],
      [
        400,
        'PowerShell script block, 1 of 2000000000 parts; missing: 2, 3, 4, 5, 6, 7, 8, 9 and more',
        'endless',
      ],
    ])
  })

  it('never waits for more than a bounded number of others', async () => {
    const events = Array.from({ length: 2_000 }, (_, index) => part(1, 2, 'x', String(index)))
    const { rows } = await readEvents(events)
    expect(rows).toHaveLength(2_000)
    expect(rows[0]?.action).toBe('PowerShell script block, 1 of 2 parts; missing: 2')
  })

  it('is shown to detections once, whole', async () => {
    const seen: string[] = []
    const detection = {
      events: [{ family: 'evtx-powershell', ids: [4104] } as const],
      match: (record: LogRecord) => {
        seen.push(record.event?.data('scriptblocktext') ?? '')
        return -1
      },
    }
    const sink = new EventSink(0, 0, () => Promise.resolve(), [detection], await loadKernels())
    const rows = new EventRows(sink)
    for (const event of [part(2, 2, 'Express¦ion'), part(1, 2, 'Invoke-'), part(1, 1, 'dir')]) {
      rows.add(event, 0, 100)
    }
    rows.finish()
    sink.close()
    expect(seen).toEqual(['Invoke-Express¦ion', 'dir'])
  })
})
