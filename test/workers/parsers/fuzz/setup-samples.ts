import { plain } from '../../../../src/model/plain.js'
import { oabDump } from '../../../../workers/demo/oab-dump.js'
import { managedModule } from '../managed-module.js'

interface Text {
  readonly bytes: Uint8Array
}

function of(...lines: readonly string[]): Text {
  return { bytes: new TextEncoder().encode(plain(lines.join('\r\n'))) }
}

/** Small whole files of setup and configuration, by the parser that reads them. */
export const SETUP_SAMPLES: Readonly<Record<string, () => readonly Text[]>> = {
  configuration: () => [
    of(
      '<?xml version="1.0" encoding="utf-8"?>',
      '<!-- kept --><configuration><location path="Default Web Site/owa">',
      '<system.webServer><rewrite><rules><rule name="PowerShell - inbound" enabled="true">',
      '<match url=".*" /><conditions><add input="{UrlDecode:{REQUEST_URI}}" pattern="(?=.*autodiscover)(?=.*powershell)" /></conditions>',
      '<action type="AbortRequest" /></rule></rules></rewrite>',
      '<globalModules><add name="a" image="C:\\Windows\\Temp\\a.dll" /></globalModules>',
      '<httpErrors><error statusCode="404" path="/x.aspx" responseMode="ExecuteURL" /></httpErrors></system.webServer></location>',
      '<system.applicationHost><sites><site name="S" id="1"><application path="/"><virtualDirectory path="/" physicalPath="C:\\ProgramData\\COM" /></application></site></sites></system.applicationHost>',
      '<system.web><machineKey validationKey="&#x43;B27&amp;" /></system.web></configuration>',
    ),
  ],
  'compiled-page': () => [
    of(
      '<?xml version="1.0" encoding="utf-8"?>',
      '<preserve resultType="3" virtualPath="/aspnet_client/x.aspx" assembly="App_Web_k">',
      '<filedeps><filedep name="/aspnet_client/x.aspx" /><filedep name="/y.ascx" /></filedeps></preserve>',
    ),
  ],
  'compiled-source': () => [
    of(
      '#pragma checksum "C:\\Site\\a.aspx" "{0}" "00"',
      'namespace ASP {',
      '#line 1 "C:\\Site\\a.aspx"',
    ),
  ],
  'compiled-module': () => [
    { bytes: managedModule(1_614_754_193, ['<Module>', 'x_aspx', 'y_ashx']) },
  ],
  'compiler-call': () => [
    of(
      'C:\\inetsrv> "C:\\v4.0.30319\\csc.exe" /t:library /R:"a.dll" /out:"C:\\App_Web_k.dll" "C:\\k.0.cs"',
      'C:\\k.0.cs(1,2): error CS0201: no',
    ),
  ],
  'scheduled-task': () => [
    of(
      '<?xml version="1.0" encoding="UTF-16"?>',
      '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
      '<RegistrationInfo><Date>2021-03-03T06:49:53.1234567</Date><Author>a</Author><URI>\\x</URI></RegistrationInfo>',
      '<Triggers><TimeTrigger><Repetition><Interval>PT1M</Interval></Repetition><StartBoundary>2021-03-03T07:00:00</StartBoundary></TimeTrigger></Triggers>',
      '<Principals><Principal id="Author"><UserId>S-1-5-18</UserId></Principal></Principals>',
      '<Actions Context="Author"><Exec><Command>cmd</Command><Arguments>/c &quot;x&quot;</Arguments></Exec></Actions></Task>',
    ),
  ],
  'directory-dump': () => [of(oabDump(), oabDump())],
  'exchange-setup': () => [
    of(
      '[03/12/2021 21:04:05.0268] [0] Starting Microsoft Exchange Server 2016 Setup',
      '[03/12/2021 21:04:05.0284] [0] Setup version: 15.1.2242.4.',
      "[03/12/2021 21:04:05.0331] [0] Command Line Parameter Name='mode', Value='Upgrade'.",
      '[03/12/2021 21:04:09.0909] [0] Server Name=MAIL01',
      '[03/12/2021 21:09:07.0545] [2] [ERROR] Unable to remove product.',
      '   at Microsoft.Exchange.Management',
      '[03/12/2021 22:31:07.0545] [0] The Exchange Server setup operation completed successfully.',
      '[03/12/2021 22:31:08.0001] [0] End of Setup',
    ),
  ],
  'service-control': () => [
    of(
      '[23:50:54] * ServiceControl.ps1: 21/11/2022 23:50:54',
      '[23:50:54] Performing service control with options: Stop',
      '[00:01:27] [Error] System.Management.Automation.CommandNotFoundException',
      '[00:01:41] Script completed succesfully.',
    ),
  ],
  'msi-log': () => [
    of(
      '=== Verbose logging started: 3/14/2021  21:04:05  Build type: SHIP  Calling process: C:\\msiexec.exe ===',
      'MSI (s) (38:A4) [21:24:05:250]: Product: Microsoft Exchange Server - Update installed successfully.',
      'MSI (s) (38:A4) [21:24:06:250]: MainEngineThread is returning 1603',
      '=== Logging stopped: 3/14/2021  21:24:07 ===',
    ),
  ],
  'firewall-log': () => [
    of(
      '#Version: 1.5',
      '#Software: Microsoft Windows Firewall',
      '#Fields: date time action protocol src-ip dst-ip src-port dst-port size path',
      '2021-03-03 06:49:53 DROP TCP 203.0.113.7 10.0.0.5 41234 445 60 RECEIVE',
      '2021-03-03 06:49:54 ALLOW UDP 10.0.0.5 203.0.113.7 53 53 60 SEND',
    ),
  ],
  'firewall-rules': () => [
    of(
      'Rule Name:                            Remote',
      'Direction:                            In',
      'LocalPort:                            3389',
      'Action:                               Allow',
    ),
  ],
  'crash-report': () => [
    of(
      'Version=1',
      'EventType=E12IIS',
      'EventTime=132594012345678901',
      'Sig[5].Name=Problem Signature 06',
      'Sig[5].Value=w3wp#MSExchangeECPAppPool',
      'AppPath=c:\\windows\\system32\\inetsrv\\w3wp.exe',
    ),
  ],
  'hosts-file': () => [
    of(
      '# This is a sample HOSTS file used by Microsoft TCP/IP for Windows.',
      '127.0.0.1 a b # c',
      '::1 d',
    ),
  ],
}
