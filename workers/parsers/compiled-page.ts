import type { Entry } from '../../src/model/evidence.js'
import { decodeText } from '../text.js'
import type { EventSink } from '../event-sink.js'
import { isCompiledOnUse } from './compiled/place.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'
import { scanFrames, type XmlFrame } from './shared/xml-frames.js'
import { xmlRoot } from './shared/xml-root.js'
import { isPage } from './web/place.js'

/** ASP.NET's own are below 2 KiB; a page with a thousand dependencies stays below this. */
const CONTENT_LIMIT = 256 * 1024

/**
 * `.compiled`: ASP.NET's note of a page it compiled, which stays when the page is deleted. In Temporary
 * ASP.NET Files it means that somebody asked for the page; elsewhere the site was compiled beforehand.
 */
export const compiledPage: Parser = {
  id: 'compiled-page',
  format: 'ASP.NET note of a compiled page (.compiled)',
  sources: [
    'https://learn.microsoft.com/en-us/previous-versions/aspnet/ms366723(v=vs.100)',
    'microsoft/referencesource System.Web/Compilation/PreservationFileWriter.cs',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    if (isPage(path) || xmlRoot(head) !== 'preserve') return false
    return /<preserve\s[^<]{0,900}(?:assembly|virtualPath)=/.test(decodeText(head))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    const dependencies: string[] = []
    const close = (frame: XmlFrame, end: number): void => {
      const get = (name: string): string => frame.attributes.get(name) ?? ''
      if (frame.name === 'filedep') dependencies.push(get('name'))
      if (frame.name !== 'preserve' || frame.parent !== null) return
      const page = get('virtualPath')
      const others = dependencies.filter((name) => name !== page)
      addFact(sink, 'compiled-pages', {
        time: entry.modified,
        offset: frame.at,
        size: end - frame.at,
        action: isCompiledOnUse(entry.path)
          ? 'Page compiled on first use'
          : 'Page compiled beforehand',
        target: others.length > 0 ? `${page} with ${others.join(', ')}` : page,
        agent: get('assembly'),
      })
    }
    scanFrames(bytes, { open: () => undefined, close }, (at, what, wanted, found) => {
      sink.warn(at, what, wanted, found)
    })
    await sink.flushIfFull()
  },
}
