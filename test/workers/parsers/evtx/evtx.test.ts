import { describe, expect, it } from 'vitest'
import { evtx } from '../../../../workers/parsers/evtx.js'
import { recognise } from '../../../../workers/parsers/index.js'
import { entryOf } from '../memory-input.js'
import { readAll, type ReadLog } from '../read-all.js'
import { dataTree, event, type EventSpec } from './events.js'
import {
  bytesOfNumber,
  element,
  LogMaker,
  utf16,
  type Instance,
  type Node,
  type Value,
} from './make-log.js'

const HEADER = 4_096
const CHUNK = 65_536
const FIRST_RECORD = HEADER + 512
const LOGON = dataTree(['TargetUserName', 'IpAddress'], [1, 1])

function logon(user: string, address = '203.0.113.7'): Instance {
  const texts = [user, address].map((text) => ({ type: 1, bytes: utf16(text) }))
  return { tree: LOGON, values: texts }
}

function log(...specs: EventSpec[]): Uint8Array<ArrayBuffer> {
  const maker = new LogMaker()
  for (const spec of specs) maker.add({ instance: event(spec) })
  return maker.finish()
}

function logons(count: number): EventSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    record: index + 1,
    data: logon(`user${String(index)}`),
  }))
}

/** The first row's whole event, told from no more than the stretch that is read for it. */
function told(bytes: Uint8Array, read: ReadLog, row = 0): string {
  const { offset = 0, size = 0 } = read.rows[row] ?? {}
  const location = { entry: 0, offset, size }
  const { from, to } = evtx.record?.stretch(location, bytes.length) ?? { from: 0, to: 0 }
  return evtx.record?.tell({ bytes: bytes.slice(from, to), base: from }, location) ?? ''
}

async function dataLines(instance: Instance): Promise<string[]> {
  const bytes = log({ record: 1, data: instance })
  const lines = told(bytes, await readAll(evtx, bytes)).split('\n')
  return lines.slice(lines.findIndex((line) => line.startsWith('Security UserID')) + 1)
}

/** Lines of the value alone, as the only one of an EventData. */
async function shown(type: number, bytes: readonly number[] | Uint8Array): Promise<string[]> {
  const tree = dataTree(['x'], [type])
  return dataLines({ tree, values: [{ type, bytes: Uint8Array.from(bytes) }] })
}

describe('recognition', () => {
  it('is by the header or by the first chunk, whatever the name', () => {
    const bytes = log({ record: 1 })
    const id = (from: number): string | undefined =>
      recognise(bytes.slice(from, from + 4_096), entryOf('x.bin', bytes.length))?.id
    expect(id(0)).toBe('evtx')
    expect(id(HEADER)).toBe('evtx')
    expect(
      evtx.sniff(new TextEncoder().encode('ElfFiles of the wood\n'), entryOf('x.evtx', 9)),
    ).toBe(false)
  })
})

describe('events', () => {
  it('have the time and number of their own XML, whatever the record’s header says', async () => {
    const maker = new LogMaker()
    maker.add({ instance: event({ record: 7_777, data: logon('alice') }), number: 1 })
    const bytes = maker.finish()
    const read = await readAll(evtx, bytes)
    expect(read.warnings).toEqual([])
    expect(read.rows).toHaveLength(1)
    expect(read.rows[0]).toMatchObject({
      time: '2021-03-02T21:06:23.4567891Z',
      family: 'evtx-security',
      client: '203.0.113.7',
      offset: FIRST_RECORD,
      status: 4_624,
    })
    expect(told(bytes, read).split('\n')).toEqual([
      'Provider Name: Microsoft-Windows-Security-Auditing',
      'Provider Guid: {a3a2a1a0-a5a4-a7a6-a8a9-aaabacadaeaf}',
      'EventID: 4624',
      'Version: 2',
      'Level: 4',
      'Task: 12544',
      'Opcode: 0',
      'Keywords: 0x8020000000000000',
      'TimeCreated SystemTime: 2021-03-02T21:06:23.4567891Z',
      'EventRecordID: 7777',
      'Execution ProcessID: 632',
      'Execution ThreadID: 4711',
      'Channel: Security',
      'Computer: MAIL01.corp.example',
      'Security UserID: S-1-5-18',
      'TargetUserName: alice',
      'IpAddress: 203.0.113.7',
    ])
  })

  it('of many chunks are all read, each from the templates of its own chunk', async () => {
    const bytes = log(...logons(600))
    const read = await readAll(evtx, bytes)
    expect(bytes.length).toBeGreaterThan(HEADER + 2 * CHUNK)
    expect(read.rows).toHaveLength(600)
    expect(read.warnings).toEqual([])
    expect(told(bytes, read, 599)).toContain('TargetUserName: user599')
    expect([...read.totals.servers]).toEqual([['MAIL01', 600]])
  })

  it('without a template are read from plain binary XML, as forwarded ones are', async () => {
    const tree = element(
      'Event',
      element(
        'System',
        { name: 'Provider', attributes: [['Name', 'MSExchange CmdletLogs']] },
        element('EventID', '1'),
        { name: 'TimeCreated', attributes: [['SystemTime', '2021-11-19T16:52:33.833733500Z']] },
        element('EventRecordID', '3229'),
        element('Channel', 'MSExchange Management'),
        element('Computer', 'WEC.ave.local'),
      ),
      element('EventData', element('Data', 'Set-Mailbox'), element('Data'), element('Data', 'x')),
      element('RenderingInfo', element('Level', 'Information')),
    )
    const maker = new LogMaker()
    maker.add({ instance: { tree, values: null } })
    const bytes = maker.finish()
    const read = await readAll(evtx, bytes)
    expect(read.rows[0]).toMatchObject({
      time: '2021-11-19T16:52:33.8337335Z',
      family: 'evtx-management',
      status: 1,
    })
    const lines = told(bytes, read).split('\n')
    expect(lines.slice(-4)).toEqual([
      'Data: Set-Mailbox',
      'Data: ',
      'Data: x',
      'Level: Information',
    ])
  })
})

describe('values', () => {
  it.each<[string, number, readonly number[] | Uint8Array, string]>([
    ['UTF-16', 1, utf16('Ünïcödé \u{1f600} x\0'), 'Ünïcödé \u{1f600} x'],
    ['half a pair', 1, utf16('a\ud800b'), 'a\ufffdb'],
    ['an odd number of bytes', 1, [...utf16('ab'), 0x63], 'ab'],
    ['ANSI', 2, [0x41, 0xe4, 0x42, 0], 'AäB'],
    ['int8', 3, [0x80], '-128'],
    ['uint8', 4, [0xff], '255'],
    ['int16', 5, [0xff, 0xff], '-1'],
    ['uint16', 6, [0xff, 0xff], '65535'],
    ['int32', 7, [0, 0, 0, 0x80], '-2147483648'],
    ['uint32', 8, [0xff, 0xff, 0xff, 0xff], '4294967295'],
    ['int64', 9, bytesOfNumber(-9_223_372_036_854_775_808n, 8), '-9223372036854775808'],
    ['small int64', 9, bytesOfNumber(-4_294_967_296n, 8), '-4294967296'],
    ['uint64', 10, bytesOfNumber(-1, 8), '18446744073709551615'],
    ['middle uint64', 10, bytesOfNumber(9_007_199_254_740_991n, 8), '9007199254740991'],
    ['real32', 11, new Uint8Array(Float32Array.of(0.1).buffer), '0.1'],
    ['real64', 12, new Uint8Array(Float64Array.of(-1.5e300).buffer), '-1.5e+300'],
    ['true', 13, [1, 0, 0, 0], 'true'],
    ['false', 13, [0, 0, 0, 0], 'false'],
    ['binary', 14, [0xde, 0xad, 0x0b], 'DEAD0B'],
    [
      'GUID',
      15,
      Array.from({ length: 16 }, (_, at) => at),
      '{03020100-0504-0706-0809-0a0b0c0d0e0f}',
    ],
    ['size of 32 bits', 16, [0x10, 0, 0, 0], '0x10'],
    ['size of 64 bits', 16, bytesOfNumber(0x1_0000_0002n, 8), '0x100000002'],
    ['first FILETIME', 17, bytesOfNumber(0, 8), '1601-01-01T00:00:00.0000000Z'],
    ['FILETIME', 17, bytesOfNumber(132_591_927_834_567_891n, 8), '2021-03-02T21:06:23.4567891Z'],
    ['a time beyond all years', 17, bytesOfNumber(-1, 8), '18446744073709551615'],
    [
      'SYSTEMTIME',
      18,
      new Uint8Array(Uint16Array.of(2021, 3, 3, 3, 4, 5, 6, 7).buffer),
      '2021-03-03T04:05:06.007Z',
    ],
    ['SID', 19, [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0], 'S-1-5-32-544'],
    ['a SID that is too short', 19, [1, 9, 0, 0, 0, 0, 0, 5], '0109000000000005'],
    ['hex32', 20, [0xe7, 3, 0, 0], '0x3e7'],
    ['hex64', 21, bytesOfNumber(0x8010_0000_0000_0000n - (1n << 64n), 8), '0x8010000000000000'],
    ['handle', 32, [0x34, 0x12, 0, 0], '0x1234'],
    ['a type that is none', 0x3f, [1, 2], '0102'],
    ['a number that is too short', 8, [1, 2], '0102'],
    ['nothing', 0, [], ''],
  ])('%s', async (_, type, bytes, text) => {
    expect(await shown(type, bytes)).toEqual([`x: ${text}`])
  })

  it.each<[string, number, readonly number[] | Uint8Array, readonly string[]]>([
    ['strings', 0x81, utf16('one\0\0three\0four'), ['one', '', 'three', 'four']],
    ['ANSI strings', 0x82, [0x61, 0, 0x62, 0], ['a', 'b']],
    ['numbers', 0x86, [1, 0, 2, 0, 3], ['1', '2', '03']],
    ['booleans', 0x8d, [1, 0, 0, 0, 0, 0, 0, 0], ['true', 'false']],
    ['64-bit numbers', 0x8a, [...bytesOfNumber(1, 8), ...bytesOfNumber(2, 8)], ['1', '2']],
    [
      'SIDs',
      0x93,
      [1, 0, 0, 0, 0, 0, 0, 5, 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0],
      ['S-1-5', 'S-1-5-18'],
    ],
    ['nothing', 0x81, [], ['']],
  ])('a list of %s makes the element come again for each', async (_, type, bytes, texts) => {
    expect(await shown(type, bytes)).toEqual(texts.map((text) => `x: ${text}`))
  })

  it('inside one another: a template in a template in UserData', async () => {
    const inner: Instance = {
      tree: element('Inner', element('Deep', { substitution: 0, type: 8 })),
      values: [{ type: 8, bytes: bytesOfNumber(42, 4) }],
    }
    const tree = element(
      'UserData',
      element('Outer', element('Name', 'n'), { substitution: 0, type: 0x21 }),
    )
    const values: Value[] = [{ type: 0x21, bytes: inner }]
    expect(await dataLines({ tree, values })).toEqual(['Name: n', 'Deep: 42'])
  })

  it('in text with references, CDATA, instructions and several substitutions', async () => {
    const children: Node[] = [
      'a',
      { entity: 'amp' },
      { character: 0x20ac },
      { cdata: '<b>' },
      { instruction: 'page', data: 'break' },
      { substitution: 0, type: 1 },
      { substitution: 1, type: 0x86 },
    ]
    const tree = element('EventData', { name: 'Data', attributes: [['Name', 'x']], children })
    const values: Value[] = [
      { type: 1, bytes: utf16('[s]') },
      { type: 0x86, bytes: Uint8Array.of(1, 0, 2, 0) },
    ]
    expect(await dataLines({ tree, values })).toEqual(['x: a&€<b>[s]1, 2'])
  })

  it('keep other attributes, and the place of a Data without a value', async () => {
    const tree = element(
      'EventData',
      {
        name: 'Data',
        attributes: [
          ['Name', 'x'],
          ['Type', 'win:Int'],
        ],
        children: ['1'],
      },
      {
        name: 'Data',
        attributes: [['Name', 'y']],
        children: [{ substitution: 9, type: 1, optional: true }],
      },
      element('Binary', 'AB'),
    )
    const lines = ['Data Type: win:Int', 'x: 1', 'y: ', 'Binary: AB']
    expect(await dataLines({ tree, values: [] })).toEqual(lines)
  })
})

describe('damage', () => {
  const bytes = log(...logons(100))
  const view = new DataView(bytes.buffer)
  const second = FIRST_RECORD + view.getUint32(FIRST_RECORD + 4, true)

  function damaged(change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
    const copy = bytes.slice()
    change(copy, new DataView(copy.buffer))
    return copy
  }
  const ids = (read: ReadLog): number[] => read.rows.map(({ offset }) => offset)

  it('of one record costs that record alone, and is counted', async () => {
    const copy = damaged((one) => one.fill(0xff, second, second + 40))
    const read = await readAll(evtx, copy)
    const whole = await readAll(evtx, bytes)
    expect(ids(read)).toEqual(ids(whole).filter((offset) => offset !== second))
    expect(read.totals.unreadable).toBe(1)
    expect(read.warnings.join('\n')).toContain(`${String(second)} damage among the records`)
    expect(read.warnings.join('\n')).toContain('records of a chunk differ from their CRC-32')
  })

  it('of a record’s size does not hide the records behind', async () => {
    const copy = damaged((_, one) => {
      one.setUint32(second + 4, 30_000, true)
    })
    const read = await readAll(evtx, copy)
    expect(read.rows).toHaveLength(100)
    expect(read.warnings.join('\n')).toContain('record of the log is torn')
  })

  it('of a chunk’s header leaves its records readable', async () => {
    const copy = damaged((one) => one.fill(0, HEADER, HEADER + 512))
    const read = await readAll(evtx, copy)
    expect(read.rows).toHaveLength(100)
    expect(read.warnings.join('\n')).toContain('without a header')
    expect(told(copy, read, 99)).toContain('TargetUserName: user99')
  })

  it('of the header’s end of records leaves them readable', async () => {
    const copy = damaged((_, one) => {
      one.setUint32(HEADER + 48, 0xffff_ffff, true)
    })
    expect((await readAll(evtx, copy)).rows).toHaveLength(100)
  })

  it('of sums is told once for each chunk, but not where Windows wrote none', async () => {
    const copy = damaged((_, one) => {
      one.setUint32(HEADER + 52, 1, true)
    })
    expect((await readAll(evtx, copy)).warnings).toHaveLength(2)
    copy[120] = 4
    expect((await readAll(evtx, copy)).warnings).toEqual([])
  })

  it('of a template leaves what System tells of the events that need it', async () => {
    const definition = bytes.lastIndexOf(0x0c, second - 1)
    expect(definition).toBeGreaterThan(FIRST_RECORD)
    const copy = damaged((one) => {
      const name = Buffer.from(one).indexOf(utf16('EventData'))
      one.fill(0x03, name - 8, name + 8)
    })
    const read = await readAll(evtx, copy)
    expect(read.rows).toHaveLength(100)
    expect(read.warnings.join('\n')).toContain('event is read in part')
    expect(told(copy, read, 5)).toMatch(/\(not all of the event can be read: .+\)$/)
  })

  it('cut off anywhere keeps the events before it', async () => {
    const whole = await readAll(evtx, bytes)
    for (const { offset, size } of whole.rows.slice(60, 70)) {
      const read = await readAll(evtx, bytes.slice(0, offset + size))
      expect(ids(read)).toEqual(ids(whole).filter((one) => one <= offset))
    }
  })

  it('that moved chunks leaves them readable: bytes lost, or no file header', async () => {
    const two = log(...logons(400))
    const all = (await readAll(evtx, two)).rows.length
    const second64 = HEADER + CHUNK
    const lost = new Uint8Array([...two.slice(0, second64 - 100), ...two.slice(second64)])
    expect((await readAll(evtx, lost)).rows.length).toBeGreaterThanOrEqual(all - 1)
    const read = await readAll(evtx, two.slice(HEADER))
    expect(read.rows).toHaveLength(all)
    expect(told(two.slice(HEADER), read, all - 1)).toContain('TargetUserName: user399')
  })

  it('events in unused space are recovered, and said to be', async () => {
    const copy = damaged((one, chunk) => {
      const third = second + chunk.getUint32(second + 4, true)
      chunk.setUint32(HEADER + 48, third - HEADER, true)
      one[120] = 4
    })
    const read = await readAll(evtx, copy)
    expect(read.rows).toHaveLength(100)
    expect(read.warnings.join('\n')).toMatch(/recovered from unused space.* x98$/)
    expect(told(copy, read, 1)).not.toContain('recovered')
    expect(told(copy, read, 2)).toMatch(/^\(recovered from unused space/)
    expect(read.totals.unreadable).toBe(0)
  })

  it('of unused space tells nothing of numbers that the log lacks', async () => {
    const specs = [1, 2, 3, 90].map((record) => ({ record, data: logon('a') }))
    const gap = log(...specs)
    expect((await readAll(evtx, gap)).warnings.join('\n')).toContain('missing')
    const chunk = new DataView(gap.buffer)
    const size = chunk.getUint32(HEADER + 48, true) - chunk.getUint32(HEADER + 44, true)
    chunk.setUint32(HEADER + 48, chunk.getUint32(HEADER + 48, true) - size, true)
    const read = await readAll(evtx, gap)
    expect(read.rows).toHaveLength(4)
    expect(read.warnings.join('\n')).not.toContain('missing')
  })

  it('a copy in unused space of an event that the chunk has is not told twice', async () => {
    const copy = damaged((one) => {
      const free = HEADER + view.getUint32(HEADER + 48, true)
      one.copyWithin(free, second, second + 1_000)
    })
    expect((await readAll(evtx, copy)).rows).toHaveLength(100)
  })

  it('bigger than any event: templates that name one list again and again are cut, and said so', async () => {
    const count = 500
    const tree = dataTree(
      Array.from({ length: count }, () => 'x'),
      Array.from({ length: count }, () => 0x84),
    )
    const same = { ...tree, children: (tree.children ?? []).map((child) => sameValue(child)) }
    const values: Value[] = [{ type: 0x84, bytes: new Uint8Array(3_000) }]
    const big = log({ record: 1, data: { tree: same, values } }, { record: 2, data: logon('b') })
    const read = await readAll(evtx, big)
    expect(read.rows).toHaveLength(2)
    expect(read.warnings.join('\n')).toContain('more than 4096 values')
    expect(told(big, read).length).toBeLessThan(100_000)
  })
})

function sameValue(node: Node): Node {
  if (typeof node === 'string' || !('children' in node)) return node
  return { ...node, children: [{ substitution: 0, type: 0x84 }] }
}
