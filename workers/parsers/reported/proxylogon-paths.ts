import type { EventSink } from '../../event-sink.js'
import type { LineBlock } from '../parser.js'
import { headLines } from '../shared/head.js'
import { addClaim } from './claims.js'
import { hostOf } from './proxylogon-tables.js'
import { linesOf } from './table.js'

const ABSOLUTE = /^(?:[a-z]:\\|\\\\)[^"|<>]{3,}$/i
const OAB_LOG = /\\logging\\oabgeneratorlog\\[^\\]/i
const ECP_LOG = /\\logging\\ecp\\server\\[^\\]/i
/** What the list of downloads is called: its paths can be any. */
const DOWNLOADS = /-cve-2021-26858-downloadpaths\.log$/i

/** Is it one of the script's lists: absolute paths, of logs that it names? */
export function isPathList(head: Uint8Array, path: string): boolean {
  const lines = headLines(head).slice(0, 8).map(unquoted)
  if (lines[0] === undefined || !ABSOLUTE.test(lines[0])) return false
  const expected = DOWNLOADS.test(path)
    ? lines.filter((line) => ABSOLUTE.test(line))
    : lines.filter((line) => ABSOLUTE.test(line) && (OAB_LOG.test(line) || ECP_LOG.test(line)))
  return expected.length * 2 >= lines.length
}

/** A list of paths that Test-ProxyLogon wrote: the logs that it found something in, or downloads. */
export class PathList {
  private readonly downloads: boolean
  private readonly host: string

  constructor(
    path: string,
    private readonly sink: EventSink,
  ) {
    this.downloads = DOWNLOADS.test(path)
    this.host = hostOf(path)
  }

  readBlock(block: LineBlock): void {
    const { sink } = this
    for (const { text, offset, size } of linesOf(block)) {
      const target = unquoted(text)
      if (!ABSOLUTE.test(target)) {
        sink.unreadableRecord()
        sink.warn(offset, 'line that is no path', 'an absolute path', text.slice(0, 60))
        continue
      }
      addClaim(sink, { time: NaN, offset, size, action: this.claim(target), target })
      if (this.host !== '') sink.server(this.host, 1)
    }
  }

  private claim(target: string): string {
    if (this.downloads) return 'Reported by Test-ProxyLogon: file downloaded (CVE-2021-26858)'
    return ECP_LOG.test(target)
      ? 'Reported by Test-ProxyLogon: log with a Set-…VirtualDirectory (CVE-2021-27065)'
      : 'Reported by Test-ProxyLogon: log with a failed download (CVE-2021-26858)'
  }
}

function unquoted(line: string): string {
  return line.trim().replace(/^'(.*)'$/, '$1')
}
