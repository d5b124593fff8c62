import { people, SECOND } from '../server.js'
import { BROWSER } from '../ordinary.js'
import { times, type Trap } from './trap.js'

const PAGES = [
  ['POST', '/RDWeb/Pages/en-US/login.aspx'],
  ['GET', '/certsrv/certfnsh.asp'],
  ['POST', '/ReportingWebService/ReportingWebService.asmx'],
  ['POST', '/ClientWebService/client.asmx'],
  ['POST', '/intranet/holiday/request.aspx'],
  ['GET', '/intranet/phonebook.aspx'],
] as const
const PAGE = 'inetpub/wwwroot/intranet/holiday/request.aspx'

/** WSUS, RD Web, the certificate service and the town's own pages on the same site. */
export const otherApplications: Trap = {
  name: 'other-applications',
  why: 'Scripts that Exchange does not ship answer with success, some to few people.',
  add(scene, month) {
    scene.onDisk({
      path: PAGE.replace('request', `request${String(month.from % 997)}`),
      created: month.from,
    })
    for (const time of times(scene, month, 1)) {
      PAGES.forEach(([method, stem], at) => {
        for (const turn of [0, 1]) {
          const { desk } = scene.logs.random.pick(people)
          const from = { client: desk, agent: BROWSER, status: 200 }
          scene.logs.direct({ method, stem, ...from, time: time + (at * 9 + turn) * SECOND })
        }
      })
    }
  },
}
