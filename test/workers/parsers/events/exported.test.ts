import { describe, expect, it } from 'vitest'
import { exportedCsv } from '../../../../workers/parsers/exported-csv.js'
import { exportedJson } from '../../../../workers/parsers/exported-json.js'
import { exportedXml } from '../../../../workers/parsers/exported-xml.js'
import { PARSERS } from '../../../../workers/parsers/index.js'
import { MemoryInput } from '../memory-input.js'
import { EXPORTS, fromPowerShell, INSIDE, inMilliseconds, oneALine, SID, xml } from './exports.js'
import { bytesOf, readAll, type ReadLog } from '../read-all.js'

const EXPECTED = [
  {
    time: '2021-03-03T04:05:06.123Z',
    family: 'evtx-security',
    action: 'Logon failed (over the network, password in clear to the server): wrong password',
    target: 'EX01',
    user: 'CONTOSO\\eve',
    client: '203.0.113.7',
    agent: 'C:\\Windows\\System32\\inetsrv\\w3wp.exe',
    status: 4625,
  },
  {
    time: '2021-03-03T04:05:07Z',
    family: 'evtx-system',
    action: 'Service installed',
    target: 'updater: C:\\x.exe -a "b" <c>',
    user: SID,
    client: '',
    agent: 'auto start, LocalSystem',
    status: 7045,
  },
]

function told({ rows }: ReadLog) {
  return rows.map(({ time, family, action, target, user, client, agent, status }) => ({
    time,
    family,
    action,
    target,
    user,
    client,
    agent,
    status,
  }))
}

describe.each(EXPORTS)('events exported by %s', (_, parser, text) => {
  it('are known to one parser', () => {
    const { head, entry } = new MemoryInput(bytesOf(text.replace(/^\ufeff/, '')))
    expect(PARSERS.filter((one) => one.sniff(head, entry))).toEqual([parser])
  })

  it('give the rows that the log gives, each with its own place in the text', async () => {
    const log = await readAll(parser, bytesOf(text))
    expect(told(log)).toEqual(EXPECTED)
    expect(log.warnings).toEqual([])
    expect([...log.totals.servers]).toEqual([['EX01', 2]])
    const whole = Buffer.from(bytesOf(text))
    for (const [index, row] of log.rows.entries()) {
      const raw = whole.subarray(row.offset, row.offset + row.size).toString()
      if (parser === exportedJson) expect(raw).toMatch(/^\{.*\}$/s)
      if (parser === exportedXml) expect(raw).toMatch(/^<Event .*<\/Event>$/s)
      expect(raw).toContain(String(EXPECTED[index]?.status))
    }
  })

  it('are read as UTF-16 too, with places in the text', async () => {
    if (parser === exportedCsv) return
    const bare = text.replace(/^\ufeff/, '')
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${bare}`, 'utf16le'))
    const log = await readAll(parser, utf16)
    expect(told(log)).toEqual(EXPECTED)
    const expected = await readAll(parser, bytesOf(bare))
    expect(log.rows.map((row) => row.offset)).toEqual(expected.rows.map((row) => row.offset))
  })

  it('survive when the file is cut off in the last', async () => {
    const log = await readAll(parser, bytesOf(text.slice(0, -40)))
    expect(told(log)).toEqual(EXPECTED.slice(0, 1))
    expect(log.totals.unreadable).toBe(1)
    expect(log.warnings).toHaveLength(1)
  })
})

describe('damage in exported JSON', () => {
  const [first = {}, second = {}] = INSIDE

  it.each([
    ['a line cut off', `${JSON.stringify(first).slice(0, 300)}\n`],
    ['a text that is never closed', `{"Event":{"System":{"Channel":"x}}}\n`],
    ['a bracket too many', `{"Event":{"System":{\n`],
    ['a value that is none', `{"Event":{"System":oops}}\n`],
    ['an object that is no event', `{"a":1}\n`],
    ['an id that is none', `{"Event":{"System":{"EventID":"x","Channel":"Security"}}}\n`],
    ['brackets without end', `${'{'.repeat(100_000)}\n`],
    ['blanks without end', `{${' '.repeat(1_200_000)}\n`],
  ])('%s costs that record alone', async (_, damage) => {
    const text = `${JSON.stringify(first)}\n${damage}${JSON.stringify(second)}\n`
    const started = performance.now()
    const log = await readAll(exportedJson, bytesOf(text))
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(told(log)).toEqual(EXPECTED)
    expect(log.totals.unreadable).toBeGreaterThan(0)
    expect(log.warnings.length).toBeGreaterThan(0)
  })

  it('costs one element of an array laid out over lines', async () => {
    const lines = JSON.stringify(fromPowerShell(inMilliseconds, 4), null, 4).split('\n')
    lines.splice(6, 3, '        "Level":  [')
    const log = await readAll(exportedJson, bytesOf(lines.join('\n')))
    expect(told(log)).toEqual(EXPECTED.slice(1))
    expect(log.totals.unreadable).toBe(1)
  })
})

describe('damage in exported XML', () => {
  const [first = '', second = ''] = xml("'")

  it.each([
    ['an event that is not closed', first.slice(0, 400)],
    ['an event without an id', first.replace(/<EventID.*?<\/EventID>/, '')],
    ['text that is no event', 'oops </Event> <EventData> <'],
    ['a document type', '<!DOCTYPE x [<!ENTITY e "ee">]>'],
    ['an event without end', `<Event xmlns='x'>${'<a>'.repeat(400_000)}`],
  ])('%s costs that record alone', async (_, damage) => {
    const started = performance.now()
    const log = await readAll(exportedXml, bytesOf(`${first}\n${damage}\n${second}`))
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(told(log)).toEqual(EXPECTED)
  })

  it('expands nothing, and leaves unknown entities as they stand', async () => {
    const odd = second.replace('updater', '&e;&#x41;&amp;')
    const log = await readAll(exportedXml, bytesOf(odd))
    expect(log.rows[0]?.target).toBe('&e;A&: C:\\x.exe -a "b" <c>')
    expect(log.warnings).toHaveLength(1)
  })
})

describe('what an export leaves out', () => {
  it('is the zone: said once, shown as if UTC', async () => {
    const records = fromPowerShell((at) => new Date(at).toISOString().slice(0, -1), 4)
    const log = await readAll(exportedJson, bytesOf(oneALine(records)))
    expect(told(log)).toEqual(EXPECTED)
    expect(log.warnings).toHaveLength(1)
    expect(log.warnings[0]).toContain('zone unknown')
  })

  it('is the time: the event is kept', async () => {
    const records = fromPowerShell(() => 'last Wednesday', 4)
    const log = await readAll(exportedJson, bytesOf(oneALine(records)))
    expect(log.rows.map((row) => row.time)).toEqual(['', ''])
    expect(log.warnings[0]).toContain('without a time')
  })

  it('are the values, where PowerShell’s depth was too low: the message stands for them', async () => {
    const records = fromPowerShell(inMilliseconds, 4).map((record) => ({
      ...record,
      Properties: ['System.Diagnostics.Eventing.Reader.EventProperty'],
    }))
    const log = await readAll(exportedJson, bytesOf(oneALine(records)))
    expect(log.rows.map((row) => row.status)).toEqual([4625, 7045])
    expect(log.rows[1]?.target).toBe('Ein Konto konnte nicht angemeldet werden.')
  })

  it('are the names: unnamed values of a cmdlet stand in their order', async () => {
    const values = ['Set-Mailbox', '-Identity "eve"', 'contoso.local/Users/eve']
    const system = { Provider: { '#attributes': { Name: 'MSExchange CmdletLogs' } }, EventID: 1 }
    const text = oneALine([
      { Event: { System: system, EventData: { Data: { '#text': values } } } },
      { Event: { System: system, EventData: { Data: values } } },
      {
        EventId: 1,
        Provider: 'MSExchange CmdletLogs',
        Channel: 'MSExchange Management',
        ChunkNumber: 0,
        Payload: JSON.stringify({ EventData: { Data: values.join(', '), Binary: '' } }),
      },
    ])
    const log = await readAll(exportedJson, bytesOf(text))
    expect(log.rows.map((row) => [row.action, row.target.slice(0, 3)])).toEqual([
      ['Set-Mailbox', 'eve'],
      ['Set-Mailbox', 'eve'],
      ['Set-Mailbox', 'eve'],
    ])
  })
})
