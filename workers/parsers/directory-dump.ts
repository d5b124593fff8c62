import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'
import { fileText } from './web/content.js'
import { isDirectoryDump, readDumps } from './web/dump.js'
import { addWebFile } from './web/file-row.js'
import { isInWebRoot } from './web/place.js'
import { tellServer } from './web/tell-dump.js'

/** All virtual directories of a hundred servers. */
const CONTENT_LIMIT = 4 * 1024 * 1024
/** A page's name, also as Test-ProxyLogon.ps1 copies suspicious files: `x.aspx_1`. */
const PAGE_NAME = /\.(?:aspx|ashx|asmx|asp|asax|svc)(?:_\d{1,6})?$/i

/**
 * Settings of virtual directories as PowerShell prints them, outside of any web root: an export by an
 * administrator or, under a page's name, a web shell that was collected.
 */
export const directoryDump: Parser = {
  id: 'directory-dump',
  format: 'Settings of Exchange’s virtual directories (Format-List)',
  sources: [
    'https://learn.microsoft.com/en-us/powershell/module/exchange/get-oabvirtualdirectory',
    'https://www.cisa.gov/news-events/analysis-reports/ar21-072a',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    return !isInWebRoot(path) && !head.includes(0) && isDirectoryDump(decodeText(head))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    if (bytes.length === CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(entry.size)} bytes`)
    }
    if (PAGE_NAME.test(entry.path)) addWebFile(sink, entry, fileText(bytes))
    for (const dump of readDumps(bytes)) {
      tellServer(dump, sink)
      const { identity, externalUrl, offset, end, changed, created, build } = dump
      const script = dump.hasScript ? ' with script in an address' : ''
      const version = build === '' ? '' : ` (Exchange ${build} before security updates)`
      const place = { offset, size: end - offset }
      const target = externalUrl === '' ? identity : `${identity}: ${externalUrl}`
      addFact(sink, 'configuration', {
        ...place,
        time: changed,
        action: `Virtual directory${script}, last changed${version}`,
        target,
      })
      if (Number.isNaN(created)) continue
      const action = 'Virtual directory created'
      addFact(sink, 'configuration', { ...place, time: created, action, target: identity })
    }
    await sink.flushIfFull()
  },
}
