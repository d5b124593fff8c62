import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { addClaim, warnOfClock } from './reported/claims.js'
import { StatedClock } from './reported/stated-time.js'
import { headTable, readTable, type TableHeader } from './reported/table.js'

interface HitLayout {
  readonly tool: string
  readonly rule: number
  readonly level: number
  readonly what: number
  readonly host: number
}

/** What Hayabusa and Chainsaw found in event logs by Sigma rules, as tables. */
export const sigmaHits: Parser = {
  id: 'sigma-hits',
  format: 'Table of Hayabusa or Chainsaw',
  sources: [
    'https://github.com/Yamato-Security/hayabusa',
    'https://github.com/WithSecureLabs/chainsaw',
  ],

  sniff(head: Uint8Array): boolean {
    const table = headTable(head)
    return table !== null && layoutOf(table.header) !== null
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const table = headTable(input.head)
    const layout = table && layoutOf(table.header)
    if (!table || !layout) return
    const clock = new StatedClock()
    const stamp = table.header.column('timestamp')
    const hosts = new Map<string, number>()
    await readTable(input, sink, table, (row) => {
      const stated = row.text(stamp)
      const time = clock.read(stated)
      if (Number.isNaN(time)) {
        const found = stated.slice(0, 60)
        sink.warn(row.offset, 'row with a time that cannot be read', 'a day and time', found)
      }
      const words = [row.text(layout.level), row.text(layout.rule)].filter(Boolean).join(', ')
      addClaim(sink, {
        time,
        tenths: clock.tenths,
        offset: row.offset,
        size: row.size,
        action: `Reported by ${layout.tool}: ${words.slice(0, 200)}`,
        target: row.text(layout.what),
      })
      const host = row.text(layout.host)
      if (host !== '' && (hosts.size < 64 || hosts.has(host))) {
        hosts.set(host, (hosts.get(host) ?? 0) + 1)
      }
    })
    for (const [host, rows] of hosts) sink.server(host, rows)
    warnOfClock(sink, clock, layout.tool)
  },
}

function layoutOf(header: TableHeader): HitLayout | null {
  const host = header.column('computer', 'hostname')
  if (header.has('timestamp', 'ruletitle', 'level')) {
    const what = header.column('details', 'allfieldinfo', 'message')
    const rule = header.column('ruletitle')
    return { tool: 'Hayabusa', rule, level: header.column('level'), what, host }
  }
  if (header.has('timestamp', 'detections', 'path')) {
    const what = header.column('eventdata', 'data', 'path')
    return { tool: 'Chainsaw', rule: header.column('detections'), level: -1, what, host }
  }
  return null
}
