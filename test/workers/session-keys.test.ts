import { expect, it } from 'vitest'
import { LazyRecord, type RecordSource } from '../../workers/log-record.js'
import { familyIndex, type FamilyId } from '../../src/model/families.js'
import { sessionKeys } from '../../workers/session-keys.js'

const OWN = '3f0a9c1e-0000-4000-8000-00000000000a'
const SENT = '3f0a9c1e-0000-4000-8000-00000000000b'

function keysOf(family: FamilyId, parts: Record<string, string>) {
  const part = (name: string): string => parts[name] ?? ''
  const source: RecordSource = {
    client: () => '',
    user: () => '',
    agent: () => '',
    method: () => part('method'),
    stem: () => part('stem'),
    query: () => part('cs-uri-query'),
    field: part,
    item: part,
  }
  const facts = { family: familyIndex(family), fromSelf: false, status: 200, reshaped: false }
  return sessionKeys(new LazyRecord(source, facts))
}

it('takes the id that Exchange appends, not the one that a client sent before it', () => {
  const query = `cafeReqId=${SENT}&a=1&CorrelationID=<empty>;&cafeReqId=${OWN.toUpperCase()};`
  expect(keysOf('iis-front', { stem: '/owa/', 'cs-uri-query': query })?.request).toBe(OWN)
  expect(keysOf('httpproxy-ecp', { RequestId: OWN })?.request).toBe(OWN)
})

it('takes nothing that is no id', () => {
  expect(keysOf('httpproxy-ecp', { RequestId: '00000000-0000-0000-0000-000000000000' })).toBeNull()
  expect(keysOf('httpproxy-ecp', { RequestId: 'x' })).toBeNull()
  expect(keysOf('iis-front', { stem: '/owa/', 'cs-uri-query': 'a=1' })).toBeNull()
})

it('finds the canary in a query, in what the server was made to ask, and in the panel’s own log', () => {
  const canary = 'Abc_12345678.9'
  const url = `/ecp/x?msExchEcpCanary=${canary}&schema=y`
  const wanted = canary.toLowerCase()
  expect(keysOf('iis-back', { stem: '/ecp/x', 'cs-uri-query': url.slice(7) })?.canary).toBe(wanted)
  expect(keysOf('httpproxy-ecp', { AnchorMailbox: `a]@srv:444${url}#` })?.canary).toBe(wanted)
  expect(keysOf('ecp-server', { URL: url })?.canary).toBe(wanted)
})

it('tells by method and parameters how a strange page is spoken to, and no other', () => {
  const asked = { method: 'POST', 'cs-uri-query': 'key=1&exec=dir&key=2' }
  const strange = keysOf('iis-front', { ...asked, stem: '/aspnet_client/x.aspx' })
  expect(strange?.style).toBe('POST exec, key')
  expect(keysOf('iis-front', { ...asked, stem: '/owa/auth/logon.aspx' })).toBeNull()
  const long = { method: 'GET', 'cs-uri-query': 'a&b&c&d&e&f&g&h&i', stem: '/aspnet_client/x.aspx' }
  expect(keysOf('iis-front', long)).toBeNull()
})
