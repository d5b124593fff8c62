import { describe, expect, it } from 'vitest'
import type { Host } from '../../../src/model/case.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, micros, steady, type TestCase, type TestRow } from './build-table.js'

const VULNERABLE = '15.1.2106.2'
const FIXED = '15.1.2106.13'

function judged(test: TestCase): Host {
  const [host] = analyse(analysisInput(test)).hosts
  if (!host) throw new Error('no host was judged')
  return host
}

function use(time: string, status = 200, client = '203.0.113.41'): TestRow {
  const target = '/aspnet_client/x.aspx'
  return { family: 'iis-front', time, client, action: 'POST', target, status }
}

describe('the hole', () => {
  it('is shut since the first fixed build after a vulnerable one', () => {
    const host = judged({
      rows: [],
      builds: [
        [VULNERABLE, '2021-01-01T00:00:00Z', '2021-03-09T01:00:00Z'],
        [FIXED, '2021-03-09T02:00:00Z', '2021-03-31T00:00:00Z'],
      ],
    })
    expect(host.verdict.door.flaw.call).toBe('shut since')
    expect(host.patched).toBe(micros('2021-03-09T02:00:00Z'))
    expect(host.verdict.door.flaw.because).toContain('9 Mar 2021')
  })

  it('is open while the last build seen lacks the fix, and opens again with an older build', () => {
    const builds = [[VULNERABLE, '2021-01-01T00:00:00Z', '2021-03-31T00:00:00Z']] as const
    expect(judged({ rows: [], builds }).verdict.door).toMatchObject({
      call: 'open',
      flaw: { call: 'open', build: VULNERABLE },
    })
    const restored = judged({
      rows: [],
      builds: [
        [FIXED, '2021-03-09T02:00:00Z', '2021-03-20T00:00:00Z'],
        [VULNERABLE, '2021-03-21T00:00:00Z', '2021-03-31T00:00:00Z'],
      ],
    })
    expect(restored.verdict.door.flaw.call).toBe('open')
    expect(restored.patched).toBeNaN()
  })

  it('did not apply to Exchange 2010, and cannot be told without a known build', () => {
    const builds = [['14.3.513.0', '2021-01-01T00:00:00Z', '2021-03-31T00:00:00Z']] as const
    expect(judged({ rows: [], builds }).verdict.door.flaw.call).toBe('did not apply')
    expect(judged({ rows: [] }).verdict.door.flaw.call).toBe('cannot tell')
    const odd = [['16.0.1.1', '2021-01-01T00:00:00Z', '2021-03-31T00:00:00Z']] as const
    expect(judged({ rows: [], builds: odd }).verdict.door.flaw.call).toBe('cannot tell')
  })
})

describe('the back door', () => {
  it('answered, and nothing shows that it was removed', () => {
    const { backDoor, call } = judged({
      rows: [use('2021-03-05T00:00:00Z'), use('2021-03-07T00:00:00Z')],
    }).verdict.door
    expect(call).toBe('open')
    expect(backDoor).toMatchObject({
      call: 'present',
      since: micros('2021-03-05T00:00:00Z'),
      lastUsed: micros('2021-03-07T00:00:00Z'),
    })
  })

  it('is gone where later requests did not find it', () => {
    const rows = [use('2021-03-05T00:00:00Z'), use('2021-03-07T00:00:00Z', 404)]
    expect(judged({ rows }).verdict.door.backDoor).toMatchObject({
      call: 'gone',
      lastUsed: micros('2021-03-05T00:00:00Z'),
    })
  })

  it('is gone where somebody else’s later request did not find it, and back where one did', () => {
    const rows = [use('2021-03-05T00:00:00Z'), use('2021-03-07T00:00:00Z', 404, '198.51.100.7')]
    expect(judged({ rows }).verdict.door.backDoor.call).toBe('gone')
    const again = [...rows, use('2021-03-08T00:00:00Z', 200, '198.51.100.8')]
    expect(judged({ rows: again }).verdict.door.backDoor.call).toBe('present')
  })

  it('is present while the file is in the evidence', () => {
    const file: TestRow = {
      family: 'web-root',
      target: 'C/inetpub/wwwroot/aspnet_client/x.aspx',
      hit: ['WS-PLACE', 0],
    }
    const { backDoor } = judged({ rows: [use('2021-03-05T00:00:00Z', 404), file] }).verdict.door
    expect(backDoor.call).toBe('present')
    expect(backDoor.because).toContain('aspnet_client/x.aspx')
  })

  const onDisk = (action: string, time: string, family: TestRow['family'] = 'usn'): TestRow => {
    const target = 'C/inetpub/wwwroot/aspnet_client/x.aspx'
    const hit = family === 'usn' ? (['WF-04', 0] as const) : (['WS-PLACE', 0] as const)
    return { family, action, time, target, hit }
  }
  const made = onDisk('File created', '2021-03-05T00:00:00Z')
  const deleted = onDisk('File deleted', '2021-03-06T00:00:00Z')
  const again = onDisk('File created', '2021-03-07T00:00:00Z')
  const listed = onDisk('File created', '2021-03-05T00:00:00Z', 'mft')
  const freed = [
    onDisk('File created, since deleted', '2021-03-05T00:00:00Z', 'mft'),
    onDisk('File name entered ($FN)', '2021-03-05T00:00:00Z', 'mft'),
    onDisk('File deleted later (record kept)', '2021-03-06T00:00:00Z', 'mft'),
  ]

  it.each([
    ['a record of the table', freed],
    ['the journal', [made, deleted]],
    ['both', [made, deleted, ...freed]],
  ])('that nobody asked for is gone where %s says that it was deleted', (_, rows) => {
    const { backDoor } = judged({ rows }).verdict.door
    expect(backDoor).toMatchObject({ call: 'gone', since: micros('2021-03-05T00:00:00Z') })
    expect(backDoor.because).toContain('was deleted: ')
  })

  it.each([
    ['was written anew afterwards', [made, deleted, again]],
    ['is in use in the table', [made, deleted, listed]],
    ['was only created', [made]],
  ])('that nobody asked for is present where it %s', (_, rows) => {
    expect(judged({ rows }).verdict.door.backDoor.call).toBe('present')
  })

  it('is not seen where the web folders were read and hold none', () => {
    const page: TestRow = {
      family: 'web-root',
      target: 'C/E/FrontEnd/HttpProxy/owa/auth/logon.aspx',
    }
    const rows = [page, ...steady('iis-front', '2021-01-01T00:00:00Z', '2021-01-03T00:00:00Z')]
    expect(judged({ rows }).verdict.door.backDoor.call).toBe('none seen')
  })
})
