import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { readConfiguration } from './configuration/reader.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'
import { xmlRoot } from './shared/xml-root.js'
import { fileText } from './web/content.js'
import { addWebFile } from './web/file-row.js'
import { isInWebRoot, isPage } from './web/place.js'

/** The biggest configuration files, those of servers with hundreds of sites, stay well below this. */
const CONTENT_LIMIT = 8 * 1024 * 1024
const CONFIG_NAME = /\.config$/i
/** What only server script holds; a configuration file has no use for it. */
const SERVER_SCRIPT = /<%|runat\s{0,9}=/i

/**
 * web.config, applicationHost.config, agents.config and other .NET configuration, and their backups under
 * any name. A web.config is also a file that the web server hands to a script engine if told so: one
 * under a web root, or with script in it, is examined like a page.
 */
export const configuration: Parser = {
  id: 'configuration',
  format: 'Configuration of IIS, ASP.NET or Exchange (XML)',
  sources: [
    'https://learn.microsoft.com/en-us/iis/configuration/',
    'https://github.com/microsoft/CSS-Exchange/blob/main/Security/src/EOMT.ps1',
    'https://github.com/Neo23x0/signature-base/blob/master/yara/expl_proxyshell.yar',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    if (isPage(path)) return false
    const root = xmlRoot(head)
    return root === 'configuration' || (root === null && CONFIG_NAME.test(path))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    if (bytes.length === CONTENT_LIMIT && entry.size > CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(entry.size)} bytes`)
    }
    const text = fileText(bytes)
    if (isInWebRoot(entry.path) || SERVER_SCRIPT.test(text)) addWebFile(sink, entry, text)
    const time = entry.modified
    const file = { time, offset: 0, size: bytes.length, target: entry.path }
    addFact(sink, 'configuration', { ...file, action: 'Configuration file' })
    readConfiguration(bytes, time, sink)
    await sink.flushIfFull()
  },
}
