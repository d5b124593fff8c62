import { plain } from '../../src/model/plain.js'
import type { Level, Rung } from '../../src/model/finding.js'
import type { DayLogs } from './day-logs.js'
import { forge, PROBER_AGENT, scriptTriggers, TOOL_AGENT } from './forgery.js'
import { DIRECTORY_GUID, INERT_SCRIPT } from './oab-dump.js'
import { trigger, type Trigger } from './planted.js'
import type { Random } from './random.js'
import { passedOn } from './request.js'
import { FQDN, HOST, HOUR, MACHINE_ACCOUNT, MINUTE, type Milliseconds } from './server.js'

const CANARY = 'ZkqW0fT2bUmDemoCanary41'
const PANEL = '/ecp/DDI/DDIService.svc'

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
export function addChain(day: DayLogs, random: Random, actor: string): void {
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
    trigger('PL-06-REVIEW', 'low', null, ''),
  ])
}
