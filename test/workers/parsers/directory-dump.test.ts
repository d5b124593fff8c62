import { describe, expect, it } from 'vitest'
import { formatIso } from '../../../src/model/time.js'
import { directoryDump } from '../../../workers/parsers/directory-dump.js'
import { recognise } from '../../../workers/parsers/index.js'
import { webFile } from '../../../workers/parsers/web-file.js'
import { INERT_SCRIPT, oabDump } from '../../../workers/demo/oab-dump.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll } from './read-all.js'

const PLAIN = oabDump().replace(INERT_SCRIPT, 'https://mail.harbor-falls.example/OAB')
const EXPORT = 'C:/Users/adm/Desktop/oab.txt'

function knows(text: string, path: string): string | undefined {
  const bytes = bytesOf(text)
  return recognise(bytes.subarray(0, 4096), entryOf(path, bytes.length))?.id
}

describe('dump of virtual directories', () => {
  it('is known by its lines outside of the web roots, and is a web file inside', () => {
    expect(knows(PLAIN, EXPORT)).toBe('directory-dump')
    expect(knows(PLAIN, 'C/inetpub/wwwroot/aspnet_client/x.aspx')).toBe('web-file')
    expect(knows('ExternalUrl : x\r\nInternalUrl : y\r\n', EXPORT)).toBeUndefined()
  })

  it('tells address, build and times, and names the server; an export is no proof of a build', async () => {
    const log = await readAll(directoryDump, bytesOf(PLAIN), { path: EXPORT })
    expect(log.rows).toMatchObject([
      {
        time: '2021-02-28T03:14:15Z',
        family: 'configuration',
        action: 'Virtual directory, last changed (Exchange 15.1.2106.2 before security updates)',
      },
      { time: '2018-06-14T18:02:51Z', action: 'Virtual directory created' },
    ])
    expect(log.rows[0]?.target).toMatch(/OAB \(Default Web Site\): https:/)
    expect(log.totals.servers.size).toBe(1)
    expect(log.totals.builds).toEqual([])
    expect(log.seen).toEqual([])
  })

  it('tells each of several, also with an address over several lines', async () => {
    const split = PLAIN.replace('https://mail.', `https://mail.\r\n${' '.repeat(34)}`)
    const { rows } = await readAll(directoryDump, bytesOf(`${split}${PLAIN}`), { path: EXPORT })
    expect(rows).toHaveLength(4)
    expect(rows[0]?.target).toBe(rows[2]?.target)
    expect(rows[2]?.offset).toBeGreaterThan(1_000)
  })

  it('with script dates the build that let it in, as a web file and as a page that was collected', async () => {
    for (const [parser, path] of [
      [webFile, 'C/inetpub/wwwroot/aspnet_client/x.aspx'],
      [directoryDump, 'CVE27065/SuspiciousFiles/x.aspx_1'],
    ] as const) {
      const log = await readAll(parser, bytesOf(oabDump()), { path })
      expect(log.rows[0]).toMatchObject({ family: 'web-root', time: '2021-02-28T03:14:15Z' })
      expect(log.seen).toHaveLength(1)
      expect(log.totals.servers.size).toBe(1)
      const [build] = log.totals.builds
      expect(build?.build).toBe('15.1.2106.2')
      expect(formatIso(build?.first ?? NaN)).toBe('2021-02-28T03:14:15Z')
    }
  })

  it('settles day and month by the other dates of the dump', async () => {
    const both = PLAIN.replace('2/28/2021 3:14:15 AM', '3/4/2021 3:14:15 AM')
    const settled = await readAll(directoryDump, bytesOf(both), { path: EXPORT })
    expect(settled.rows[0]?.time).toBe('2021-03-04T03:14:15Z')
    const open = both.replace(/\d+\/(?:14|27)\/20/g, '1/2/20')
    const unsettled = await readAll(directoryDump, bytesOf(open), { path: EXPORT })
    expect(unsettled.rows.map((row) => row.time)).toEqual([''])
  })

  it('cut off tells what is left', async () => {
    const cut = PLAIN.slice(0, PLAIN.indexOf('WhenChangedUTC') + 20)
    const { rows } = await readAll(directoryDump, bytesOf(cut), { path: EXPORT })
    expect(rows.map((row) => row.time)).toEqual([''])
    expect(rows[0]?.target).toContain('OAB')
  })
})
