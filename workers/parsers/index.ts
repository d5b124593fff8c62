import type { Entry } from '../../src/model/evidence.js'
import { accessLog } from './access-log.js'
import { chirp } from './chirp.js'
import { compiledModule } from './compiled-module.js'
import { compiledPage } from './compiled-page.js'
import { compiledSource } from './compiled-source.js'
import { compilerCall } from './compiler-call.js'
import { configuration } from './configuration.js'
import { crashReport } from './crash-report.js'
import { cylrLog } from './cylr-log.js'
import { defenderExport } from './defender-export.js'
import { defenderLog } from './defender-log.js'
import { directoryDump } from './directory-dump.js'
import { ecpServer } from './ecp-server.js'
import { eomt } from './eomt.js'
import { evtx } from './evtx.js'
import { exchangeLog } from './exchange-log.js'
import { exchangeSetup } from './exchange-setup.js'
import { healthChecker } from './health-checker.js'
import { firewallLog } from './firewall-log.js'
import { firewallRules } from './firewall-rules.js'
import { hostsFile } from './hosts-file.js'
import { httpErr } from './http-err.js'
import { exportedCsv } from './exported-csv.js'
import { exportedJson } from './exported-json.js'
import { exportedXml } from './exported-xml.js'
import { httpProxy } from './http-proxy.js'
import { iisFtp } from './iis-ftp.js'
import { iisNative } from './iis-native.js'
import { iisW3c } from './iis-w3c.js'
import { kansa } from './kansa.js'
import { kapeLog } from './kape-log.js'
import { mft } from './mft.js'
import { msiLog } from './msi-log.js'
import type { Parser } from './parser.js'
import { registryLog } from './registry-log.js'
import { registry } from './registry.js'
import { safetyScanner } from './safety-scanner.js'
import { scheduledTask } from './scheduled-task.js'
import { serviceControl } from './service-control.js'
import { sigmaHits } from './sigma-hits.js'
import { testProxyLogon } from './test-proxylogon.js'
import { thorLoki } from './thor-loki.js'
import { timeline } from './timeline.js'
import { usnJournal } from './usn-journal.js'
import { velociraptor } from './velociraptor.js'
import { webFile } from './web-file.js'

/**
 * THE list: every format that is read. web-file stands before all logs, so that no page can pass itself
 * off as one; what knows a page or a configuration for what it is stands before web-file.
 */
export const PARSERS: readonly Parser[] = [
  configuration,
  compiledPage,
  webFile,
  iisW3c,
  httpProxy,
  ecpServer,
  exchangeLog,
  testProxyLogon,
  compiledModule,
  compiledSource,
  compilerCall,
  directoryDump,
  firewallLog,
  firewallRules,
  hostsFile,
  crashReport,
  scheduledTask,
  mft,
  usnJournal,
  evtx,
  kapeLog,
  cylrLog,
  healthChecker,
  eomt,
  safetyScanner,
  defenderLog,
  defenderExport,
  exportedJson,
  exportedXml,
  exportedCsv,
  sigmaHits,
  thorLoki,
  chirp,
  kansa,
  timeline,
  velociraptor,
  registry,
  registryLog,
  exchangeSetup,
  serviceControl,
  msiLog,
  httpErr,
  iisFtp,
  iisNative,
  accessLog,
]

/** The first parser that knows the entry by its head, null where none does. */
export function recognise(head: Uint8Array, entry: Entry): Parser | null {
  return PARSERS.find((parser) => parser.sniff(head, entry)) ?? null
}
