import { describe, expect, it } from 'vitest'
import { plain } from '../../../src/model/plain.js'
import { configuration } from '../../../workers/parsers/configuration.js'
import { recognise } from '../../../workers/parsers/index.js'
import { entryOf } from './memory-input.js'
import { bytesOf, readAll, type ReadLog } from './read-all.js'

const MODIFIED = Date.UTC(2021, 2, 12, 9, 30) * 1000
const HOST_PATH = 'C:/Windows/System32/inetsrv/config/applicationHost.config'
const SITE_PATH = 'C:/inetpub/wwwroot/web.config'

function read(text: string, path = HOST_PATH): Promise<ReadLog> {
  return readAll(configuration, bytesOf(text), { path, entry: { modified: MODIFIED } })
}

/** Rows of facts, without that of the file itself. */
async function facts(inside: string, path?: string): Promise<string[]> {
  const log = await read(`<?xml version="1.0"?>\r\n<configuration>${inside}</configuration>`, path)
  expect(log.warnings).toEqual([])
  return log.rows
    .filter((row) => row.family === 'configuration' && row.action !== 'Configuration file')
    .map(({ action, target }) => `${action} | ${target}`)
}

describe('recognition', () => {
  const knows = (text: string, path: string): string | undefined => {
    const bytes = bytesOf(text)
    return recognise(bytes, entryOf(path, bytes.length))?.id
  }

  it.each([
    ['<configuration/>', SITE_PATH],
    [
      '<?xml version="1.0"?>\r\n<!-- x -->\r\n<configuration>',
      'C/inetpub/history/CFGHISTORY_0000000001/a.bak',
    ],
    ['\ufeff<configuration xmlns="x">', 'unknown'],
    [`<?xml version="1.0"?><!-- ${'x'.repeat(5_000)}`, SITE_PATH],
  ])('%j is known by what it holds', (text, path) => {
    expect(knows(text, path)).toBe('configuration')
  })

  it('a page or a file of another root is none', () => {
    expect(knows('<configuration>', 'C/inetpub/wwwroot/aspnet_client/x.aspx')).toBe('web-file')
    expect(knows('<% x %>', SITE_PATH)).toBe('web-file')
    expect(knows('<Configuration1/>', 'unknown')).toBeUndefined()
    expect(knows('<a><configuration/></a>', 'unknown')).toBeUndefined()
  })
})

describe('rewrite rules', () => {
  const rule = (name: string, ask: string, action: string, more = ''): string =>
    `<system.webServer><rewrite><rules><rule name="${name}" patternSyntax="ECMAScript"${more}>` +
    `<match url=".*" /><conditions><add input="{HTTP_COOKIE}" pattern="${ask}" /></conditions>` +
    `<action type="${action}" /></rule></rules></rewrite></system.webServer>`

  it('of Microsoft’s mitigations are called so', async () => {
    expect(
      await facts(
        rule(
          'X-AnonResource-Backend Abort - inbound',
          '(.*)X-AnonResource-Backend(.*)',
          'AbortRequest',
        ) +
          rule('X-BEResource Abort - inbound', '(.*)X-BEResource=(.+)/(.+)~(.+)', 'AbortRequest') +
          rule(
            'EEMS M1.1 PowerShell - inbound',
            '(?=.*autodiscover)(?=.*powershell)',
            'AbortRequest',
          ),
        SITE_PATH,
      ),
    ).toEqual([
      'URL rewrite rule that aborts requests: mitigation of CVE-2021-26855 (ProxyLogon) | X-AnonResource-Backend Abort - inbound; {HTTP_COOKIE} (.*)X-AnonResource-Backend(.*)',
      'URL rewrite rule that aborts requests: mitigation of CVE-2021-26855 (ProxyLogon) | X-BEResource Abort - inbound; {HTTP_COOKIE} (.*)X-BEResource=(.+)/(.+)~(.+)',
      'URL rewrite rule that aborts requests: mitigation of CVE-2022-41040 (ProxyNotShell) | EEMS M1.1 PowerShell - inbound; {HTTP_COOKIE} (?=.*autodiscover)(?=.*powershell)',
    ])
  })

  it('that only bear such a name are not', async () => {
    const [off, other, none] = await facts(
      rule(
        'PowerShell - inbound',
        '.*autodiscover\\.json.*Powershell.*',
        'AbortRequest',
        ' enabled="false"',
      ) +
        rule('X-BEResource Abort - inbound', 'nothing', 'AbortRequest') +
        rule('X-BEResource Abort - inbound', 'X-BEResource', 'None'),
      SITE_PATH,
    )
    expect(off).toContain('aborts requests, disabled: named as the mitigation of CVE-2022-41040')
    expect(other).toContain('aborts requests: named as the mitigation of CVE-2021-26855')
    expect(none).toContain('does nothing: named as the mitigation')
  })

  it('of others say what they do and whereto', async () => {
    expect(
      await facts(
        '<location path="Default Web Site/owa"><rewrite><rules><rule name="r"><match url="^x" negate="true"/>' +
          '<action type="Rewrite" url="http://203.0.113.9/{R:0}"/></rule></rules>' +
          '<outboundRules><rule name="EEMS M2.1 OWA CSP - outbound"><match serverVariable="RESPONSE_X" pattern=".+"/>' +
          '<action type="Rewrite" value="y"/></rule></outboundRules></rewrite></location>',
      ),
    ).toEqual([
      'URL rewrite rule that rewrites requests | Default Web Site/owa: r → http://203.0.113.9/{R:0}; URL not ^x',
      'Outbound rewrite rule that rewrites requests: set by the Emergency Mitigation service | Default Web Site/owa: EEMS M2.1 OWA CSP - outbound → y; RESPONSE_X .+',
    ])
  })
})

describe('sites', () => {
  it('name their folders, and where those are unusual', async () => {
    const directory = (path: string, folder: string): string =>
      `<virtualDirectory path="${path}" physicalPath="${folder}" />`
    expect(
      await facts(
        '<system.applicationHost><applicationPools><add name="MSExchangeOWAAppPool"><processModel identityType="LocalSystem"/></add></applicationPools>' +
          '<sites><site name="Default Web Site" id="1"><application path="/" applicationPool="DefaultAppPool">' +
          directory('/', '%SystemDrive%\\inetpub\\wwwroot') +
          directory('/pages', 'C:\\ProgramData\\COM1\\pages') +
          directory('/a', 'C:\\Users\\All Users\\x') +
          directory('/b', '\\\\?\\C:\\PerfLogs\\x') +
          directory('/c', 'D:\\Data') +
          directory('/d', 'E:\\Mail\\FrontEnd\\HttpProxy\\..\\..\\x') +
          '</application><application path="/owa">' +
          directory('/', 'D:\\Exchange\\FrontEnd\\HttpProxy\\owa') +
          '</application><bindings><binding protocol="https" bindingInformation="*:443:"/></bindings>' +
          '<logFile directory="D:\\Logs"/></site></sites></system.applicationHost>',
      ),
    ).toEqual([
      'Account of an application pool | MSExchangeOWAAppPool',
      'Application pool | MSExchangeOWAAppPool',
      'Virtual directory | Default Web Site/: %SystemDrive%\\inetpub\\wwwroot',
      'Virtual directory in ProgramData, in a folder of a name used in the ProxyShell attacks of August 2021 | Default Web Site/pages: C:\\ProgramData\\COM1\\pages',
      'Virtual directory in ProgramData | Default Web Site/a: C:\\Users\\All Users\\x',
      'Virtual directory in a folder that any user or service may write to | Default Web Site/b: \\\\?\\C:\\PerfLogs\\x',
      'Virtual directory outside the folders of Windows, IIS and Exchange | Default Web Site/c: D:\\Data',
      'Virtual directory by a path with .. | Default Web Site/d: E:\\Mail\\FrontEnd\\HttpProxy\\..\\..\\x',
      'Application | Default Web Site/',
      'Virtual directory | Default Web Site/owa/: D:\\Exchange\\FrontEnd\\HttpProxy\\owa',
      'Application | Default Web Site/owa',
      'Site binding | Default Web Site: https *:443:',
      'Folder of the site’s request logs | Default Web Site: D:\\Logs',
      'Site | Default Web Site (1)',
    ])
  })

  it('tell modules, handlers, logging, error pages and agents', async () => {
    expect(
      await facts(
        '<system.webServer><globalModules><add name="HttpLoggingModule" image="%windir%\\System32\\inetsrv\\loghttp.dll" />' +
          '<add name="cache" image="C:\\Windows\\Temp\\cache.dll" /></globalModules>' +
          '<modules><add name="OwaModule" type="Microsoft.Exchange.Clients.Owa.Core.OwaModule" /><add name="x" type="HealthMod.Check, HealthMod" /></modules>' +
          '<handlers><add name="PageHandler" path="*.aspx" verb="GET" type="System.Web.UI.PageHandlerFactory" />' +
          '<add name="c" path="*.config" verb="*" modules="IsapiModule" scriptProcessor="%windir%\\system32\\inetsrv\\asp.dll" />' +
          '<add name="p" path="*.js" modules="CgiModule" scriptProcessor="C:\\Users\\Public\\p.exe" /><remove name="ASPClassic" /></handlers>' +
          '<httpLogging dontLog="true" /><httpErrors><error statusCode="404" path="/owa/x.aspx" responseMode="ExecuteURL" /></httpErrors>' +
          '<security><ipSecurity><add ipAddress="203.0.113.7" allowed="true" /></ipSecurity></security></system.webServer>' +
          '<mexRuntime><agentList><agent name="Route" classFactory="Route.Factory" assemblyPath="C:\\ProgramData\\Route.dll" enabled="false" /></agentList></mexRuntime>',
      ),
    ).toEqual([
      'Native module | HttpLoggingModule: %windir%\\System32\\inetsrv\\loghttp.dll',
      'Native module in a folder that any user or service may write to | cache: C:\\Windows\\Temp\\cache.dll',
      'Managed module | OwaModule: Microsoft.Exchange.Clients.Owa.Core.OwaModule',
      'Managed module, not of a Microsoft namespace | x: HealthMod.Check, HealthMod',
      'Request handler | PageHandler: *.aspx: System.Web.UI.PageHandlerFactory',
      'Request handler | c: *.config: %windir%\\system32\\inetsrv\\asp.dll',
      'Request handler in a folder that any user or service may write to | p: *.js: C:\\Users\\Public\\p.exe',
      'Request handler removed | ASPClassic',
      'Request logging switched off | dontLog',
      'Error page, run by the server | /owa/x.aspx',
      'Address allowed | ',
      'Transport agent in ProgramData, disabled | Route: C:\\ProgramData\\Route.dll',
    ])
  })

  it('tell the machine key that every Exchange shared, and never show a key', async () => {
    const key = plain('cb2721ab¦daf8e9dc516d621d8b8bf13a¦2c9e8689a25303bf')
    const said = await facts(
      `<system.web><machineKey validationKey="${key}" decryptionKey="E9" validation="SHA1"/></system.web>` +
        '<system.web><machineKey validationKey="AutoGenerate,IsolateApps"/><machineKey validationKey="0123"/></system.web>',
    )
    expect(said).toEqual([
      'Machine key that Exchange shipped to every server (CVE-2020-0688 is not fixed) | validationKey',
      'Machine key made by the server | validationKey',
      'Machine key written in the file | validationKey',
    ])
  })
})

describe('the file itself', () => {
  it('is a row with its own time, each fact a row at its element', async () => {
    const text =
      '<configuration>\r\n<system.webServer><httpLogging dontLog="true"/></system.webServer></configuration>'
    const { rows } = await read(text)
    expect(rows).toMatchObject([
      { time: '2021-03-12T09:30:00Z', action: 'Configuration file', target: HOST_PATH, offset: 0 },
      {
        time: '2021-03-12T09:30:00Z',
        offset: 35,
        size: 29,
        action: 'Request logging switched off',
      },
    ])
    const untimed = await readAll(configuration, bytesOf(text), { path: HOST_PATH })
    expect(untimed.rows.map((row) => row.time)).toEqual(['', ''])
  })

  it('is examined like a page under a web root, and wherever it holds script', async () => {
    const shell = plain('<configuration/><!-- <% ev¦al(Req¦uest["x"]) %> -->')
    for (const path of [SITE_PATH, 'C:/ProgramData/x/web.config']) {
      const log = await readAll(configuration, bytesOf(shell), { path, fields: ['content'] })
      expect(log.rows[0]).toMatchObject({ family: 'web-root', target: path })
      expect(log.seen).toMatchObject([{ stem: path.toLowerCase(), fields: { content: shell } }])
    }
    const plainOne = await read('<configuration/>')
    expect(plainOne.seen).toEqual([])
  })

  it('damaged keeps what stands before and behind', async () => {
    const log = await read(
      '<configuration><globalModules><add name="a" image="a.dll"/><add name="b image=c>\r\n' +
        '<add name="d" image="d.dll"/></globalModules><sites><site name="S" id="1">',
    )
    expect(log.rows.map((row) => row.target)).toEqual([
      HOST_PATH,
      'a: a.dll',
      'b image=c>\r\n: ',
      'd: d.dll',
      'S (1)',
    ])
    expect(log.warnings.length).toBeGreaterThan(1)
    expect(log.warnings[0]).toContain('a value has no closing quote')
  })
})
