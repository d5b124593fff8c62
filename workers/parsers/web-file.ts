import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'
import { fileText, utf16 } from './web/content.js'
import { isDirectoryDump, readDumps } from './web/dump.js'
import { addWebFile } from './web/file-row.js'
import { isInLogFolder, isInWebRoot, isRunnable } from './web/place.js'
import { tellServer } from './web/tell-dump.js'

/** Web shells and virtual directory dumps are small, and so is what else is worth a look. */
const TEXT_LIMIT = 256 * 1024
/** A shell that came as an exported mailbox stands in a file of at least 265 KiB. */
const PAGE_LIMIT = 1024 * 1024

function isText(head: Uint8Array): boolean {
  return utf16(head) !== '' || !head.includes(0)
}

function isLog(head: Uint8Array): boolean {
  const first = headLines(head)[0] ?? ''
  return (
    /^#[A-Za-z-]+:/.test(first) ||
    /^"?(?:DateTime|TimeStamp|date-time)"?,/i.test(first) ||
    /^(?:\d{4}-\d\d-\d\d[ T])?\d\d:\d\d:\d\d/.test(first)
  )
}

/**
 * A file under a web root: what a page of Exchange's, or a web shell, is can only be told from where it
 * stands and what it holds. The one parser that goes by path, since these files share no format. A page
 * that the server would run is taken as one whatever its first bytes claim to be.
 */
export const webFile: Parser = {
  id: 'web-file',
  format: 'File under a web root of Exchange or IIS',
  sources: [
    'https://learn.microsoft.com/en-us/exchange/clients/default-virtual-directory-settings',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    if (!isInWebRoot(entry.path)) return false
    if (isRunnable(entry.path)) return true
    if (isInLogFolder(entry.path) || entry.size > TEXT_LIMIT) return false
    return isText(head) && !isLog(head)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(PAGE_LIMIT)
    const text = fileText(bytes)
    if (entry.size > PAGE_LIMIT) {
      const wanted = `at most ${String(PAGE_LIMIT)} bytes`
      sink.warn(PAGE_LIMIT, 'content examined in part', wanted, `${String(entry.size)} bytes`)
    }
    addWebFile(sink, entry, text)
    if (isDirectoryDump(text)) for (const dump of readDumps(bytes)) tellServer(dump, sink)
    await sink.flushIfFull()
  },
}
