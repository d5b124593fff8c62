import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact, type Fact } from './shared/facts.js'

/** Lists of blocked names have some megabytes; Windows itself reads no more of them. */
const CONTENT_LIMIT = 4 * 1024 * 1024
const NEWLINE = 0x0a
const ENTRY = /^\s{0,99}([0-9a-f.:%]{2,60})\s{1,99}([^\s#][^#]{0,1000})/i
const SAMPLE = 'sample HOSTS file used by Microsoft TCP/IP'

/** Windows’ hosts file: names that do not go to the name server. As delivered it holds remarks only. */
export const hostsFile: Parser = {
  id: 'hosts-file',
  format: 'Windows hosts file',
  sources: [
    'https://learn.microsoft.com/en-us/troubleshoot/windows-server/networking/reset-hosts-file',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    if (head.includes(0)) return false
    const text = decodeText(head)
    if (text.slice(0, 400).includes(SAMPLE)) return true
    return /(?:^|\/)(?:drivers\/etc\/)?hosts$/i.test(path) && allLikeHosts(text)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    if (bytes.length === CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(entry.size)} bytes`)
    }
    const time = entry.modified
    const file = { time, offset: 0, size: bytes.length, target: entry.path }
    addFact(sink, 'configuration', { ...file, action: 'Hosts file' })
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start)
      const end = found < 0 ? bytes.length : found
      takeLine(
        decodeText(bytes.subarray(start, end)),
        { time, offset: start, size: end - start },
        sink,
      )
      start = end + 1
    }
    await sink.flushIfFull()
  },
}

function takeLine(
  text: string,
  place: Pick<Fact, 'time' | 'offset' | 'size'>,
  sink: EventSink,
): void {
  const line = text.replace(/^\ufeff/, '').trimEnd()
  if (line === '' || /^\s*#/.test(line)) return
  const [, address = '', names = ''] = ENTRY.exec(line) ?? []
  if (address === '') {
    sink.unreadableRecord()
    const found = line.slice(0, 40)
    sink.warn(place.offset, 'line of the hosts file cannot be read', 'address name', found)
    return
  }
  const target = `${names.trim().replace(/\s+/g, ' ')} → ${address}`
  addFact(sink, 'configuration', { ...place, action: 'Name set in the hosts file', target })
}

/** Whole lines of the head are remarks or entries; the last may be cut off. */
function allLikeHosts(text: string): boolean {
  const lines = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .slice(0, -1)
  const told = lines.filter((line) => line.trim() !== '')
  return told.length > 0 && told.every((line) => /^\s*#/.test(line) || ENTRY.test(line))
}
