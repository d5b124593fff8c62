import type { EventSink } from '../event-sink.js'
import { FieldsReader, type FieldsLog } from './iis/fields-reader.js'
import { fieldNames } from './iis/ftp.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

const HTTP_ERR: FieldsLog = {
  family: 'httperr',
  free: 'cs-uri',
  user: '',
  target: 'cs-uri',
  queried: true,
  beside: 's-reason',
  words: (method, reason) =>
    method === '' || reason === '' ? method + reason : `${method}: ${reason}`,
}

/** HTTP.sys's log of requests and connections that it ended itself: IIS never saw them. */
export const httpErr: Parser = {
  id: 'http-err',
  format: 'HTTP.sys error log',
  noRecord: '^#|^ *$',
  sources: [
    'https://learn.microsoft.com/en-us/troubleshoot/developer/webapps/aspnet/site-behavior-performance/error-logging-http-apis',
  ],

  sniff(head: Uint8Array): boolean {
    const lines = headLines(head)
    if (lines.some((line) => /^#Software:\s*Microsoft HTTP API/i.test(line))) return true
    return lines.some((line) => fieldNames(line).includes('s-reason'))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new FieldsReader(sink, HTTP_ERR)
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
