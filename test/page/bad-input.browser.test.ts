import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChromiumDriver } from '../browser/chromium.js'
import { launchChromium, runHeadless, scratch } from './headless.js'

const IIS_HEAD =
  '#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2021-03-03 00:00:00\r\n' +
  '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n'

function iisRow(
  second: number,
  stem: string,
  client = '198.51.100.7',
  agent = 'Mozilla/5.0',
): string {
  const time = new Date(Date.UTC(2021, 2, 3) + second * 1000).toISOString()
  return `${time.slice(0, 10)} ${time.slice(11, 19)} 10.0.0.5 GET ${stem} - 443 - ${client} ${agent} - 404 0 2 1\r\n`
}

const LOG = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log'
/** The same as the case names it. */
const LISTED = 'C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log'

async function zipOf(
  files: Record<string, string | Uint8Array>,
  compression: 'DEFLATE' | 'STORE' = 'DEFLATE',
): Promise<Uint8Array> {
  const zip = new JSZip()
  for (const [path, content] of Object.entries(files)) zip.file(path, content)
  return zip.generateAsync({ type: 'uint8array', compression })
}

let driver: ChromiumDriver
let disk: Awaited<ReturnType<typeof scratch>>

beforeAll(async () => {
  driver = await launchChromium()
  disk = await scratch()
})
afterAll(() => driver.close())

const warningsOf = (result: Awaited<ReturnType<typeof runHeadless>>) =>
  result.json.warnings.map(({ what, wanted, found }) => `${what} | ${wanted} | ${found}`).join('\n')

describe('bad input gets a clear message, and the rest goes on', () => {
  it('an empty zip', async () => {
    const path = await disk.write('empty.zip', await zipOf({}))
    const result = await runHeadless(driver, { files: [path] })
    expect(warningsOf(result)).toMatch(/^empty\.zip is a zip archive with no entries/)
    expect(result.exitCode).toBe(3)
  })

  it('text renamed .zip', async () => {
    const path = await disk.write('notes.zip', 'Dear administrator,\nthis is not a zip.\n')
    const good = await disk.write('good.zip', await zipOf({ [LOG]: IIS_HEAD + iisRow(1, '/owa/') }))
    const result = await runHeadless(driver, { files: [path, good] })
    expect(warningsOf(result)).toMatch(/^notes\.zip is not a zip archive; it looks like text/)
    expect(result.json.entries.filter(({ events }) => events === 1)).toHaveLength(1)
  })

  it('a zip cut in half', async () => {
    const whole = await zipOf({ [LOG]: IIS_HEAD + iisRow(1, '/owa/').repeat(500) })
    const path = await disk.write('cut.zip', whole.slice(0, whole.length / 2))
    const result = await runHeadless(driver, { files: [path] })
    expect(warningsOf(result)).toMatch(
      /^cut\.zip: the archive ends before its directory; \d+ bytes\. Copy it again/,
    )
  })

  it('a log of 0 bytes counts as missing and says so', async () => {
    const path = await disk.write('zero.zip', await zipOf({ [LOG]: '' }))
    const result = await runHeadless(driver, { files: [path] })
    expect(result.exitCode).toBe(3)
    expect(result.json.entries).toHaveLength(1)
    expect(result.json.entries[0]).toMatchObject({ path: LISTED, events: 0 })
    expect(result.json.entries[0]?.reason).toMatch(/empty, 0 bytes/)
    const [iis] = result.json.coverage.filter(({ family }) => family === 'iis-front')
    expect(iis?.events).toBe(0)
  })

  it('a line of 100 MB is cut, said, and the lines around it are read', async () => {
    const log = `${IIS_HEAD}${iisRow(1, '/owa/')}${'A'.repeat(100 * 1024 * 1024)}\r\n${iisRow(3, '/owa/')}`
    const path = await disk.write(
      // Stored: deflated it would be a bomb, which is another test's matter.
      'long.zip',
      await zipOf({ [LOG]: log }, 'STORE'),
    )
    const result = await runHeadless(driver, { files: [path] })
    expect(result.json.entries[0]?.events).toBe(2)
    expect(warningsOf(result)).toMatch(
      /line is too long \| at most 1048576 bytes \| 104857600 bytes, of which the first 1048576/,
    )
    expect(result.json.warnings[0]).toMatchObject({ entry: LISTED })
  }, 120_000)

  it('a log of random bytes gives no events and hangs nothing', async () => {
    const noise = new Uint8Array(300_000)
    let seed = 7
    for (let at = 0; at < noise.length; at++)
      noise[at] = (seed = (seed * 1103515245 + 12345) >>> 0) >>> 16
    const head = new TextEncoder().encode(IIS_HEAD)
    const path = await disk.write(
      'random.zip',
      await zipOf({
        [LOG]: new Uint8Array([...head, ...noise]),
        'C/inetpub/logs/LogFiles/W3SVC1/u_ex210304.log': noise,
      }),
    )
    const result = await runHeadless(driver, { files: [path] })
    expect(result.failed).toBe('')
    expect(result.json.entries.map(({ state }) => state)).not.toContain('waiting')
    expect(result.json.findings.filter(({ level }) => level !== 'informational')).toEqual([])
    expect(result.json.entries.map(({ events }) => events)).toEqual([0, 0])
    expect(result.json.entries[0]?.warnings).toBeGreaterThan(0)
    expect(result.json.entries[1]?.reason).toMatch(/no parser knows this file/)
  })

  it('a hostile file name is listed as text and its content read', async () => {
    const zip = new JSZip()
    zip.file('placeholder', IIS_HEAD + iisRow(1, '/owa/'))
    const bytes = await zip.generateAsync({ type: 'uint8array' })
    const name = new TextEncoder().encode('..\\x\\..\\\u0007')
    const from = new TextEncoder().encode('placeholder')
    for (let at = 0; at + from.length <= bytes.length; at++) {
      if (from.every((byte, index) => bytes[at + index] === byte))
        bytes.set(name.slice(0, from.length), at)
    }
    const path = await disk.write('hostile.zip', bytes)
    const result = await runHeadless(driver, { files: [path] })
    expect(result.failed).toBe('')
    expect(result.json.entries).toHaveLength(1)
    expect(result.json.entries[0]?.events).toBe(1)
    expect(result.json.entries[0]?.path).toMatch(/^\.\.\/x\/\.\.\/\u2407/)
  })

  it('a script in a user agent is text, nothing more', async () => {
    const agent =
      '<img/src=x/onerror=globalThis.pwned=1><scr\u0069pt>globalThis.pwned=1</scr\u0069pt>'
    const rows = [1, 2, 3]
      .map((second) => iisRow(second, '/ecp/y.js', '198.51.100.9', agent))
      .join('')
    const path = await disk.write('script.zip', await zipOf({ [LOG]: IIS_HEAD + rows }))
    const result = await runHeadless(driver, { files: [path] })
    expect(result.failed).toBe('')
    expect(await driver.inFrame<boolean>('return "pwned" in globalThis')).toBe(false)
  })

  it('a row with shifted columns is counted, not trusted', async () => {
    const shifted =
      '2021-03-03 00:00:09 10.0.0.5 POST /aspnet client/x y.aspx - 443 - 198.51.100.8 A B C - 200 0 0 1\r\n'
    const path = await disk.write(
      'shifted.zip',
      await zipOf({ [LOG]: IIS_HEAD + shifted + iisRow(10, '/owa/') }),
    )
    const result = await runHeadless(driver, { files: [path] })
    expect(result.json.entries[0]?.events).toBe(2)
    expect(warningsOf(result)).toMatch(/row with too many fields \| 15 fields \| 19 fields/)
    expect(result.json.hosts[0]?.verdict['used']?.call).not.toBe('yes')
  })

  it('400,000 hits of one detection are one finding', async () => {
    const row = (second: number) =>
      iisRow(second, '/ecp/y.js').replace(' GET ', ' POST ').replace(' 404 0 2 ', ' 404 0 2 ')
    let rows = ''
    for (let second = 0; second < 86_400; second++) rows += row(second)
    const days: Record<string, string> = {}
    for (let day = 3; day < 8; day++) {
      const shifted = rows.replaceAll('2021-03-03', `2021-03-0${String(day)}`)
      days[`C/inetpub/logs/LogFiles/W3SVC1/u_ex21030${String(day)}.log`] = IIS_HEAD + shifted
    }
    const path = await disk.write('many.zip', await zipOf(days))
    const result = await runHeadless(driver, { files: [path] })
    const found = result.json.findings.filter(({ detection }) => detection === 'PL-16')
    expect(found).toHaveLength(1)
    expect(found[0]?.count).toBe(5 * 86_400)
    expect(found[0]?.evidence.length).toBeLessThanOrEqual(20)
  }, 180_000)
})
