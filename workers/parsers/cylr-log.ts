import { TimeReader } from '../../src/model/time.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { shortened } from './reported/claims.js'
import { ClaimRows } from './reported/claim-rows.js'
import { headLines } from './shared/head.js'
import { eachRecord } from './shared/records.js'

const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d \[(trace|debug|info|warn|error|critical)\] /
const TIME_LENGTH = 19

/** CyLR's log of a collection: what it took and what it could not take. Its times are UTC. */
export const cylrLog: Parser = {
  id: 'cylr-log',
  format: 'CyLR collection log',
  sources: ['https://github.com/orlikoski/CyLR/blob/main/CyLR/src/Logger.cs'],

  sniff(head: Uint8Array): boolean {
    return LINE.test(headLines(head)[0] ?? '')
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const rows = new ClaimRows(sink)
    const clock = new TimeReader()
    for await (const given of input.lines()) {
      const block = sink.reserve(given)
      const { bytes } = block
      const warnNul = (offset: number): void => {
        sink.warn(offset, 'NUL bytes in the log', 'text', 'bytes of value 0')
      }
      eachRecord(block, warnNul, (start, end, offset) => {
        const text = decodeText(bytes.subarray(start, end))
        const level = LINE.exec(text)
        if (!level) {
          sink.unreadableRecord()
          sink.warn(offset, 'line of another shape', 'time, level and message', text.slice(0, 60))
          return
        }
        const time = clock.iso(bytes, start, start + TIME_LENGTH)
        const action = `Reported by CyLR: ${level[1] ?? ''}`
        rows.add(time, 0, offset, end - start, action)
        rows.target = sink.internText(shortened(text.slice(level[0].length)))
      })
      await sink.flushIfFull()
    }
  },
}
