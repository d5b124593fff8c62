import type { Entry } from '../../src/model/evidence.js'
import { familyIndex } from '../../src/model/families.js'
import type { EventSink } from '../event-sink.js'
import { AccessReader } from './access/reader.js'
import { SiteFamilies } from './iis/site.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

const RECORD =
  /^[^[\]]{3,500} \[\d\d\/[a-z]{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "[^\r\n]{0,3500}" \d{3}(?: |$)/i
/** Lines of the head that are looked at: the first may be the end of a record. */
const LOOKED_AT = 3

/** IIS names logs of the NCSA format `ncYYMMDD.log` or `u_ncYYMMDD.log`, in the folder of the site. */
function familyOf({ path }: Entry): number {
  const ofIis = /(?:^|\/)w3svc\d+\/[^/]*$|(?:^|\/)(?:u_)?nc\d{4,8}(?:_x)?\.log$/i.test(path)
  return ofIis ? new SiteFamilies(path).of(-1) : familyIndex('reverse-proxy')
}

/** Access logs in NCSA format: IIS's own, and those of Apache or nginx in front of it. */
export const accessLog: Parser = {
  id: 'access-log',
  format: 'access log in NCSA common or combined format',
  noRecord: '^ *$',
  sources: [
    'https://httpd.apache.org/docs/2.4/logs.html#accesslog',
    'https://nginx.org/en/docs/http/ngx_http_log_module.html',
    'https://learn.microsoft.com/en-us/windows/win32/http/ncsa-logging',
  ],

  sniff(head: Uint8Array): boolean {
    return headLines(head)
      .slice(0, LOOKED_AT)
      .some((line) => RECORD.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new AccessReader(sink, familyOf(input.entry))
    for await (const block of input.lines()) {
      reader.readBlock(block)
      await sink.flushIfFull()
    }
    reader.finish()
  },
}
