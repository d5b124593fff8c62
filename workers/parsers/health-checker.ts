import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { warnOfClock } from './reported/claims.js'
import { HealthFacts } from './reported/health-facts.js'
import { readHealthHtml } from './reported/health-html.js'
import { readHealthText } from './reported/health-text.js'
import { readHealthXml } from './reported/health-xml.js'
import { firstObject } from './reported/json-report.js'
import { dayOrder, StatedClock } from './reported/stated-time.js'
import { blockOf, wholeOf } from './reported/table.js'
import { isVulnerabilityReport, readVulnerabilities } from './reported/vulnerability-report.js'
import { headLines } from './shared/head.js'

type Kind = 'xml' | 'html' | 'text' | 'json'

/** What HealthChecker.ps1 says of servers: builds, vulnerabilities, modules of IIS, updates. */
export const healthChecker: Parser = {
  id: 'health-checker',
  format: 'Report of HealthChecker',
  sources: [
    'https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/',
    'https://github.com/microsoft/CSS-Exchange/tree/main/Diagnostics/HealthChecker',
  ],

  sniff(head: Uint8Array, entry: Entry): boolean {
    return kindOf(head, entry.path) !== null
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const kind = kindOf(input.head, input.entry.path)
    if (kind === 'json') {
      const clock = new StatedClock()
      readVulnerabilities(sink, clock, await wholeOf(input, sink))
      await sink.flushIfFull()
      warnOfClock(sink, clock, 'HealthChecker')
      return
    }
    const bytes = await wholeOf(input, sink)
    const clock = new StatedClock(dayOrder(decodeText(bytes)))
    const facts = new HealthFacts(sink, clock, input.entry.path)
    if (kind === 'xml') readHealthXml(bytes, facts, sink)
    else if (kind === 'html') readHealthHtml(bytes, facts)
    else readHealthText(blockOf(bytes), facts)
    facts.finish()
    await sink.flushIfFull()
    warnOfClock(sink, clock, 'HealthChecker')
  },
}

function kindOf(head: Uint8Array, path: string): Kind | null {
  const object = firstObject(head)
  if (object) return isVulnerabilityReport(object) ? 'json' : null
  const lines = headLines(head)
  const text = lines.join('\n')
  if (/<Objs\s/i.test(text.slice(0, 200))) {
    const named = /(?:^|\/)HealthChecker-[^/]*\.xml$/i.test(path)
    return named || text.includes('HealthChecker') ? 'xml' : null
  }
  if (/^\s*</.test(text)) return /Exchange Health Checker v/i.test(text) ? 'html' : null
  const titled = lines.slice(0, 5).some((line) => /^Exchange Health Checker version /i.test(line))
  return titled ? 'text' : null
}
