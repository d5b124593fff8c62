import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import { isCompiledOnUse, baseName } from './compiled/place.js'
import { isGeneratedSource, isSourceName, pageOfSource } from './compiled/source.js'
import type { EntryInput, Parser } from './parser.js'
import { fileText } from './web/content.js'
import { addContent } from './web/file-row.js'

/** The code of one page of Exchange's biggest is below 500 KiB. */
const CONTENT_LIMIT = 2 * 1024 * 1024

/**
 * Source that ASP.NET generates from a page before it compiles it (`.0.cs`, `.0.vb`, `.0.js`). It holds
 * the code of the page word for word, also when the page is gone, and is examined as that page.
 */
export const compiledSource: Parser = {
  id: 'compiled-source',
  format: 'Code that ASP.NET generated from a page',
  sources: [
    'microsoft/referencesource System.Web/Compilation/BaseCodeDomTreeGenerator.cs',
    'https://learn.microsoft.com/en-us/dotnet/csharp/language-reference/preprocessor-directives',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    if (head.includes(0)) return false
    if (isCompiledOnUse(path) && isSourceName(path)) return true
    return /\.(?:cs|vb|js)$/i.test(path) && isGeneratedSource(decodeText(head))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const text = fileText(await input.content(CONTENT_LIMIT))
    if (entry.size > CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'content examined in part', wanted, `${String(entry.size)} bytes`)
    }
    const page = pageOfSource(text)
    if (page === '') {
      const wanted = '#line or #pragma checksum with a path'
      sink.warn(0, 'the code does not name the page that it came from', wanted, 'none')
    }
    const row = addContent(sink, entry, 'compiled-pages', page || entry.path, text)
    sink.columns.action[row] = sink.internText('Code generated from a page')
    sink.columns.agent[row] = sink.internText(baseName(entry.path))
    await sink.flushIfFull()
  },
}
