/** March 2021: CVE-2021-26855, -26857, -26858, -27065. */
import type { Rung } from '../../../src/model/finding.js'
import { plain } from '../../../src/model/plain.js'
import { addCmdletEvent } from '../cmdlet-event.js'
import type { Scene } from '../scene.js'
import { fqdn, machineAccount, MINUTE, type Milliseconds } from '../server.js'

const PROBER = plain('Exchange¦ServicesClient/0.0.0.0')
const TOOL = plain('python-¦requests/2.25.1')
const COOKIE = plain('X-BE¦Resource-Cookie')
const PANEL = '/ecp/DDI/DDIService.svc'
const READ = 'schema=OABVirtualDirectory'
const RESET = 'schema=ResetOABVirtualDirectory'
const CANARY = 'ZkqW0fT2bUmCorpus'
const IDENTITY = "'3a1c7f52-6f0e-4a7d-9b58-c2d1e0f4a993'"

/** In an address it is a web shell's shape; its body is a remark. */
const SCRIPT = plain(
  'http://f/<scr¦ipt lang¦uage="JS¦cript" run¦at="ser¦ver">function Page¦_Load(){ev¦al(Req¦uest["demo"],"uns¦afe");}</scr¦ipt>',
)

interface Forged {
  readonly time: Milliseconds
  readonly client: string
  readonly agent: string
  readonly stem: string
  readonly target: string
  readonly status: number
  readonly tier: Rung
  readonly what: string
}

function forge(scene: Scene, forged: Forged): void {
  const { time, client, agent, stem, status, target, tier, what } = forged
  const refused = status >= 500
  scene.logs.visit(
    { time, method: 'POST', stem, client, agent, status, taken: 45 },
    {
      ...{ protocol: 'Ecp', authentication: 'FBA', hint: COOKIE },
      anchor: plain('Server¦Info~') + target,
      backEndStatus: refused ? '' : String(status),
      errorCode: refused ? 'ServerNotFound' : '',
    },
    { what: `${what}, at the front end`, tier: 'targeted' },
    { what, tier },
  )
}

/** The flaw is asked for and answered, and nothing is done with it. */
export function probe(scene: Scene, client: string, time: Milliseconds): void {
  const target = `a]@${fqdn(scene.server)}:444/autodiscover/autodiscover.xml?#`
  const what = 'A forged request that the server passed on'
  const asked = { client, agent: PROBER, stem: plain('/ecp/x.¦js'), target, status: 200 }
  forge(scene, { ...asked, time, tier: 'targeted', what })
}

/** The same against a server that holds the fix. */
export function probeInVain(scene: Scene, client: string, time: Milliseconds): void {
  const target = plain('k3x9.callback.example/ecp/default.¦flt?')
  const what = 'A forged request that the server refused'
  const asked = { client, agent: TOOL, stem: plain('/ecp/x.¦js'), target, status: 503 }
  forge(scene, { ...asked, time, tier: 'targeted', what })
}

interface Stage {
  readonly after: Milliseconds
  readonly path: string
  readonly query: string
  readonly status: number
  readonly tier: Rung
  readonly what: string
}

const canary = (schema: string): string => `msExchEcpCanary=${CANARY}&${schema}`
const SESSION: readonly Stage[] = [
  stage(0, '/autodiscover/autodiscover.xml', '', 200, 'targeted', 'Asked for a mailbox'),
  stage(3_410, '/mapi/emsmdb/', '', 200, 'targeted', 'Asked for an administrator’s number'),
  stage(6_870, '/ecp/proxyLogon.ecp', '', 241, 'exploited', 'A session was forged'),
  stage(10_240, `${PANEL}/GetObject`, canary(READ), 200, 'exploited', 'Settings were read'),
]
const WRITING: readonly Stage[] = [
  stage(13_090, `${PANEL}/SetObject`, canary(READ), 200, 'exploited', 'Script was written'),
  stage(22_350, `${PANEL}/SetObject`, canary(RESET), 200, 'exploited', 'A file was written'),
]

function stage(
  after: Milliseconds,
  path: string,
  query: string,
  status: number,
  tier: Rung,
  what: string,
): Stage {
  return { after, path, query, status, tier, what }
}

/** When the file of `writePage` is there, after its beginning. */
export const WRITTEN_AFTER: Milliseconds = 22_300

/** A session of an administrator, forged; nothing is written. */
export function forgeSession(scene: Scene, client: string, time: Milliseconds): void {
  run(scene, client, time, SESSION)
}

/** One forged request in all: an administrator's session, and nothing after it. */
export function forgeOnce(scene: Scene, client: string, time: Milliseconds): void {
  run(scene, client, time, SESSION.slice(2, 3))
}

/** The whole chain up to the file, as four logs tell it. */
export function writePage(scene: Scene, client: string, time: Milliseconds): void {
  run(scene, client, time, [...SESSION, ...WRITING])
  const set = plain('Set-Oab¦VirtualDirectory')
  const what = 'Script in the address of the address book'
  const url = `${PANEL}/SetObject?${canary(READ)}`
  const command = `${set}.External¦Url='${SCRIPT}'.Identity=${IDENTITY}`
  scene.logs.panel(
    { time: time + 13_040, command: plain(command), url },
    { what, tier: 'exploited' },
  )
  const parameters = `-ExternalUrl "${SCRIPT}" -Identity "3a1c7f52-6f0e-4a7d-9b58-c2d1e0f4a993"`
  const caller = { name: `${scene.server.domain}/Users/Administrator`, sid: 'S-1-5-21-1-2-3-500' }
  const call = { time: time + 13_060, cmdlet: set, parameters, user: caller.name }
  const pool = 'w3wp#MSExchangeECPAppPool'
  addCmdletEvent(scene, { ...call, process: pool }, caller, { what, tier: 'exploited' })
  const remove = { time: time + 19_980, url: `${PANEL}/SetObject?${canary(RESET)}` }
  scene.logs.panel({ ...remove, command: 'Remove-OABVirtualDirectory.Force=$true' })
  const wiped = `${set}.External¦Url=$null.Identity=${IDENTITY}`
  scene.logs.panel({ time: time + 9 * MINUTE, command: plain(wiped), url })
}

function run(scene: Scene, client: string, time: Milliseconds, stages: readonly Stage[]): void {
  for (const { after, path, query, status, tier, what } of stages) {
    const at = time + after
    const agent = after === 0 ? PROBER : TOOL
    const target = `a]@${fqdn(scene.server)}:444${path}?${query}#`
    const stem = plain('/ecp/y.¦js')
    forge(scene, { time: at, client, agent, stem, target, status, tier, what })
    const behind = { time: at, method: 'POST', stem: path, query, client, agent, status, taken: 40 }
    const user = machineAccount(scene.server)
    const reset = query.includes(RESET)
    const isPanel = path.startsWith('/ecp/')
    scene.logs.behind(
      { ...behind, user },
      isPanel ? { what: `${what}, at the back end`, tier: reset ? 'exploited' : 'targeted' } : null,
    )
  }
}
