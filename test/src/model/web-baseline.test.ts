import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  installRelative,
  isBaselineFile,
  isBaselinePath,
  isLaterThanBaseline,
} from '../../../src/model/web-baseline.js'

const LIST = `${process.env.AFTERPATCH_EVIDENCE ?? '../shared/data'}/../baseline_web.csv`

describe('Exchange’s own pages', () => {
  it('are known by path, whatever the case and the slash', () => {
    expect(isBaselinePath('FrontEnd\\HttpProxy\\owa\\auth\\Logon.aspx')).toBe(true)
    expect(isBaselinePath('/frontend/httpproxy/owa/auth/outlookcn.aspx')).toBe(true)
    expect(isBaselinePath('frontend/httpproxy/owa/auth/outlooken.aspx')).toBe(false)
    expect(isBaselinePath('frontend/httpproxy/owa/auth/timeoutlogout.aspx')).toBe(false)
    expect(isBaselinePath('')).toBe(false)
  })

  it('are known by contents', () => {
    const path = 'clientaccess/adminapi/global.asax'
    const hash = '28391c1e68dd083c41c5916e5a67024f39756b395e19278578b111e6a0d1c03b'
    expect(isBaselineFile(path, hash)).toBe(true)
    expect(isBaselineFile(path, hash.replace('2', '3'))).toBe(false)
    expect(isBaselineFile('clientaccess/other.asax', hash)).toBe(false)
  })

  it('are found below the install folder on any drive', () => {
    expect(installRelative('E:\\Mail\\FrontEnd\\HttpProxy\\owa\\x.aspx')).toBe(
      'frontend/httpproxy/owa/x.aspx',
    )
    expect(installRelative('D/Exchange/V15/ClientAccess/ecp/x.aspx')).toBe(
      'clientaccess/ecp/x.aspx',
    )
    expect(installRelative('C/inetpub/wwwroot/x.aspx')).toBe('')
  })

  it('say little of later builds', () => {
    expect(isLaterThanBaseline('15.2.1748.10')).toBe(true)
    expect(isLaterThanBaseline('15.1.2507.72')).toBe(false)
    expect(isLaterThanBaseline('14.3.1.1')).toBe(false)
  })

  describe.skipIf(!existsSync(LIST))('against the whole list (needs evidence folder)', () => {
    it('hold every path and every hash of it', () => {
      const lines = readFileSync(LIST, 'utf8').trim().split(/\r?\n/).slice(1)
      expect(lines.length).toBeGreaterThan(3000)
      for (const line of lines) {
        const [raw = '', sha256 = ''] = line.split(',')
        const path = /^(?:clientaccess|frontend)\\/.test(raw) ? raw : `clientaccess\\${raw}`
        expect(isBaselineFile(path, sha256), line).toBe(true)
      }
    })
  })
})
