import type { EventSink } from '../event-sink.js'
import { FirewallReader } from './network/firewall-rows.js'
import type { EntryInput, Parser } from './parser.js'
import { headLines } from './shared/head.js'

/** pfirewall.log of Windows Firewall: packets dropped and, where so configured, connections allowed. */
export const firewallLog: Parser = {
  id: 'firewall-log',
  format: 'Windows Firewall log',
  sources: [
    'https://learn.microsoft.com/en-us/windows/security/operating-system-security/network-security/windows-firewall/configure-logging',
  ],

  sniff(head: Uint8Array): boolean {
    return headLines(head)
      .slice(0, 6)
      .some((line) => /^#Software:\s{0,9}Microsoft Windows Firewall/i.test(line))
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const reader = new FirewallReader(sink)
    for await (const block of input.lines()) {
      reader.readBlock(sink.reserve(block))
      await sink.flushIfFull()
    }
    if (reader.utc || sink.rows === 0) return
    const what =
      'times of the firewall log are local time of the server, zone unknown: shown as if UTC'
    sink.warn(0, what, 'a time with its zone', 'a time without one')
  },
}
