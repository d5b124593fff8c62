import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cellOf,
  FIRST_LAYOUT,
  marksOf,
  NARROWEST,
  sortedBy,
  valueOf,
  WIDEST,
  withColumn,
  withoutColumn,
  withWidth,
} from '../../../src/events/columns.js'
import { hexLines } from '../../../src/events/hex.js'
import { hidesNoise, menuItems, withoutNoise } from '../../../src/events/menu-items.js'
import { barOf, clampTop, scrollOf, topOf } from '../../../src/events/scroll.js'
import { completionAt, fieldsFor } from '../../../src/model/query/complete.js'
import { FIELDS } from '../../../src/model/query/fields.js'
import { parseQuery } from '../../../src/model/query/parse.js'
import { printQuery } from '../../../src/model/query/print.js'
import { createWorkspace } from '../../../src/workspace.js'
import type { EventRow } from '../../../workers/query-protocol.js'

const ROW: EventRow = {
  row: 7,
  entry: 0,
  offset: 416,
  size: 90,
  time: Date.parse('2021-03-01T03:14:15Z') * 1000,
  tenths: 0,
  log: 'iis-front',
  client: '203.0.113.41',
  forwarded: '',
  user: '',
  agent: 'x',
  action: 'POST',
  target: '/a.aspx',
  status: 0,
  server: 'MX01',
  file: 'u_ex.log',
  flags: 1 | 32 | 8,
  records: 60,
  span: 58_400,
}
const read = (text: string) => parseQuery(text).query!

describe('columns', () => {
  it('show every field in words, marks among them', () => {
    const shown = FIELDS.map(({ id }) => cellOf(ROW, id))
    expect(shown).toContain('2021-03-01 03:14:15Z')
    expect(shown).toContain('IIS site 1 (front end)')
    expect(cellOf(ROW, 'status')).toBe('')
    expect(marksOf(ROW)).toEqual([
      'Exchange’s own monitoring',
      'folded ×60 in 58 s',
      'header assumed',
    ])
  })

  it('know the value that a query can ask for', () => {
    expect(valueOf(ROW, 'log')).toBe('iis-front')
    expect(valueOf(ROW, 'status')).toBe('0')
    expect(valueOf(ROW, 'time')).toBeNull()
    for (const { id } of FIELDS) {
      const value = valueOf(ROW, id)
      if (value !== null) expect(parseQuery(`${id}="${value}"`).error).toBeNull()
    }
  })

  it('come and go, but never all', () => {
    const more = withColumn(FIRST_LAYOUT, 'agent')
    expect(more.columns.at(-1)?.field).toBe('agent')
    expect(withColumn(more, 'agent')).toBe(more)
    const none = FIELDS.reduce((layout, { id }) => withoutColumn(layout, id), more)
    expect(none.columns).toHaveLength(1)
  })

  it('keep to a width, and turn the order round when asked again', () => {
    const width = (to: number) => withWidth(FIRST_LAYOUT, 'time', to).columns[0]?.width
    expect([width(1), width(200.4), width(1e6)]).toEqual([NARROWEST, 200, WIDEST])
    const by = sortedBy(FIRST_LAYOUT, 'client')
    expect(by.sort).toEqual({ field: 'client', descending: false })
    expect(sortedBy(by, 'client').sort.descending).toBe(true)
    expect(sortedBy(sortedBy(by, 'client'), 'client').sort.descending).toBe(false)
  })
})

describe('scrolling', () => {
  it('is one to one while a browser has pixels enough', () => {
    const scroll = scrollOf(1_000, 26, 500)
    expect([scroll.height, topOf(scroll, 777), barOf(scroll, 777)]).toEqual([26_000, 777, 777])
  })

  it('reaches the first and the last of any number of rows, and its bar agrees with it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400_000, max: 50_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, share) => {
          const scroll = scrollOf(rows, 26, 640)
          expect(topOf(scroll, 0)).toBe(0)
          expect(topOf(scroll, scroll.height - 640)).toBe(rows * 26 - 640)
          const top = clampTop(scroll, Math.round(share * rows * 26))
          const step = scroll.whole / scroll.height
          expect(Math.abs(topOf(scroll, barOf(scroll, top)) - top)).toBeLessThanOrEqual(step + 1)
        },
      ),
    )
  })
})

describe('the menu of a value', () => {
  const run = (field: (typeof FIELDS)[number]['id'], value: string, id: string, asked = '') => {
    const workspace = createWorkspace()
    const stacked: string[] = []
    const stackBy = (one: string) => stacked.push(one)
    const items = menuItems(field, value, { workspace, query: read(asked), stackBy })
    items.find((item) => item.id === id)?.run()
    return { query: workspace.query.value, stacked, workspace, ids: items.map((item) => item.id) }
  }

  it('includes and excludes beside what is asked already', () => {
    expect(run('client', '10.0.0.1', 'include', 'a OR b').query).toBe('(a OR b) client=10.0.0.1')
    expect(run('target', '/a b', 'exclude', 'status:4xx').query).toBe(
      'status:4xx NOT target="/a b"',
    )
    expect(run('user', '', 'include').query).toBe('user=""')
  })

  it('pivots from one value to what goes with it', () => {
    const { query, stacked } = run('target', '/x.aspx', 'pivot-client', 'status:200')
    expect([query, stacked]).toEqual(['target=/x.aspx', ['client']])
    expect(run('status', '200', '').ids).not.toContain('pivot-client')
  })

  it('offers the network of an address of either kind', () => {
    expect(run('client', '203.0.113.41', 'network').query).toBe('client:203.0.113.0/24')
    const six = run('client', '2001:db8::5', 'network').query
    expect(six).toBe('client:2001:db8:0:0::/64')
    expect(parseQuery(six).error).toBeNull()
    expect(run('client', 'MX01', '').ids).not.toContain('network')
  })

  it('makes a column, and takes it away', () => {
    const { workspace } = run('agent', 'x', 'column')
    expect(workspace.layout.value.columns.at(-1)?.field).toBe('agent')
    expect(run('status', '200', 'column').workspace.layout.value.columns).toHaveLength(
      FIRST_LAYOUT.columns.length - 1,
    )
  })

  it('hides monitoring, and shows it again, whatever else is asked', () => {
    for (const text of ['', 'a', 'a b', 'a OR b', 'NOT a']) {
      const hidden = withoutNoise(read(text), true)
      expect(hidesNoise(hidden)).toBe(true)
      expect(hidesNoise(read(text))).toBe(false)
      expect(withoutNoise(withoutNoise(hidden, true), false)).toEqual(read(text))
    }
    expect(printQuery(withoutNoise(read('a OR b'), true))).toBe('(a OR b) NOT flag:noise')
  })
})

describe('completion', () => {
  it.each([
    ['', 0, { kind: 'field', typed: '', from: 0, to: 0 }],
    ['sta', 3, { kind: 'field', typed: 'sta', from: 0, to: 3 }],
    ['-sta', 4, { kind: 'field', typed: 'sta', from: 1, to: 4 }],
    ['a (us', 5, { kind: 'field', typed: 'us', from: 3, to: 5 }],
    ['ip:10.', 6, { kind: 'value', field: 'client', typed: '10.', from: 3, to: 6 }],
    ['user:"a b', 9, { kind: 'value', field: 'user', typed: 'a b', from: 5, to: 9 }],
    ['user:a status:2', 6, { kind: 'value', field: 'user', typed: 'a', from: 5, to: 6 }],
    ['/owa', 4, null],
    ['nofield:x', 9, null],
  ])('%s', (text, caret, completion) => {
    expect(completionAt(text, caret)).toEqual(completion)
  })

  it('offers fields by name, alias and heading', () => {
    expect(fieldsFor('cl').map(({ id }) => id)).toEqual(['client'])
    expect(fieldsFor('xf').map(({ id }) => id)).toEqual(['forwarded'])
    expect(fieldsFor('account').map(({ id }) => id)).toEqual(['user'])
    expect(fieldsFor('')).toHaveLength(FIELDS.length)
  })

  it('never throws, wherever the caret stands', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (text, caret) => {
        const found = completionAt(text, Math.min(caret, text.length))
        if (found) expect(found.from).toBeLessThanOrEqual(found.to)
      }),
    )
  })
})

describe('bytes', () => {
  it('stand sixteen a line with their offset and their letters', () => {
    const bytes = new TextEncoder().encode('Hello, bytes of\0a record')
    expect(hexLines(bytes, 0x1a0)).toEqual([
      '000001A0  48 65 6c 6c 6f 2c 20 62 79 74 65 73 20 6f 66 00  Hello, bytes of.',
      '000001B0  61 20 72 65 63 6f 72 64                          a record',
    ])
    expect(hexLines(new Uint8Array(0), 0)).toEqual([])
  })
})
