import { plain } from '../../src/model/plain.js'
import type { Level, Rung } from '../../src/model/finding.js'
import type { DayLogs } from './day-logs.js'
import { DIRECTORY_GUID, INERT_SCRIPT } from './oab-dump.js'
import type { Trigger } from './planted.js'
import type { Random } from './random.js'
import { passedOn, proxied, request, type Protocol } from './request.js'
import { askForFile } from './scanners.js'
import {
  DAY,
  FQDN,
  HOST,
  HOUR,
  MACHINE_ACCOUNT,
  MINUTE,
  SECOND,
  type Milliseconds,
} from './server.js'

const INTRUDER = '203.0.113.41'
const SECOND_INTRUDER = '198.51.100.222'
const FIRST_PROBER = '198.51.100.77'
const LATE_PROBER = '198.51.100.14'
const MASKED_PROBER = '192.0.2.66'
const SHELL_HUNTER = '203.0.113.190'

export const SHELL_URL = '/aspnet_client/system_web/Kf0wRt7QmZ.aspx'
export const SHELL_PATH = `C/inetpub/wwwroot${SHELL_URL}`

const PROBER_AGENT = plain('Exchange¦ServicesClient/0.0.0.0')
const TOOL_AGENT = plain('python-¦requests/2.25.1')
const SHELL_AGENT = plain('ant¦Sword/v2.1')
const COOKIE = plain('X-BE¦Resource-Cookie')
const CANARY = 'ZkqW0fT2bUmHarborDemoCanary41'
const PANEL = '/ecp/DDI/DDIService.svc'

function trigger(
  detection: string,
  level: Level,
  rung: Rung | null,
  actor: string,
  subject = '',
): Trigger {
  return { detection, level, rung, actor, subject }
}

/** All that sets the attacked case apart from its clean twin. Call once for every day. */
export function addAttack(day: DayLogs, random: Random): void {
  const date = new Date(day.start).toISOString().slice(0, 10)
  if (date === '2021-02-27') addFirstProbe(day)
  if (date === '2021-02-28') {
    addChain(day, random)
    addFirstUse(day)
  }
  if (date === '2021-03-09') addShellHunt(day)
  if (date === '2021-03-14' || date === '2021-03-19') addLateProbes(day)
  if (date === '2021-03-16') addSecondUse(day)
  if (date === '2021-03-18') addMaskedProbe(day)
}

interface Forged {
  readonly time: Milliseconds
  readonly client: string
  readonly agent: string
  readonly protocol: Protocol
  readonly stem: string
  /** Server and path that the forged cookie names. */
  readonly target: string
  readonly status: number
  readonly backEndStatus: string
  readonly errorCode: string
}

/** A request whose cookie names its own back end: one front-end row, one HttpProxy row. */
function forge(day: DayLogs, forged: Forged, iis: readonly Trigger[], proxy: readonly Trigger[]) {
  const { time, client, agent, stem, status } = forged
  const sent = request({ time, method: 'POST', stem, client, agent, status, taken: 45 })
  day.visit(
    sent,
    proxied(forged.protocol, {
      authentication: 'FBA',
      anchor: plain('Server¦Info~') + forged.target,
      routingHint: COOKIE,
      backEndStatus: forged.backEndStatus,
      errorCode: forged.errorCode,
    }),
    { iis, proxy },
  )
  return sent
}

/** What any request forged through a script of the control panel sets off in IIS. */
function scriptTriggers(actor: string, stemLevel: Level): readonly Trigger[] {
  return [
    trigger('PL-11', stemLevel, 'targeted', actor),
    trigger('PL-14', 'high', 'targeted', actor),
    trigger('PL-16', 'medium', 'targeted', actor),
  ]
}

/** One address finds the server vulnerable and does not come back. */
function addFirstProbe(day: DayLogs): void {
  const actor = FIRST_PROBER
  const sent = forge(
    day,
    {
      time: day.start + 11 * HOUR + 2 * MINUTE + 31_240,
      client: actor,
      agent: PROBER_AGENT,
      protocol: 'Ecp',
      stem: plain('/ecp/x.¦js'),
      target: `a]@${FQDN}:444/autodiscover/autodiscover.xml?#`,
      status: 200,
      backEndStatus: '200',
      errorCode: '',
    },
    scriptTriggers(actor, 'high'),
    [
      trigger('PL-01a', 'medium', 'targeted', actor),
      trigger('PL-02', 'high', 'targeted', actor),
      trigger('PL-03', 'medium', 'targeted', actor),
      trigger('PL-05', 'medium', 'targeted', actor),
      trigger('PL-14', 'high', 'targeted', actor),
    ],
  )
  const stem = '/autodiscover/autodiscover.xml'
  day.back(passedOn(sent, { stem, user: MACHINE_ACCOUNT }))
}

interface Step {
  readonly after: Milliseconds
  readonly stem: string
  readonly query: string
  readonly status: number
  readonly level: Level
  readonly rung: Rung
}

const READ = 'schema=OABVirtualDirectory'
const RESET = 'schema=ResetOABVirtualDirectory'
const STEPS: readonly Step[] = [
  step(0, '/autodiscover/autodiscover.xml', '', 200, 'medium', 'targeted'),
  step(3_410, '/mapi/emsmdb/', '', 200, 'medium', 'targeted'),
  step(6_870, '/ecp/proxyLogon.ecp', '', 241, 'high', 'exploited'),
  step(10_240, `${PANEL}/GetObject`, READ, 200, 'high', 'exploited'),
  step(13_090, `${PANEL}/SetObject`, READ, 200, 'critical', 'exploited'),
  step(22_350, `${PANEL}/SetObject`, RESET, 200, 'critical', 'exploited'),
  step(9 * MINUTE + 38_120, `${PANEL}/SetObject`, READ, 200, 'critical', 'exploited'),
]

function step(
  after: Milliseconds,
  stem: string,
  schema: string,
  status: number,
  level: Level,
  rung: Rung,
): Step {
  return {
    after,
    stem,
    query: schema && `msExchEcpCanary=${CANARY}&${schema}`,
    status,
    level,
    rung,
  }
}

const CHAIN_BEGINS = 3 * HOUR + 14 * MINUTE + 2_118

/** The whole chain, the shell written, and the trace in the configuration wiped ten minutes on. */
function addChain(day: DayLogs, random: Random): void {
  const actor = INTRUDER
  for (const { after, stem, query, status, level, rung } of STEPS) {
    const reset = query.endsWith(RESET)
    const panel = stem.startsWith('/ecp/')
    const proxy = [
      trigger('PL-01a', 'medium', 'targeted', actor),
      trigger('PL-02', 'high', 'targeted', actor),
      trigger('PL-03', level, rung, actor),
      trigger('PL-05', 'medium', 'targeted', actor),
      trigger('PL-14', 'high', 'targeted', actor),
    ]
    if (after > 0) proxy.push(trigger('PL-01', 'high', 'targeted', actor))
    if (reset) proxy.push(trigger('PL-04', 'critical', 'exploited', actor))
    const sent = forge(
      day,
      {
        time: day.start + CHAIN_BEGINS + after,
        client: actor,
        agent: after === 0 ? PROBER_AGENT : TOOL_AGENT,
        protocol: 'Ecp',
        stem: plain('/ecp/y.¦js'),
        target: `a]@${FQDN}:444${stem}?${query}#`,
        status,
        backEndStatus: String(status),
        errorCode: '',
      },
      scriptTriggers(actor, 'high'),
      proxy,
    )
    const back: Trigger[] = []
    if (panel) back.push(trigger('PL-14', 'high', 'targeted', ''))
    if (reset) back.push(trigger('PL-10', 'critical', 'exploited', ''))
    day.back(passedOn(sent, { stem, query, user: MACHINE_ACCOUNT }), back)
  }
  addCmdlets(day, random)
}

/** The same minutes as the control panel tells them. */
function addCmdlets(day: DayLogs, random: Random): void {
  const session = random.guid()
  const begins = day.start + CHAIN_BEGINS
  const identity = `.Identity='${DIRECTORY_GUID}'`
  const directory = `'${HOST}\\OAB (Default Web Site)'`
  const path = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\OAB'
  const set = plain('Set-Oab¦VirtualDirectory.External¦Url=')
  const run = (
    after: Milliseconds,
    call: string,
    schema: string,
    command: string,
    triggers: readonly Trigger[] = [],
  ) => {
    const url = `${PANEL}/${call}?msExchEcpCanary=${CANARY}&${schema}`
    const activity = random.guid()
    day.ecp({ time: begins + after, command, url, session, activity }, triggers)
  }
  const read = plain('Get-Oab¦VirtualDirectory.ADPropertiesOnly=$true.Identity=$null;')
  run(10_190, 'GetObject', READ, read)
  run(13_040, 'SetObject', READ, `${set}'${INERT_SCRIPT}'${identity}`, [
    trigger('PL-06', 'critical', 'exploited', ''),
    trigger('PL-06b', 'critical', 'exploited', ''),
  ])
  const remove = `Remove-OABVirtualDirectory.Force=$true.Identity=${directory}`
  run(19_980, 'SetObject', RESET, remove)
  const create =
    `New-OABVirtualDirectory.WebSiteName='Default Web Site'.Server='${HOST}'` +
    `.Role='ClientAccess'.InternalURL='https://${FQDN}/OAB'.Path='${path}'`
  run(22_300, 'SetObject', RESET, create)
  run(9 * MINUTE + 38_070, 'SetObject', READ, `${set}$null${identity}`, [
    trigger('PL-06', 'low', null, ''),
  ])
}

/** Whoever wrote the shell tries it: four commands within four minutes. */
function addFirstUse(day: DayLogs): void {
  const begins = day.start + 3 * HOUR + 16 * MINUTE
  for (const after of [10, 47, 121, 224]) {
    useShell(day, begins + after * SECOND, 'POST', INTRUDER, TOOL_AGENT, [
      trigger('WS-USE', 'critical', 'used', INTRUDER, SHELL_URL),
    ])
  }
}

/** Another address, another tool, after the patch: the hole is shut and the back door is not. */
function addSecondUse(day: DayLogs): void {
  const actor = SECOND_INTRUDER
  const begins = day.start + 2 * HOUR + 40 * MINUTE
  for (const after of [5, 19, 64, 150, 312, 355]) {
    useShell(day, begins + after * SECOND, 'POST', actor, SHELL_AGENT, [
      trigger('WS-USE', 'critical', 'used', actor, SHELL_URL),
      trigger('WS-USE-AFTER-PATCH', 'critical', 'used', actor, SHELL_URL),
      trigger('PL-15', 'critical', 'targeted', actor),
    ])
  }
  useShell(day, begins + 101 * SECOND, 'GET', actor, SHELL_AGENT, [
    trigger('WS-USE', 'high', 'backdoored', actor, SHELL_URL),
  ])
}

function useShell(
  day: DayLogs,
  time: Milliseconds,
  method: 'GET' | 'POST',
  client: string,
  agent: string,
  triggers: readonly Trigger[],
): void {
  const answer = { status: 200, taken: 90 + (time % 1_700) }
  day.direct(request({ time, method, stem: SHELL_URL, client, agent, ...answer }), triggers)
}

const HUNTED = ['shell', 'discover', 'client', 'load', 'sol', 'error_page', 'web'] as const

/** Seven known names, none of them here: somebody looking for somebody else's shell. */
function addShellHunt(day: DayLogs): void {
  HUNTED.forEach((name, index) => {
    const time = day.start + 17 * HOUR + index * 2 * SECOND
    askForFile(day, time, SHELL_HUNTER, `/aspnet_client/${name}.aspx`, TOOL_AGENT)
  })
}

/** After the patch the same forgery gets an error. */
function blocked(actor: string): readonly Trigger[] {
  return [
    trigger('PL-01', 'high', 'targeted', actor),
    trigger('PL-01a', 'medium', 'targeted', actor),
    trigger('PL-05', 'medium', 'targeted', actor),
    trigger('PL-22', 'informational', 'targeted', actor),
  ]
}

const OUT_OF_BAND = plain('k3x9.callback.example/ecp/default.¦flt?')
const REFUSED = { target: OUT_OF_BAND, backEndStatus: '', errorCode: 'ServerNotFound' }

function addLateProbes(day: DayLogs): void {
  const actor = LATE_PROBER
  for (const [turn, status] of [500, 503].entries()) {
    forge(
      day,
      {
        ...REFUSED,
        time: day.start + 6 * HOUR + turn * 5 * MINUTE + 470,
        client: actor,
        agent: TOOL_AGENT,
        protocol: 'Ecp',
        stem: plain('/ecp/x.¦js'),
        status,
      },
      scriptTriggers(actor, 'medium'),
      [...blocked(actor), trigger('PL-14', 'high', 'targeted', actor)],
    )
  }
}

/** A prober that calls itself a search engine and asks through a static file of web mail. */
function addMaskedProbe(day: DayLogs): void {
  const actor = MASKED_PROBER
  forge(
    day,
    {
      ...REFUSED,
      time: day.start + DAY - 90 * MINUTE,
      client: actor,
      agent: plain('Duck¦DuckBot/1.0; (+http://duckduckgo.com/duckduckbot.html)'),
      protocol: 'Owa',
      stem: plain('/owa/auth/Current/themes/resources/lo¦gon.css'),
      status: 503,
    },
    [trigger('PL-12', 'high', 'targeted', actor), trigger('PL-13', 'high', 'targeted', actor)],
    blocked(actor),
  )
}
