import type { Entry } from '../../src/model/evidence.js'
import { formatIso } from '../../src/model/time.js'
import type { EventSink } from '../event-sink.js'
import { baseName, isCompiledOnUse } from './compiled/place.js'
import { readManagedModule } from './compiled/portable.js'
import type { Chunk, EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'

/** Modules of pages are below 5 MiB; the names of their classes stand near the end. */
const CONTENT_LIMIT = 16 * 1024 * 1024
/** As ASP.NET names what it compiles from pages, controls and code files. */
const MODULE_NAME = /^App_[A-Za-z]{2,20}[._][\w.]{1,200}\.dll$/i

/** `App_Web_*.dll`: pages as ASP.NET compiled them, which stay when the page is deleted. */
export const compiledModule: Parser = {
  id: 'compiled-module',
  format: 'Pages compiled by ASP.NET (.NET module)',
  sources: [
    'https://learn.microsoft.com/en-us/windows/win32/debug/pe-format',
    'https://ecma-international.org/publications-and-standards/standards/ecma-335/',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    const placed = isCompiledOnUse(path) && /\.dll$/i.test(path)
    return (placed || MODULE_NAME.test(baseName(path))) && readManagedModule(head) !== null
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.bytes(CONTENT_LIMIT)
    const module = readManagedModule(bytes)
    if (!module) {
      sink.unreadableRecord()
      sink.warn(
        0,
        'the headers of the module cannot be read',
        'a .NET module',
        baseName(entry.path),
      )
      return
    }
    const { built, pages } = module
    const name = baseName(entry.path)
    addFact(sink, 'compiled-pages', {
      time: entry.modified,
      offset: 0,
      size: bytes.length,
      action: `Pages compiled into a module, built ${formatIso(built)} by its own header`,
      target: pages.length > 0 ? `${name}: ${pages.join(', ')}` : entry.path,
    })
    await sink.flushIfFull()
  },

  record: {
    stretch: (_, entrySize) => ({
      from: 0,
      to: entrySize < CONTENT_LIMIT ? entrySize : CONTENT_LIMIT,
    }),
    tell({ bytes }: Chunk): string {
      const module = readManagedModule(bytes)
      if (!module) return 'headers: not those of a .NET module'
      const { built, runtime, pages } = module
      return [
        `built by its own header: ${formatIso(built)}`,
        `runtime: ${runtime}`,
        ...pages.map((page) => `page class: ${page}`),
      ].join('\n')
    },
  },
}
