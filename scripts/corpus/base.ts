/** A server before anything happens to it: its builds, its people, its disk, its administrator. */
import { addCmdletEvent } from './cmdlet-event.js'
import { addHeartbeat, addOrdinary } from './ordinary.js'
import { Scene } from './scene.js'
import { ADMIN, DAY, HOUR, type Milliseconds, type Server } from './server.js'

const INSTALLED: Milliseconds = Date.UTC(2018, 5, 14, 18, 2, 51)
/** Names of files that every such server has. */
const SHIPPED = [
  'Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy/owa/auth/logon.aspx',
  'Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy/owa/auth/logoff.aspx',
  'Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy/owa/auth/errorFE.aspx',
  'Program Files/Microsoft/Exchange Server/V15/FrontEnd/HttpProxy/ecp/auth/TimeoutLogout.aspx',
  'Program Files/Microsoft/Exchange Server/V15/ClientAccess/ecp/default.aspx',
  'Program Files/Microsoft/Exchange Server/V15/Bin/MSExchangeTransport.exe',
  'inetpub/wwwroot/iisstart.htm',
  'Windows/System32/inetsrv/w3wp.exe',
]

export interface Span {
  readonly from: Milliseconds
  readonly to: Milliseconds
}

/** With the server's own monitoring, its administrator's weekly work and `lines` of ordinary rows. */
export function ordinaryScene(server: Server, seed: string, span: Span, lines: number): Scene {
  const scene = new Scene(server, seed)
  addHeartbeat(scene.logs, span.from, span.to)
  addWeeklyWork(scene, span)
  addShippedFiles(scene, span.from)
  addOrdinary(scene.logs, span.from, span.to, lines)
  return scene
}

export function addShippedFiles(scene: Scene, from: Milliseconds): void {
  for (const path of SHIPPED) scene.onDisk({ path, created: INSTALLED })
  for (let turn = 0; turn < 60; turn++) {
    const path = `Windows/Prefetch/TASK${String(turn)}.EXE-${String(turn * 7_919)}.pf`
    scene.onDisk({ path, created: from + turn * HOUR })
  }
}

/** What an administrator does every few days, told by the event log that reaches back furthest. */
export function addWeeklyWork(scene: Scene, { from, to }: Span): void {
  const caller = { name: `${scene.server.domain}/Users/mailadmin`, sid: ADMIN.sid }
  const process = 'w3wp#MSExchangePowerShellAppPool'
  for (let day = from; day < to; day += 2 * DAY) {
    const time = day + 9 * HOUR + scene.logs.random.between(0, 4 * HOUR)
    const who = `clerk${String(scene.logs.random.between(10, 60))}`
    const parameters = `-Identity "${who}" -IssueWarningQuota "1.9 GB"`
    const call = { time, cmdlet: 'Set-Mailbox', parameters, user: caller.name, process }
    addCmdletEvent(scene, call, caller)
    scene.logs.cmdlet(call)
  }
}
