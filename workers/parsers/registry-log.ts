import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { isLog, readBaseBlock } from './registry/base-block.js'
import { hasDirtyPages } from './registry/dirty-pages.js'
import { counted } from './registry/words.js'
import { readLogEntries } from './registry/log-entries.js'

/** As much as is read of a log beside its hive. */
const MAX_LOG = 128 << 20

/** A hive's transaction log. Its changes are told with the hive that they belong to; here it is only checked. */
export const registryLog: Parser = {
  id: 'registry-log',
  format: 'Transaction log of a registry hive',
  sources: [
    'https://github.com/msuhanov/regf/blob/master/Windows%20registry%20file%20format%20specification.md',
  ],

  sniff: (head) => isLog(head),

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const bytes = await input.bytes(MAX_LOG)
    const { entries, broken } = readLogEntries(bytes)
    sink.readRecords(entries.length)
    if (broken) {
      sink.unreadableRecord()
      sink.warn(broken.at, 'an entry of the transaction log is damaged', 'its hash', broken.found)
    }
    if (readBaseBlock(bytes)?.checksumMatches === false) {
      sink.warn(0, 'the transaction log’s first sector is damaged', 'its checksum', 'another')
    }
    const changes = counted(hasDirtyPages(bytes) ? 1 : entries.length, 'change')
    sink.note(`transaction log of a registry hive with ${changes}, applied with its hive`)
  },
}
