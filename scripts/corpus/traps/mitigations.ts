import { plain } from '../../../src/model/plain.js'
import { dateAndTime } from '../dates.js'
import { EXTENDED, type Scene } from '../scene.js'
import { HOUR, SECOND, type Milliseconds } from '../server.js'
import { named, type Trap } from './trap.js'

const WEB_CONFIG = 'inetpub/wwwroot/web.config'
const STEPS = [
  'Starting EOMT.ps1 version 21.03.15.1935 on the server',
  'EOMT precheck complete on the server',
  'Applying mitigation on the server',
  'Rewrite rule created',
  'Mitigation complete on the server',
  'Running Microsoft Safety Scanner on the server',
  'Microsoft Safety Scanner is complete on the server',
  'EOMT.ps1 complete on the server, please review the logs',
]
/** Nights on which it was run: the first in March 2021, then as others came. */
const RUNS: readonly Milliseconds[] = [
  Date.UTC(2021, 2, 3, 4),
  Date.UTC(2021, 2, 16, 20),
  Date.UTC(2021, 7, 22, 20),
  Date.UTC(2022, 9, 1, 20),
  Date.UTC(2022, 9, 5, 20),
  Date.UTC(2022, 9, 8, 20),
]

/** EOMT and the mitigation service: web.config is touched, rules are written into it, a scan runs. */
export const mitigations: Trap = {
  name: 'mitigations',
  why: 'A web.config that changes at night, and scripts from the Internet that run as an administrator.',
  add(scene, { from, to }) {
    for (const [turn, time] of RUNS.entries()) if (time >= from && time < to) run(scene, turn, time)
  },
}

function run(scene: Scene, turn: number, time: Milliseconds): void {
  const lines = STEPS.map((step, at) => `${dateAndTime(time + at * 20 * SECOND)} Info: ${step}`)
  scene.logs.file(`C/EOMT/EOMTLog-${String(turn)}.txt`, `${lines.join('\r\n')}\r\n`, lines.length)
  scene.change(WEB_CONFIG, time + 60 * SECOND, EXTENDED)
  const data = named({ param1: 'PING1', param2: 'M1.1' })
  const provider = 'MSExchange Mitigation Service'
  scene.event('application', { time: time + HOUR, provider, id: 1005, data })
  if (turn === 0) scene.logs.file(`C/${WEB_CONFIG}`, rule(), 1)
}

function rule(): string {
  const rules =
    '<rule name="X-AnonResource-Backend Abort - inbound"><match url=".*" /><conditions>' +
    '<add input="{HTTP_COOKIE}" pattern="(.*)X-AnonResource-Backend(.*)" /></conditions>' +
    '<action type="AbortRequest" /></rule>'
  return plain(
    `<?xml version="1.0"?>\r\n<configuration><system.webServer><rewrite><rules>${rules}</rules></rewrite></system.webServer></configuration>`,
  )
}
