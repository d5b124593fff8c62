import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginsAsXml, scanXml, type XmlHandler } from '../../../../workers/parsers/shared/xml.js'

interface Scan {
  readonly told: string[]
  readonly damage: string[]
}

function scan(text: string | Uint8Array): Scan {
  const told: string[] = []
  const damage: string[] = []
  const handler: XmlHandler = {
    open(name, attributes, at) {
      const list = Array.from(
        { length: attributes.count },
        (_, index) => ` ${attributes.name(index)}=${attributes.value(index)}`,
      )
      told.push(`${String(at)} <${name}${list.join('')}>`)
    },
    text(value, at) {
      if (value.trim() !== '') told.push(`${String(at)} ${value}`)
    },
    close(name, end) {
      told.push(`</${name}> ${String(end)}`)
    },
  }
  scanXml(typeof text === 'string' ? new TextEncoder().encode(text) : text, handler, (at, what) => {
    damage.push(`${String(at)} ${what}`)
  })
  return { told, damage }
}

describe('what stands in the text', () => {
  it('is told in its order, with offsets', () => {
    const { told, damage } = scan(
      '\ufeff<?xml version="1.0"?>\r\n<a x="1" y=\'2 > 1\'><b/>text</a>\r\n',
    )
    expect(damage).toEqual([])
    expect(told).toEqual(['26 <a x=1 y=2 > 1>', '45 <b>', '</b> 49', '49 text', '</a> 57'])
  })

  it('has its references resolved once, in text and values', () => {
    const { told } = scan('<a x="&lt;&amp;lt;&#65;&#x20AC;">&quot;&apos;&gt;</a>')
    expect(told).toEqual(['0 <a x=<&lt;A€>', `33 "'>`, '</a> 53'])
  })

  it('may be CDATA, which resolves nothing; remarks are passed over', () => {
    const { told, damage } = scan('<a><!-- <b> --><![CDATA[<c>&lt;]]></a>')
    expect(told).toEqual(['0 <a>', '24 <c>&lt;', '</a> 38'])
    expect(damage).toEqual([])
  })
})

describe('damage', () => {
  it.each([
    ['<a><b>1</a>', '7 an element is not closed', ['0 <a>', '3 <b>', '6 1', '</b> 7', '</a> 11']],
    ['<a></b>1</a>', '3 an end tag without its start', ['0 <a>', '7 1', '</a> 12']],
    [
      '<a><b x="1<c/></a>',
      '8 a value has no closing quote',
      ['0 <a>', '3 <b x=1>', '</b> 10', '10 <c>', '</c> 14', '</a> 18'],
    ],
    ['<a x=1>2</a>', '3 no attribute where one should be', ['0 <a>', '7 2', '</a> 12']],
    ['<a><!-- 1</a>', '3 markup without its end', ['0 <a>', '7  1', '</a> 13']],
    [
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      '0 a document type is not read',
      ['30 <a>', '33 &b;', '</a> 40'],
    ],
    ['<a>1 < 2</a>', '5 no tag behind <', ['0 <a>', '3 1 ', '6  2', '</a> 12']],
    ['<a><b>1', '7 the text ends inside an element', ['0 <a>', '3 <b>', '6 1', '</b> 7', '</a> 7']],
  ])('%s is told, and the rest is read', (text, first, told) => {
    const found = scan(text)
    expect(found.damage[0]).toBe(first)
    expect(found.told).toEqual(told)
  })

  it('an entity that is none of the five is never expanded', () => {
    const { told, damage } = scan('<a x="&b;">& c</a>')
    expect(told).toEqual(['0 <a x=&b;>', '11 & c', '</a> 18'])
    expect(damage).toHaveLength(2)
  })

  it('a text nested deeper than any known format is read as far as it is known', () => {
    const deep = 5_000
    const { told, damage } = scan(`${'<a>'.repeat(deep)}x${'</a>'.repeat(deep)}<b/>`)
    expect(damage).toEqual(['384 elements nested too deep are passed over'])
    expect(told.filter((one) => one.includes('<a>'))).toHaveLength(128)
    expect(told.at(-1)).toBe('</b> 35005')
  })

  it.each(['<!--', '<![CDATA[', '<?', '<!', '<a ', '<a x="', '</', '&', '<', '<a b=', '</a '])(
    '200 kB of %j takes no longer than its length asks for',
    (crumb) => {
      const started = performance.now()
      scan(crumb.repeat(200_000 / crumb.length))
      expect(performance.now() - started).toBeLessThan(1_000)
    },
  )

  it('never throws, and closes what it opened', () => {
    const crumb = fc.constantFrom(
      ...[
        '<',
        '>',
        '/',
        '<a',
        '<b x="1"',
        '</a>',
        '</b>',
        '"',
        "'",
        '=',
        '&',
        '&lt;',
        '&#x110000;',
      ],
      ...['<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!', ' ', 'x', '\0', '\r\n'],
    )
    const text = fc.array(crumb, { maxLength: 60 }).map((parts) => parts.join(''))
    const bytes = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(fc.oneof(text, bytes), (input) => {
        const data = typeof input === 'string' ? new TextEncoder().encode(input) : input
        const open: string[] = []
        const handler: XmlHandler = {
          open: (name) => open.push(name),
          text: () => undefined,
          close(name, end) {
            expect(name).toBe(open.pop())
            expect(end).toBeLessThanOrEqual(data.length)
          },
        }
        scanXml(data, handler, (at) => {
          expect(at).toBeLessThanOrEqual(data.length)
        })
        expect(open).toEqual([])
      }),
      { numRuns: 400, seed: 26_855 },
    )
  })
})

it.each([
  ['<a>', true],
  ['\ufeff <?xml?>', true],
  ['<!-- x -->', true],
  ['<% x %>', false],
  ['a<b>', false],
  ['', false],
])('%j begins as XML: %s', (text, expected) => {
  expect(beginsAsXml(new TextEncoder().encode(text))).toBe(expected)
})
