import { plain } from '../../src/model/plain.js'
import type { DayLogs } from './day-logs.js'
import { trigger, type Trigger } from './planted.js'
import { BROWSER } from './web-mail.js'
import type { Random } from './random.js'
import { proxied, request } from './request.js'
import { HOUR, MINUTE, SECOND, type Milliseconds } from './server.js'

/** The Internet starts to look for other people's web shells. */
const SHELL_HUNT_BEGINS: Milliseconds = Date.UTC(2021, 2, 3)
const INTERNAL_SCANNER = '10.20.0.9'
const PUBLIC_SCANNER = '203.0.113.120'
/** Days on which a stranger asks whether the flaw is there, by naming localhost. */
const PUBLIC_SCANS: readonly Milliseconds[] = [Date.UTC(2021, 2, 5), Date.UTC(2021, 2, 13)]
const ZGRAB = 'Mozilla/5.0 zgrab/0.x'

/** Under `aspnet_client` and under `owa/auth`; none of them exists here. */
const HUNTED_FILES = ['shell', 'discover', 'client', 'supp0rt'].map(
  (name) => `/aspnet_client/${name}.aspx`,
)
const HUNTED_PAGES = ['OutlookEN', 'HttpProxy', 'TimeoutLogout'].map(
  (name) => `/owa/auth/${name}.aspx`,
)

/** What reaches every server on the Internet, attacked or not. Nothing here proves anything. */
export function addBackgroundScanners(day: DayLogs, random: Random): void {
  for (let turn = random.between(1, 4); turn > 0; turn--) {
    const time = day.start + random.between(0, 23 * HOUR)
    surveyVersion(day, time, `203.0.113.${String(random.between(121, 160))}`)
  }
  if (new Date(day.start).getUTCDate() === 8) scanInside(day, random)
  if (PUBLIC_SCANS.includes(day.start)) {
    const asked = trigger('PL-00', 'informational', null, PUBLIC_SCANNER)
    askLocalhost(day, day.start + 9 * HOUR, PUBLIC_SCANNER, [asked])
  }
  if (day.start < SHELL_HUNT_BEGINS) return
  for (let turn = random.between(1, 3); turn > 0; turn--) {
    const client = `203.0.113.${String(random.between(161, 164))}`
    const time = day.start + random.between(0, 23 * HOUR)
    askForFile(day, time, client, random.pick(HUNTED_FILES), BROWSER)
    askForPage(day, time + 2 * SECOND, client, random.pick(HUNTED_PAGES), [lookedFor(client)])
    if (turn === 1) askForPage(day, time + 3 * SECOND, client, plain('/owa/auth/x.¦js'))
  }
}

export function askForFile(
  day: DayLogs,
  time: Milliseconds,
  client: string,
  stem: string,
  agent: string,
): void {
  const answer = { status: 404, substatus: 0, win32: 2, taken: 1 }
  day.direct(request({ time, method: 'GET', stem, client, agent, ...answer }), [lookedFor(client)])
}

/** Somebody asked for a page that others planted elsewhere, and it is not there. */
function lookedFor(client: string): Trigger {
  return trigger('WS-SCAN', 'informational', null, client)
}

/** Below `/owa` the front end sends strangers to the sign-in page, whatever they ask for. */
function askForPage(
  day: DayLogs,
  time: Milliseconds,
  client: string,
  stem: string,
  triggers: readonly Trigger[] = [],
): void {
  const sent = { time, method: 'GET', stem, client, agent: BROWSER, status: 302, taken: 2 }
  const info = 'NoCookies=302 - GET/E14AuthPost;'
  const iisAndProxy = { iis: triggers, proxy: triggers }
  day.visit(request(sent), proxied('Owa', { authentication: 'FBA', info }), iisAndProxy)
}

function surveyVersion(day: DayLogs, time: Milliseconds, client: string): void {
  const stem = '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application'
  day.visit(
    request({ time, method: 'GET', stem, client, agent: ZGRAB, status: 200, taken: 12 }),
    proxied('Ecp', {
      authentication: 'FBA',
      anchor: 'ServerVersion~Version 15.0 (Build 0.0)',
      routingHint: 'EDiscoveryExportTool-ServerVersion',
      backEndStatus: '200',
    }),
  )
}

/** The town's own vulnerability scanner, monthly: it names localhost, and so proves nothing. */
function scanInside(day: DayLogs, random: Random): void {
  const time = day.start + 4 * HOUR + random.between(0, 30) * MINUTE
  for (let turn = 0; turn < 3; turn++) askLocalhost(day, time + turn * 4 * SECOND, INTERNAL_SCANNER)
}

function askLocalhost(
  day: DayLogs,
  time: Milliseconds,
  client: string,
  triggers: readonly Trigger[] = [],
): void {
  day.visit(
    request({
      time,
      method: 'GET',
      stem: plain('/owa/auth/x.¦js'),
      client,
      agent: 'Mozilla/5.0 (compatible; vulnerability audit)',
      status: 500,
      taken: 30,
    }),
    proxied('Owa', {
      anchor: plain('Server¦Info~localhost/owa/auth/logon.aspx?'),
      routingHint: plain('X-BE¦Resource-Cookie'),
      errorCode: 'ServerNotFound',
    }),
    { iis: [], proxy: triggers },
  )
}
