/** Attacks by way of an address in a path: ProxyShell (2021), ProxyNotShell and OWASSRF (2022). */
import { plain } from '../../../src/model/plain.js'
import type { Rung } from '../../../src/model/finding.js'
import { addCmdletEvent } from '../cmdlet-event.js'
import type { Planted } from '../package.js'
import type { Scene } from '../scene.js'
import { account, MINUTE, people, SECOND, type Milliseconds, type Person } from '../server.js'

const TOOL = plain('python-¦requests/2.26.0')
const PAGE = '/autodiscover/autodiscover.json'
const WINRM = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36'

interface Sent {
  readonly time: Milliseconds
  readonly client: string
  readonly method: string
  readonly stem: string
  readonly query: string
  readonly status: number
  readonly tier: Rung
  readonly what: string
  readonly user?: string
  readonly agent?: string
}

function send(scene: Scene, protocol: 'Autodiscover' | 'Owa', sent: Sent): void {
  const { what, tier, agent = TOOL, ...asked } = sent
  const backEndStatus = sent.status === 200 ? '200' : ''
  const planted = { what, tier }
  scene.logs.visit({ ...asked, agent, taken: 60 }, { protocol, backEndStatus }, planted)
}

/** `back`: a page of the back end, as `/mapi/nspi/`. */
function borrowed(back: string, more = ''): string {
  const mail = 'autodiscover/autodiscover.json%3f@corpus.example'
  return `@corpus.example${back}?${more}&Email=${mail}`
}

/** ProxyShell asked for, and refused. */
export function askProxyShell(scene: Scene, client: string, time: Milliseconds): void {
  const what = 'The back end was asked for, and refused'
  const asked = { client, method: 'GET', stem: PAGE, status: 401, tier: 'targeted', what } as const
  send(scene, 'Autodiscover', { ...asked, time, query: borrowed('/mapi/nspi/') })
}

/** ProxyShell: MAPI and PowerShell answer without a logon. */
export function proxyShell(scene: Scene, client: string, time: Milliseconds): void {
  const asked = { client, stem: PAGE, status: 200, tier: 'exploited' } as const
  const mapi = { what: 'MAPI answered without a logon', query: borrowed('/mapi/nspi/') }
  send(scene, 'Autodiscover', { ...asked, ...mapi, time, method: 'GET' })
  const token = 'X-Rps-CAT=VgEAVAdXaW5kb3dzQwBBCEtlcmJlcm9zTA'
  const shell = {
    ...{ what: 'PowerShell answered without a logon', query: borrowed('/powershell/', token) },
    ...{ method: 'POST', agent: 'Python PSRP Client' },
  }
  for (const after of [4, 7, 11])
    send(scene, 'Autodiscover', { ...asked, ...shell, time: time + after * SECOND })
}

/** Administrators give the same right. */
const GIVEN: Planted = { what: 'The right to export was given', tier: null }

/** What ProxyShell's tools run to have a page written: by event, CmdletInfra and audit. */
export function exportMailbox(scene: Scene, time: Milliseconds, unc: string): void {
  const caller = { name: `${scene.server.domain}/Users/Administrator`, sid: 'S-1-5-21-1-2-3-500' }
  const process = 'w3wp#MSExchangePowerShellAppPool'
  const by = { user: caller.name, process }
  const role = '-Role "Mailbox Import Export" -User "administrator"'
  const grant = { ...by, time, cmdlet: 'New-ManagementRoleAssignment', parameters: role }
  const asked = `-Mailbox "clerk07" -FilePath "${unc}" -IncludeFolders "#Drafts#"`
  const write = { ...by, time: time + 9 * SECOND, parameters: asked }
  const what = { what: 'A mailbox was exported into a web folder', tier: 'exploited' } as const
  addCmdletEvent(scene, grant, caller, GIVEN)
  const order = { ...write, cmdlet: 'New-MailboxExportRequest' }
  addCmdletEvent(scene, order, caller, what)
  scene.logs.cmdlet(order, what)
}

const thief = (): Person => people[11] as Person

/** ProxyNotShell tried with a stolen account, and refused. */
export function askProxyNotShell(scene: Scene, client: string, time: Milliseconds): void {
  notShell(scene, client, time, 401, 'targeted', 'PowerShell was asked for, and refused')
}

export function proxyNotShell(scene: Scene, client: string, time: Milliseconds): void {
  for (const after of [0, 3, 8]) {
    const what = 'PowerShell answered a stolen account'
    notShell(scene, client, time + after * SECOND, 200, 'exploited', what)
  }
}

function notShell(
  scene: Scene,
  client: string,
  time: Milliseconds,
  status: number,
  tier: Rung,
  what: string,
): void {
  const query = '@corpus.example/powershell&Email=autodiscover/autodiscover.json%40corpus.example'
  const user = account(scene.server, thief())
  const asked = { client, method: 'POST', stem: PAGE, query, user, agent: WINRM }
  // HttpProxy names nobody where the logon failed.
  send(scene, 'Autodiscover', { ...asked, time, status, tier, what })
}

/** OWASSRF tried, and refused. */
export function askOwaSsrf(scene: Scene, client: string, time: Milliseconds): void {
  owa(scene, client, time, 401, 'targeted', 'PowerShell was asked for below web mail, and refused')
}

export function owaSsrf(scene: Scene, client: string, time: Milliseconds): void {
  for (const after of [0, 5, 9]) {
    const what = 'PowerShell answered below web mail'
    owa(scene, client, time + after * SECOND, 200, 'exploited', what)
  }
}

function owa(
  scene: Scene,
  client: string,
  time: Milliseconds,
  status: number,
  tier: Rung,
  what: string,
): void {
  const { server } = scene
  const stem = `/owa/mastermailbox%40${server.domain}/powershell`
  const user = account(server, thief())
  const asked = { client, method: 'POST', stem, query: '', user, agent: WINRM }
  send(scene, 'Owa', { ...asked, time, status, tier, what })
}

/** The web server's process starts programs: what comes of the second flaw. */
export function startPrograms(scene: Scene, time: Milliseconds, pool: string): void {
  const parent = 'C:\\Windows\\System32\\inetsrv\\w3wp.exe'
  const commands = ['whoami', plain('net¦ group "Domain Admins" /domain')]
  commands.forEach((command, at) => {
    const data = [
      ['SubjectUserSid', 'S-1-5-18'],
      ['SubjectUserName', `${scene.server.name}$`],
      ['SubjectDomainName', 'CORPUS'],
      ['SubjectLogonId', '0x3e7'],
      ['NewProcessId', '0x1f4c'],
      ['NewProcessName', 'C:\\Windows\\System32\\cmd.exe'],
      ['TokenElevationType', '%%1936'],
      ['ProcessId', '0x2a10'],
      ['CommandLine', `cmd.exe /c ${command}`],
      ['TargetUserSid', 'S-1-0-0'],
      ['TargetUserName', '-'],
      ['TargetDomainName', '-'],
      ['TargetLogonId', '0x0'],
      ['ParentProcessName', parent],
      ['MandatoryLabel', 'S-1-16-16384'],
    ] as const
    const what = `The web server’s process (${pool}) started a command line`
    const provider = 'Microsoft-Windows-Security-Auditing'
    const event = { time: time + at * MINUTE, provider, id: 4688, data }
    scene.event('security', event, { what, tier: 'used' })
  })
}
