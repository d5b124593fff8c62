import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { addThreat, isThreat } from './reported/defender-threats.js'
import { firstObject, readJson } from './reported/json-report.js'
import { headListing, readListing } from './reported/listing.js'
import { dayOrder, StatedClock } from './reported/stated-time.js'
import { blockOf, headTable, readTable, wholeOf } from './reported/table.js'

/** Get-MpThreatDetection and Get-MpThreat as PowerShell prints or exports them. */
export const defenderExport: Parser = {
  id: 'defender-export',
  format: 'Threats of Microsoft Defender as PowerShell exports them',
  sources: [
    'https://learn.microsoft.com/en-us/powershell/module/defender/get-mpthreatdetection',
    'https://learn.microsoft.com/en-us/previous-versions/windows/desktop/defender/msft-mpthreatdetection',
  ],

  sniff(head: Uint8Array): boolean {
    const table = headTable(head)
    if (table && isThreat((name) => table.header.has(name))) return true
    const object = firstObject(head)
    if (object) return isThreat((name) => object.find(name) >= 0)
    const names = headListing(head)
    return isThreat((name) => names.has(name))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = headTable(input.head)
    const object = firstObject(input.head)
    if (!object && !(table && isThreat((name) => table.header.has(name)))) {
      const bytes = await wholeOf(input, sink)
      const clock = new StatedClock(dayOrder(decodeText(bytes)))
      readListing(blockOf(bytes), (record, offset, size) => {
        addThreat(sink, clock, (name) => record.get(name) ?? '', offset, size)
      })
      await sink.flushIfFull()
      warnOfClock(sink, clock, 'Defender')
      return
    }
    if (object) {
      const clock = new StatedClock()
      await readJson(input, sink, (one, offset, size) => {
        addThreat(sink, clock, (name) => one.of(name), offset, size)
      })
      warnOfClock(sink, clock, 'Defender')
      return
    }
    if (!table) return
    const whole = await wholeOf(input, sink)
    const clock = new StatedClock(dayOrder(decodeText(whole)))
    const { header } = table
    const take = (row: { text(cell: number): string; offset: number; size: number }): void => {
      addThreat(sink, clock, (name) => row.text(header.column(name)), row.offset, row.size)
    }
    await readTable(input, sink, table, take, { whole })
    warnOfClock(sink, clock, 'Defender')
  },
}
