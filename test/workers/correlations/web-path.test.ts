import { describe, expect, it } from 'vitest'
import { classifyPath, isReportedName } from '../../../workers/web-path.js'

describe('from URL to file', () => {
  it.each([
    '/owa/auth/logon.aspx',
    '/owa/auth/errorFE.aspx',
    '/owa/auth/OutlookCN.aspx',
    '/owa/auth/15.1.2106/logon.aspx',
    '/owa/manifests/appCacheManifestHandler.ashx',
    '/owa/service.svc',
    '/EWS/Exchange.asmx',
    '/ews/exchange.asmx/',
    '/ecp/DDI/DDIService.svc/SetObject',
    '/ecp/15.1.2106.2/default.aspx',
    '/ecp/auth/TimeoutLogout.aspx',
    '/autodiscover/autodiscover.svc/wssecurity',
  ])('%s is Exchange’s own', (path) => {
    expect(classifyPath(path).kind).toBe('own')
  })

  it.each([
    ['/aspnet_client/shell.aspx', '/aspnet_client/shell.aspx'],
    ['/aspnet_client/system_web/4_0_30319/A.ASHX', '/aspnet_client/system_web/4_0_30319/a.ashx'],
    ['/owa/auth/OutlookEN.aspx', '/owa/auth/outlooken.aspx'],
    ['/owa/auth/TimeoutLogout.aspx', '/owa/auth/timeoutlogout.aspx'],
    ['/owa/auth/x.ashx', '/owa/auth/x.ashx'],
    ['/owa/auth/15.1.2106/scripts/x.aspx', '/owa/auth/15.1.2106/scripts/x.aspx'],
    ['/OAB/x.aspx', '/oab/x.aspx'],
    ['/owa/auth/%78.aspx', '/owa/auth/x.aspx'],
    ['/owa//auth/x.aspx/logon.css', '/owa/auth/x.aspx'],
    ['/owa\\auth\\x.aspx', '/owa/auth/x.aspx'],
    ['/rpc/x.aspx', '/rpc/x.aspx'],
  ])('%s is a script that Exchange does not ship', (path, script) => {
    expect(classifyPath(path)).toEqual({ kind: 'exchange', script })
  })

  it.each(['/certsrv/certfnsh.asp', '/shell.aspx', '/constructor/x.aspx'])(
    '%s is another’s',
    (path) => {
      expect(classifyPath(path).kind).toBe('other')
    },
  )

  it.each([
    '/owa/',
    '/Microsoft-Server-ActiveSync/default.eas',
    '/rpc/rpcproxy.dll',
    '/ecp/y.js',
    '/mapi/emsmdb/',
    '',
    '-',
  ])('%s is no script', (path) => {
    expect(classifyPath(path).kind).toBe('none')
  })

  it('knows the names of public reports', () => {
    expect(isReportedName('/aspnet_client/supp0rt.aspx')).toBe(true)
    expect(isReportedName('/aspnet_client/kx7.aspx')).toBe(false)
  })
})
