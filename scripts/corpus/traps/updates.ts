import { buildAt, DAY, HOUR, MINUTE, SECOND, type Installed } from '../server.js'
import { CREATED, type Scene } from '../scene.js'
import { named, SERVICES, type Trap } from './trap.js'

const EXCHANGE = 'Program Files/Microsoft/Exchange Server/V15'
/** Pages that an update lays down anew. */
const REPLACED = [
  'FrontEnd/HttpProxy/owa/auth/logon.aspx',
  'FrontEnd/HttpProxy/owa/auth/logoff.aspx',
  'FrontEnd/HttpProxy/owa/auth/errorFE.aspx',
  'FrontEnd/HttpProxy/ecp/auth/TimeoutLogout.aspx',
  'ClientAccess/ecp/default.aspx',
  'ClientAccess/exchweb/EWS/exchange.asmx',
]
const STOPPED = ['MSExchangeIS', 'MSExchangeTransport', 'MSExchangeUM', 'W3SVC']

/** Cumulative and security updates: services stop, pages are laid down anew, installers run as SYSTEM. */
export const updates: Trap = {
  name: 'updates',
  why: 'Scripts appear in Exchange’s web folders at night, and security services stop.',
  add(scene, { from, to }) {
    for (const installed of scene.server.builds)
      if (installed.from >= from && installed.from < to) install(scene, installed)
  },
}

function install(scene: Scene, { from: time, build }: Installed): void {
  for (const [at, name] of STOPPED.entries())
    for (const [after, state] of [
      [0, 'stopped'],
      [50 * MINUTE, 'running'],
    ] as const) {
      const data = named({ param1: name, param2: state })
      const event = { provider: SERVICES, id: 7036, data }
      scene.event('system', { ...event, time: time + after + at * SECOND })
    }
  for (const [at, name] of REPLACED.entries())
    scene.change(`${EXCHANGE}/${name}`, time + 20 * MINUTE + at * SECOND, CREATED)
  const data = [
    ['', 'Microsoft Exchange Server 2016'],
    ['', build],
    ['', '1033'],
    ['', '0'],
    ['', 'Microsoft Corporation'],
  ] as const
  scene.event('application', { time: time + 40 * MINUTE, provider: 'MsiInstaller', id: 1033, data })
  setupLog(scene, time, build)
}

/** `03/12/2021 21:04:05.0206` */
function stamp(time: number): string {
  const text = new Date(time).toISOString()
  const day = `${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(0, 4)}`
  return `[${day} ${text.slice(11, 19)}.0${text.slice(20, 23)}] [0]`
}

function setupLog(scene: Scene, time: number, build: string): void {
  const before = buildAt(scene.server, time - DAY)
  const lines = [
    '**********************************************',
    'Starting Microsoft Exchange Server 2016 Setup',
    'Local time zone: (UTC) Coordinated Universal Time.',
    `Setup version: ${build}.`,
    'Logged on user: CORPUS-FALLS\\mailadmin.',
    "Command Line Parameter Name='mode', Value='Upgrade'.",
    "RuntimeAssembly was started with the following command: '/mode:Upgrade'.",
    `Server Name=${scene.server.name}`,
    `The locally installed version is ${before}.`,
    'The Exchange Server setup operation completed successfully.',
    'End of Setup',
  ]
  const last = lines.length - 1
  const text = lines.map((line, at) => {
    const when = time + (at >= last - 1 ? HOUR : at * SECOND)
    return `${stamp(when)} ${line}`
  })
  const path = `C/ExchangeSetupLogs/ExchangeSetup-${build}.log`
  scene.logs.file(path, `${text.join('\r\n')}\r\n`, lines.length)
}
