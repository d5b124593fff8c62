import type { EventSink } from '../event-sink.js'
import { decodeText } from '../text.js'
import type { EntryInput, Parser } from './parser.js'
import { addFact } from './shared/facts.js'
import { headLines } from './shared/head.js'

/** A server has some hundred rules of 700 bytes each. */
const CONTENT_LIMIT = 8 * 1024 * 1024
const NEWLINE = 0x0a
const FIELD = /^([A-Z][A-Za-z ]{1,30}): {1,60}(.*)$/

/** What `netsh advfirewall firewall show rule name=all` prints, in English. */
export const firewallRules: Parser = {
  id: 'firewall-rules',
  format: 'Windows Firewall rules (netsh)',
  sources: [
    'https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/netsh-advfirewall',
  ],

  sniff(head: Uint8Array): boolean {
    const lines = headLines(head).slice(0, 30)
    return (
      lines.some((line) => /^Rule Name: {2,60}\S/.test(line)) &&
      lines.some((line) => /^Direction: {2,60}(?:In|Out)/.test(line))
    )
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const bytes = await input.content(CONTENT_LIMIT)
    if (bytes.length === CONTENT_LIMIT) {
      const wanted = `at most ${String(CONTENT_LIMIT)} bytes`
      sink.warn(CONTENT_LIMIT, 'read in part', wanted, `${String(input.entry.size)} bytes`)
    }
    let rule = new Map<string, string>()
    let offset = 0
    const tell = (end: number): void => {
      if (!rule.has('Rule Name')) return
      const place = { offset, size: end - offset, time: input.entry.modified }
      addFact(sink, 'configuration', { ...place, ...inWords(rule) })
    }
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start)
      const end = found < 0 ? bytes.length : found
      const [, name = '', value = ''] =
        FIELD.exec(decodeText(bytes.subarray(start, end)).trim()) ?? []
      if (name === 'Rule Name') {
        tell(start)
        rule = new Map()
        offset = start
      }
      if (name !== '' && !rule.has(name)) rule.set(name, value.trim())
      start = end + 1
    }
    tell(bytes.length)
    await sink.flushIfFull()
  },
}

function inWords(rule: ReadonlyMap<string, string>): {
  readonly action: string
  readonly target: string
  readonly agent: string
} {
  const get = (name: string): string => rule.get(name) ?? ''
  const does = get('Action').toLowerCase() || 'has no action'
  const ports = ['LocalPort', 'RemotePort']
    .filter((name) => get(name) !== '' && get(name) !== 'Any')
    .map((name) => ` ${name === 'LocalPort' ? 'local' : 'remote'} port ${get(name)}`)
  const from = get('RemoteIP') === 'Any' || get('RemoteIP') === '' ? '' : ` ${get('RemoteIP')}`
  const off = get('Enabled') === 'No' ? ', disabled' : ''
  const way = get('Direction') === 'Out' ? 'outgoing' : 'incoming'
  return {
    action: `Firewall rule: ${does} ${way} ${get('Protocol')}${ports.join('')}${from}${off}`,
    target: get('Rule Name'),
    agent: get('Program'),
  }
}
