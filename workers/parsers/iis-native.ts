import type { EventSink } from '../event-sink.js'
import { NativeReader } from './iis/native-reader.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

const ROW =
  /^[^,]{1,100}, .{1,300}, \d{1,2}\/\d{1,2}\/\d{2,4}, \d{1,2}:\d\d:\d\d, [A-Z0-9]*SVC\d*, [^,]{1,64}, [^,]{1,64}, \d+, \d+, \d+, \d{1,3}, \d+, /i
/** Lines of the head that are looked at: the first may be the end of a row. */
const LOOKED_AT = 3

/** IIS's own log format: fifteen fields, times local to the server. */
export const iisNative: Parser = {
  id: 'iis-native',
  format: 'IIS log file format',
  noRecord: '^#|^ *$',
  sources: ['https://learn.microsoft.com/en-us/windows/win32/http/iis-logging'],

  sniff(head: Uint8Array): boolean {
    return headLines(head)
      .slice(0, LOOKED_AT)
      .some((line) => ROW.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new NativeReader(input.entry.path, sink)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
