import type { DayLogs } from './day-logs.js'
import type { Random } from './random.js'
import { passedOn, proxied, request } from './request.js'
import { through } from './signed-in.js'
import {
  MACHINE_ACCOUNT,
  MAIL_HOST,
  MINUTE,
  SECOND,
  type Milliseconds,
  type Person,
} from './server.js'

export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'Chrome/88.0.4324.150 Safari/537.36'

/** Sign-in by form, then a few calls. Also used by the administrator's sessions. */
export function addSignIn(
  day: DayLogs,
  random: Random,
  person: Person,
  client: string,
  time: Milliseconds,
  target: '/owa/' | '/ecp/',
): void {
  const protocol = target === '/owa/' ? 'Owa' : 'Ecp'
  const logon = `url=https%3a%2f%2f${MAIL_HOST}${encodeURIComponent(target).toLowerCase()}&reason=0`
  const visitor = { client, agent: BROWSER }
  const form = { authentication: 'FBA' }
  day.visit(
    request({ ...visitor, time, method: 'GET', stem: target, status: 302, taken: 3 }),
    proxied(protocol, { ...form, info: 'NoCookies=302 - GET/E14AuthPost;' }),
  )
  day.visit(
    request({
      ...visitor,
      time: time + 300,
      method: 'GET',
      stem: '/owa/auth/logon.aspx',
      query: logon,
      status: 200,
      taken: random.between(4, 30),
    }),
    proxied('Owa', form),
  )
  const referer = `https://${MAIL_HOST}/owa/auth/logon.aspx?${logon}`
  const signedIn = time + random.between(8, 40) * SECOND
  day.visit(
    request({
      ...visitor,
      time: signedIn,
      method: 'POST',
      stem: '/owa/auth.owa',
      user: person.account,
      referer,
      status: 302,
      taken: random.between(10, 60),
    }),
    proxied('Owa', form),
  )
  // The front end announces the visitor to the back end under the server's own account.
  const announce = target === '/owa/' ? '/owa/proxyLogon.owa' : '/ecp/proxyLogon.ecp'
  day.back(
    passedOn(
      request({
        ...visitor,
        time: signedIn + 200,
        method: 'POST',
        stem: announce,
        user: MACHINE_ACCOUNT,
        status: 241,
        taken: 20,
      }),
    ),
  )
}

/** A session in web mail: sign in, read and write a little, leave. */
export function addWebMail(
  day: DayLogs,
  random: Random,
  person: Person,
  client: string,
  time: Milliseconds,
): void {
  addSignIn(day, random, person, client, time, '/owa/')
  const visitor = { client, agent: BROWSER, referer: `https://${MAIL_HOST}/owa/` }
  let at = time + MINUTE
  const first = { ...visitor, time: at, method: 'GET', stem: '/owa/', taken: 180 }
  through(day, 'Owa', person, first)
  for (let call = random.between(4, 9); call > 0; call--) {
    at += random.between(2, 90) * SECOND
    const action = random.pick(['FindConversation', 'GetItem', 'GetFolder', 'UpdateItem'])
    const query = `action=${action}&EP=1&ID=-${String(call)}&AC=1`
    const taken = random.between(10, 120)
    const step = { method: 'POST', stem: '/owa/service.svc', query, taken }
    through(day, 'Owa', person, { ...visitor, ...step, time: at })
  }
  const out = { method: 'GET', stem: '/owa/auth/logoff.aspx', query: 'Cmd=logoff' }
  day.visit(request({ ...visitor, ...out, time: at + MINUTE, status: 200 }), proxied('Owa'))
}
