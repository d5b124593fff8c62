import { plain } from '../../../src/model/plain.js'
import type { Scene } from '../scene.js'
import { SECOND, type Milliseconds } from '../server.js'
import { times, type Trap } from './trap.js'

const INSIDE = '10.40.0.9'
const NESSUS = 'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0)'
const NMAP = 'Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)'
const SURVEY = 'Mozilla/5.0 zgrab/0.x'

/** The town's own Nessus and nmap, and those who survey the Internet. */
export const scanners: Trap = {
  name: 'scanners',
  why: 'Their requests name localhost as the back end, or ask for autodiscover.json, and are refused.',
  add(scene, month) {
    times(scene, month, 3).forEach((time, turn) => {
      const outside = `203.0.113.${String(scene.logs.random.between(120, 160))}`
      askLocalhost(scene, time, turn === 0 ? INSIDE : outside, turn === 1 ? NMAP : NESSUS)
      askAutodiscover(scene, time + 9 * SECOND, outside)
      survey(scene, time + 20 * SECOND, outside)
    })
  },
}

/** What `http-vuln-cve2021-26855` and Nessus send. */
function askLocalhost(scene: Scene, time: Milliseconds, client: string, agent: string): void {
  const stem = plain('/owa/auth/x.¦js')
  scene.logs.visit(
    { time, method: 'GET', stem, client, agent, status: 500, taken: 30 },
    {
      ...{ protocol: 'Owa', hint: plain('X-BE¦Resource-Cookie'), errorCode: 'ServerNotFound' },
      anchor: plain('Server¦Info~localhost/owa/auth/logon.aspx?'),
    },
  )
  const localhost = plain('Server¦Info~localhost~1942062522/ecp/default.¦flt?')
  const asked = { time: time + SECOND, method: 'GET', stem, client, agent, status: 500 }
  scene.logs.visit(asked, { protocol: 'Ecp', anchor: localhost, errorCode: 'ServerNotFound' })
}

/** Asked without anything behind it, answered as to anybody. */
function askAutodiscover(scene: Scene, time: Milliseconds, client: string): void {
  const stem = '/autodiscover/autodiscover.json'
  const asked = { method: 'GET', client, agent: SURVEY }
  scene.logs.visit({ ...asked, stem, time, status: 401 }, { protocol: 'Autodiscover' })
  const query = 'Email=info@corpus.example&Protocol=Autodiscoverv1'
  scene.logs.visit(
    { ...asked, stem, query, time: time + 900, status: 404 },
    { protocol: 'Autodiscover' },
  )
}

function survey(scene: Scene, time: Milliseconds, client: string): void {
  const stem = '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application'
  scene.logs.visit(
    { time, method: 'GET', stem, client, agent: SURVEY, status: 200 },
    {
      ...{ protocol: 'Ecp', backEndStatus: '200', hint: 'EDiscoveryExportTool-ServerVersion' },
      anchor: 'ServerVersion~Version 15.0 (Build 0.0)',
    },
  )
}
