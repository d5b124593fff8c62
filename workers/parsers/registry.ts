import type { RecordLocation } from '../../src/model/event-table.js'
import type { Bytes } from '../../src/model/units.js'
import type { EventSink } from '../event-sink.js'
import type { Chunk, EntryInput, Parser } from './parser.js'
import { isHive, SECTOR } from './registry/base-block.js'
import { Hive } from './registry/hive.js'
import { hiveText, keyText } from './registry/key-text.js'
import { MAX_HIVE, readHive } from './registry/read-hive.js'
import { replay, type HiveLog } from './registry/replay.js'

/** A key is told from so much of its hive: from its beginning on, or from around the key. */
const STRETCH: Bytes = 64 << 20
const PAGE: Bytes = 4096

/**
 * A registry hive, with the changes that its transaction logs hold and it does not. Keys that matter are
 * rows at the time when they were last written; all others are counted.
 */
export const registry: Parser = {
  id: 'registry',
  format: 'Registry hive (regf)',
  sources: [
    'https://github.com/msuhanov/regf/blob/master/Windows%20registry%20file%20format%20specification.md',
    'https://github.com/libyal/libregf/tree/main/documentation',
    'https://github.com/libyal/winreg-kb',
  ],

  sniff: (head) => isHive(head),

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const bytes = await input.bytes(MAX_HIVE)
    const { entry } = input
    if (entry.size > MAX_HIVE) {
      const wanted = `at most ${MAX_HIVE} bytes`
      sink.warn(MAX_HIVE, 'the hive is read in part', wanted, `${entry.size} bytes`)
    }
    const logs: HiveLog[] = []
    for (const sibling of input.siblings ?? []) {
      logs.push({ path: sibling.path, bytes: await sibling.bytes() })
    }
    const replayed = replay(bytes, logs, (at, what, wanted, found) => {
      sink.warn(at, what, wanted, found)
    })
    input.alive()
    await readHive(replayed, entry, bytes.length, sink, () => {
      input.alive()
    })
  },

  record: {
    stretch({ offset }: RecordLocation, entrySize: Bytes) {
      const middle = Math.floor((offset - STRETCH / 2) / PAGE) * PAGE
      const from = offset < STRETCH ? 0 : middle
      const to = from + STRETCH
      return { from, to: Number.isNaN(entrySize) ? to : Math.min(to, entrySize) }
    },

    tell({ bytes, base }: Chunk, { offset }: RecordLocation, siblings = []): string {
      if (offset < SECTOR) return hiveText(bytes)
      // Pages of a log lie anywhere in the hive: a part in its middle is told as it stands.
      const whole = base > 0 ? bytes : replay(bytes, siblings, () => undefined).bytes
      const text = keyText(new Hive(whole, () => undefined, base), offset - base)
      return text === '' ? ELSEWHERE : text
    },
  },
}

/** A key that the hive's file is too short for. */
const ELSEWHERE =
  'this key stands in a transaction log beside the hive, or where the hive is damaged'
