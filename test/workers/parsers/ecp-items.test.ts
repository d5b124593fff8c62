import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { ecpItem, ecpServer } from '../../../workers/parsers/ecp-server.js'
import { bytesOf, readAll } from './read-all.js'

describe('ecpItem', () => {
  it.each([
    ['S:CMD=Get-InboxRule;S:BLD=15.1.2106.2', 'CMD', 'Get-InboxRule'],
    ['S:TIME=13;S:Bld=15.1.2106.2', 'BLD', '15.1.2106.2'],
    ['S:CMD=Get-X;;S:EX=', 'EX', ''],
    ["'S:CMD=Set-X.Name=''a;b''';S:URL=/ecp/", 'CMD', "Set-X.Name='a;b'"],
    ["'S:CMD=Set-X.Name=''a;b''';S:URL=/ecp/", 'URL', '/ecp/'],
    ['"\'S:CMD=a ""b"" c\'"', 'CMD', 'a "b" c'],
    ["'S:CMD=cut in the mid", 'CMD', 'cut in the mid'],
    ['Dbl:WLM.TS=16', 'WLM.TS', '16'],
    ['S:URL=/ecp/?a=b=c', 'URL', '/ecp/?a=b=c'],
    ['', 'CMD', ''],
    ["'", 'CMD', ''],
  ])('%j by %s is %j', (data, key, value) => {
    expect(ecpItem(data, key)).toBe(value)
  })

  it('gives back any values written by the rules of the format', () => {
    const value = fc.string({ maxLength: 30 })
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
        const items = values.map((text, index) => {
          const item = `S:K${String(index)}=${text}`
          return /[;'"]/.test(item) ? `'${item.replaceAll("'", "''")}'` : item
        })
        const cell = `"${items.join(';').replaceAll('"', '""')}"`
        values.forEach((text, index) => {
          expect(ecpItem(cell, `K${String(index)}`)).toBe(text)
        })
      }),
    )
  })

  it('ends, whatever the text', () => {
    const text = fc.string({ unit: fc.constantFrom("'", ';', '"', ':', '=', 'S', 'a') })
    fc.assert(
      fc.property(text, (data) => {
        expect(ecpItem(data, 'a')).toBeTypeOf('string')
      }),
    )
  })
})

describe('ecp-server', () => {
  it('hands the whole of a nested command to detections', async () => {
    const command = plain(
      `'S:CMD=Set-OabVirtual¦Directory.ExternalUrl=''http://f/<scr¦ipt run¦at=""ser¦ver"">x;y</scr¦ipt>''.Identity=''1'''`,
    )
    const line = `2021-03-03T06:49:53.772Z,EX1,ECP.Request,"S:TIME=1;${command};S:URL=/ecp/DDI/DDIService.svc/SetObject?schema=OABVirtualDirectory"\n`
    const log = await readAll(ecpServer, bytesOf(line), { fields: ['item CMD', 'EventData'] })
    expect(log.seen[0]).toMatchObject({
      method: plain('set-oabvirtual¦directory'),
      stem: '/ecp/ddi/ddiservice.svc/setobject',
      query: 'schema=oabvirtualdirectory',
      fields: {
        'item CMD': plain(
          `Set-OabVirtual¦Directory.ExternalUrl='http://f/<scr¦ipt run¦at="ser¦ver">x;y</scr¦ipt>'.Identity='1'`,
        ),
      },
    })
  })

  it('leaves the ECP activity log, which has the same columns, to others', () => {
    const head = bytesOf(
      '#Software: Microsoft Exchange Server\r\n#Version: 15.0.0.0\r\n#Log-type: ECP Activity Context Log\r\n#Fields: TimeStamp,ServerName,EventId,EventData\r\n2021-03-03T06:49:53.772Z,EX1,Request,S:PSA=x;S:Bld=15.1.2106.2\r\n',
    )
    expect(ecpServer.sniff(head, {} as Parameters<typeof ecpServer.sniff>[1])).toBe(false)
  })
})
