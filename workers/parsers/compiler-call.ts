import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import { baseName, isCompiledOnUse } from './compiled/place.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'
import { fileText } from './web/content.js'

/** A call names some hundred references of up to 300 bytes each. */
const CONTENT_LIMIT = 1024 * 1024
const CALL = /^\ufeff?\s{0,8}\/t:(?:library|exe|winexe|module)\s/
/** Beginning of the compiler's output: its folder and its own call. */
const OUTPUT = /^\ufeff?\s{0,8}[^\r\n]{0,300}>\s{0,4}"?[^\r\n"]{0,300}\\(?:csc|vbc|jsc)\.exe"?\s/i
const RESULT = /\/out:"?([^"\r\n]{1,500}?)(?:"|\s\/|$)/im
const SOURCE = /"([^"\r\n]{1,500}\.(?:cs|vb|js))"/gi
const COMPLAINT = /\b(?:error|warning) (?:CS|BC|JS)\d{2,5}:/i
const MAX_SOURCES = 50

/**
 * `.cmdline` and `.out` beside compiled pages: how ASP.NET (or Add-Type of PowerShell) called the
 * compiler, and what the compiler answered.
 */
export const compilerCall: Parser = {
  id: 'compiler-call',
  format: 'Call of the .NET compiler (.cmdline, .out)',
  sources: [
    'https://learn.microsoft.com/en-us/dotnet/csharp/language-reference/compiler-options/',
    'microsoft/referencesource System/compmod/microsoft/csharp/csharpcodeprovider.cs',
  ],

  sniff(head: Uint8Array): boolean {
    const text = decodeText(head)
    return (CALL.test(text) && text.includes('/R:')) || OUTPUT.test(text)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { entry } = input
    const bytes = await input.content(CONTENT_LIMIT)
    const text = fileText(bytes)
    const result = RESULT.exec(text)?.[1] ?? ''
    if (result === '') sink.warn(0, 'the call does not say what it makes', '/out:"path"', 'none')
    const sources: string[] = []
    for (const [, source = ''] of text.matchAll(SOURCE)) {
      if (sources.push(baseName(source)) === MAX_SOURCES) break
    }
    const place = { time: entry.modified, offset: 0, size: bytes.length }
    addFact(sink, 'compiled-pages', {
      ...place,
      action:
        isCompiledOnUse(entry.path) || isCompiledOnUse(result.replaceAll('\\', '/'))
          ? 'Compiler called for a page'
          : 'Compiler called',
      target: result || entry.path,
      agent: sources.join(', '),
    })
    for (const line of text.split(/[\r\n]+/)) {
      if (!COMPLAINT.test(line)) continue
      addFact(sink, 'compiled-pages', {
        ...place,
        action: 'Compiler’s complaint',
        target: line.trim(),
      })
    }
    await sink.flushIfFull()
  },
}
