import type { Detection } from './detection.js'
import { anonymousForgery } from './pl-01a.js'
import { borrowedCrawler } from './pl-13.js'
import { directoryChanged } from './pl-06-review.js'
import { exploitStages } from './pl-03.js'
import { exploitString } from './pl-02.js'
import { forgedBackEnd } from './pl-01.js'
import { forgeryBlocked } from './pl-22.js'
import { postToEcpScript } from './pl-16.js'
import { postToStatic } from './pl-11.js'
import { postToTheme } from './pl-12.js'
import { programAtEcp } from './pl-14.js'
import { resetByComputer } from './pl-10.js'
import { routedByCookie } from './pl-05.js'
import { scannedForFlaw } from './pl-00.js'
import { scriptInDirectory } from './pl-06.js'
import { shellByContent } from './ws-content.js'
import { shellByPlace } from './ws-place.js'
import { shellClient } from './pl-15.js'
import { shellCommand } from './pl-06b.js'
import { shellWritten } from './pl-04.js'
import { calendarPost } from './v-07.js'
import { frownyScript } from './po-01.js'
import { owaForgery } from './ow-01.js'
import { policyUpload } from './v-04.js'
import { proxyNotShell } from './pn-01.js'
import { proxyShell } from './ps-01.js'
import { proxyToken } from './pt-01.js'
import { viewState } from './v-01.js'
import { commandInQuery } from './ws-07.js'
import { stagedDownload } from './ws-10.js'
import { tunnelRequest } from './ws-08.js'
import { certificatePage } from './ps-07.js'
import { directoryEvent } from './pl-09.js'
import { exportRemoved } from './ps-08.js'
import { getAppCast } from './v-06.js'
import { mailboxExport } from './ps-06.js'
import { childOfWebServer } from './px-01.js'
import { chopperCommand } from './px-02.js'
import { childOfVoicemail } from './pl-19.js'
import { writtenByVoicemail } from './pl-20.js'
import { voicemailError } from './pl-07.js'
import { exportByCommand } from './ps-09.js'
import { pageByExport } from './ps-10.js'
import { viewStateError } from './v-03.js'
import { childOfAssistants } from './v-05.js'
import { webDavOutside } from './v-10.js'
import { writtenByWebServer } from './wf-05.js'
import { marchCommand } from './px-03.js'
import { passwordsCopied } from './px-06.js'
import { exchangeSnapIn } from './px-08.js'
import { attackScript } from './px-09.js'
import { hashesCopied } from './px-13.js'
import { logsCleared } from './px-14.js'
import { protectionOff } from './px-14b.js'
import { rightsGiven } from './px-11.js'
import { strangeService } from './px-15.js'
import { strangeTask } from './px-16.js'
import { strangeStart } from './px-16b.js'
import { defenderThreat } from './px-17.js'
import { tunnelOrRemote } from './px-18.js'
import { desktopFromSelf } from './px-18b.js'
import { wentOutside } from './px-19.js'
import { toolsAndReach } from './px-20.js'
import { ransomware } from './rw-01.js'
import { moduleAdded } from './wf-06.js'
import { lookedRound } from './px-21.js'
import { mailboxReach } from './px-12.js'
import { runByServer } from './ps-13.js'
import { transportAgent } from './wf-07.js'
import { oabWrittenElsewhere } from './pl-08.js'
import { rpcProbe } from './pl-17.js'
import { backEndToken } from './pl-18.js'
import { stagedName } from './pl-21.js'
import { proxyNotShellTool } from './pn-03.js'
import { foreignPowerShell } from './ow-03.js'
import { bareBackEndPowerShell } from './ow-04.js'
import { ruleWithoutLogon } from './pt-02.js'
import { sharedMachineKey } from './v-02.js'
import { foreignDirectory } from './ps-12.js'
import { compiledShell } from './wf-03.js'
import { journalOfShell } from './wf-04.js'
import { reportedName } from './ws-04.js'
import { disguisedName } from './ws-05.js'
import { shellProgram } from './ws-09.js'
import { mailProgram } from './cr-04.js'
import { reportedForgery } from './pl-01r.js'
import { listedShell } from './wf-01r.js'

/** THE list. Hits carry positions in it, so it is the same in every worker of a run. */
export const DETECTIONS: readonly Detection[] = [
  scannedForFlaw,
  forgedBackEnd,
  anonymousForgery,
  exploitString,
  exploitStages,
  shellWritten,
  routedByCookie,
  scriptInDirectory,
  directoryChanged,
  shellCommand,
  resetByComputer,
  postToStatic,
  postToTheme,
  borrowedCrawler,
  programAtEcp,
  shellClient,
  postToEcpScript,
  forgeryBlocked,
  shellByPlace,
  shellByContent,
  proxyShell,
  proxyNotShell,
  owaForgery,
  proxyToken,
  frownyScript,
  viewState,
  policyUpload,
  calendarPost,
  commandInQuery,
  stagedDownload,
  tunnelRequest,
  directoryEvent,
  mailboxExport,
  certificatePage,
  exportRemoved,
  runByServer,
  getAppCast,
  transportAgent,
  mailboxReach,
  childOfWebServer,
  chopperCommand,
  oabWrittenElsewhere,
  rpcProbe,
  backEndToken,
  stagedName,
  proxyNotShellTool,
  foreignPowerShell,
  bareBackEndPowerShell,
  ruleWithoutLogon,
  sharedMachineKey,
  foreignDirectory,
  compiledShell,
  journalOfShell,
  reportedName,
  disguisedName,
  shellProgram,
  mailProgram,
  reportedForgery,
  listedShell,
  childOfVoicemail,
  writtenByVoicemail,
  voicemailError,
  exportByCommand,
  pageByExport,
  viewStateError,
  childOfAssistants,
  webDavOutside,
  writtenByWebServer,
  marchCommand,
  passwordsCopied,
  exchangeSnapIn,
  attackScript,
  hashesCopied,
  logsCleared,
  protectionOff,
  rightsGiven,
  strangeService,
  strangeTask,
  strangeStart,
  defenderThreat,
  tunnelOrRemote,
  desktopFromSelf,
  wentOutside,
  toolsAndReach,
  ransomware,
  moduleAdded,
  lookedRound,
]
