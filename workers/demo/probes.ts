import { plain } from '../../src/model/plain.js'
import type { DayLogs } from './day-logs.js'
import { forge, PROBER_AGENT, scriptTriggers, TOOL_AGENT } from './forgery.js'
import { trigger, type Trigger } from './planted.js'
import { passedOn } from './request.js'
import { askForFile } from './scanners.js'
import { DAY, FQDN, HOUR, MACHINE_ACCOUNT, MINUTE, SECOND } from './server.js'

const FIRST_PROBER = '198.51.100.77'
const LATE_PROBER = '198.51.100.14'
const MASKED_PROBER = '192.0.2.66'
const SHELL_HUNTER = '203.0.113.190'

/** One address finds the server vulnerable and does not come back. */
export function addFirstProbe(day: DayLogs): void {
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

/** Asked for so slowly that no rate gives it away. */
const HUNTED = ['shell', 'discover', 'client', 'load', 'sol', 'error_page', 'web'] as const

/** Seven known names, none of them here: somebody looking for somebody else's shell. */
export function addShellHunt(day: DayLogs): void {
  HUNTED.forEach((name, index) => {
    const time = day.start + 17 * HOUR + index * 100 * SECOND
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

export function addLateProbes(day: DayLogs): void {
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
export function addMaskedProbe(day: DayLogs): void {
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
