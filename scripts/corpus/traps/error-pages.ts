import { account, people, SECOND } from '../server.js'
import { BROWSER } from '../ordinary.js'
import { times, type Trap } from './trap.js'

const PAGES = [
  ['GET', '/owa/auth/errorFE.aspx', 'CafeError=NoUsersInSystem&httpCode=500', 200],
  ['GET', '/owa/auth/errorFE.aspx', 'httpCode=404', 404],
  ['POST', '/owa/plt1.ashx', 'ts=1614834000&cid=1', 200],
  ['GET', '/owa/service.svc/s/GetFileAttachment', 'id=AAMk', 200],
  ['GET', '/owa/auth/expiredpassword.aspx', 'url=/owa', 200],
  ['POST', '/owa/ev.owa2', 'ns=PendingRequest&ev=FinishNotificationRequest', 200],
  ['GET', '/ecp/auth/TimeoutLogout.aspx', '', 200],
] as const

/** Pages of Exchange's own that few people ever see. */
export const errorPages: Trap = {
  name: 'error-pages',
  why: 'They are rare, they are scripts, and some lists of web shells hold their names.',
  add(scene, month) {
    for (const time of times(scene, month, 1)) {
      const who = scene.logs.random.pick(people)
      PAGES.forEach(([method, stem, query, status], at) => {
        const user = account(scene.server, who)
        const from = { user, client: who.desk, agent: BROWSER, status }
        const asked = { method, stem, query, ...from, time: time + at * SECOND }
        scene.logs.visit(asked, { protocol: 'Owa', backEndStatus: String(status) })
      })
    }
  },
}
