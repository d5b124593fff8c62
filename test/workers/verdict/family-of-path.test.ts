import { expect, test } from 'vitest'
import { familyOfPath } from '../../../workers/verdict/family-of-path.js'

const V15 = 'C:/Program Files/Microsoft/Exchange Server/V15'

test.each([
  [`${V15}/Logging/HttpProxy/Ecp/HttpProxy_2021030312-1.LOG`, 'httpproxy-ecp'],
  [`${V15}/Logging/HttpProxy/Unheard/HttpProxy_2021030312-1.LOG`, 'httpproxy-other'],
  [`${V15}/FrontEnd/HttpProxy/owa/trace.log`, 'web-root'],
  [`${V15}/FrontEnd/HttpProxy/owa/auth/x.aspx`, 'web-root'],
  [`${V15}/Logging/ECP/Server/ECPServer20210303-1.LOG`, 'ecp-server'],
  [`${V15}/Logging/Ews/Ews_2021030312-1.LOG`, 'ews'],
  [`${V15}/Logging/CmdletInfra/Powershell-Proxy/Http/Rps_Http_1.LOG`, 'cmdlet-infra'],
  [`${V15}/TransportRoles/Logs/MessageTracking/MSGTRK2021030312-1.LOG`, 'message-tracking'],
  ['C:/inetpub/logs/LogFiles/W3SVC2/u_ex210303.log', 'iis-back'],
  ['C:/Windows/System32/LogFiles/HTTPERR/httperr1.log', 'httperr'],
  ['C:/Windows/System32/winevt/Logs/MSExchange Management.evtx', 'evtx-management'],
  ['C:/Windows/System32/winevt/Logs/Windows PowerShell.evtx', 'evtx-powershell'],
  ['C:/Windows/System32/winevt/Logs/Microsoft-Windows-CAPI2%4Operational.evtx', 'evtx-other'],
  ['C:/Windows/System32/config/SYSTEM', 'registry'],
  ['C:/$MFT', 'mft'],
  ['C:/$Extend/$J', 'usn'],
  ['C:/Windows/System32/config/SYSTEM.LOG1', null],
  ['C:/ExchangeSetupLogs/ExchangeSetup.log', 'exchange-setup'],
  ['C:/Windows/System32/inetsrv/config/applicationHost.config', 'configuration'],
  ['C:/Windows/System32/Tasks/Microsoft/Windows/Defrag/ScheduledDefrag', 'scheduled-tasks'],
  ['C:/ProgramData/Microsoft/Windows/WER/ReportArchive/E12IIS_1/Report.wer', 'crash-reports'],
  ['C:/Windows/Temporary ASP.NET Files/owa/1/2/logon.aspx.1.compiled', 'compiled-pages'],
  ['C:/Users/a/notes.txt', null],
] as const)('a file at %s would tell of %s', (path, family) => {
  expect(familyOfPath(path, null)).toBe(family)
})

test('a log that IIS wrote and that lies somewhere else is of a site unknown', () => {
  expect(familyOfPath('logs/u_ex210303.log', 'iis-w3c')).toBe('iis-other')
})
