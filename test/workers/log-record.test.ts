import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familyIndex } from '../../src/model/families.js'
import {
  LazyRecord,
  normalAgent,
  percentDecode,
  type RecordSource,
  stripExchangeSuffix,
} from '../../workers/log-record.js'

function sourceOf(parts: Partial<Record<keyof RecordSource, string>>): {
  readonly source: RecordSource
  readonly asked: string[]
} {
  const asked: string[] = []
  const give = (name: keyof RecordSource) => (): string => {
    asked.push(name)
    return parts[name] ?? ''
  }
  return {
    asked,
    source: {
      client: give('client'),
      user: give('user'),
      agent: give('agent'),
      method: give('method'),
      stem: give('stem'),
      query: give('query'),
      field: give('field'),
      item: give('item'),
    },
  }
}

const FACTS = { family: familyIndex('iis-front'), fromSelf: false, status: 200, reshaped: false }

describe('LazyRecord', () => {
  it('decodes nothing until asked, and then once', () => {
    const { source, asked } = sourceOf({ stem: '/ECP/Y.js', query: 'A=%42' })
    const record = new LazyRecord(source, FACTS)
    expect(record.status).toBe(200)
    expect(record.group).toBe('iis')
    expect(asked).toEqual([])
    expect(record.urls).toEqual(['/ecp/y.js?a=%42', '/ecp/y.js?a=b'])
    expect(record.stem + record.query).toBe('/ecp/y.jsa=%42')
    expect(asked).toEqual(['query', 'stem'])
  })

  it('has one form of the URL where decoding changes nothing', () => {
    const { source } = sourceOf({ stem: '/owa/' })
    expect(new LazyRecord(source, FACTS).urls).toEqual(['/owa/'])
  })

  it('has methods in upper case and cmdlets in lower case', () => {
    const web = new LazyRecord(sourceOf({ method: 'Post' }).source, FACTS)
    const ecp = { ...FACTS, family: familyIndex('ecp-server') }
    const cmdlet = new LazyRecord(sourceOf({ method: 'Get-InboxRule' }).source, ecp)
    expect([web.method, cmdlet.method]).toEqual(['POST', 'get-inboxrule'])
  })
})

describe('normal forms', () => {
  it('an agent is the same from IIS and from HttpProxy', () => {
    expect(normalAgent('Mozilla/5.0+(KHTML,+like+Gecko)')).toBe(
      normalAgent('Mozilla/5.0 (KHTML  like Gecko)'),
    )
  })

  it.each([
    ['&correlationid=<empty>;&cafereqid=cde28fc4-299e-4179-b3e9-de56f5c1d9ee;&encoding=;', ''],
    ['a=1&clientid=vxriezfv0yqqfwrsggw&correlationid=<empty>;&cafereqid=1-2;', 'a=1'],
    ['&correlationid=<empty>;&cafereqid=abc-123;&logoffreason=nocookiesgetore14authpost', ''],
    ['&cafereqid=1-2;', ''],
    ['a=1&clientid=5', 'a=1&clientid=5'],
    [
      '&correlationid=<empty>;&cafereqid=1-2;&cmd=dir',
      '&correlationid=<empty>;&cafereqid=1-2;&cmd=dir',
    ],
    ['x&cafereqid=../../evil&correlationid=<empty>;', 'x&cafereqid=../../evil'],
    ['', ''],
  ])('strips of %j all but %j', (query, left) => {
    expect(stripExchangeSuffix(query)).toBe(left)
  })

  it('percent signs are undone once and only once', () => {
    expect(percentDecode('%2541')).toBe('%41')
    expect(percentDecode('%u0041%zz%')).toBe('A%zz%')
    expect(percentDecode('%c3%bc %fc')).toBe('ü ü')
  })

  it('decoding gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(percentDecode(encodeURIComponent(text))).toBe(text)
      }),
    )
  })
})
