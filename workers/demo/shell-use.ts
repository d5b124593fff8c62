import { plain } from '../../src/model/plain.js'
import type { DayLogs } from './day-logs.js'
import { TOOL_AGENT } from './forgery.js'
import { trigger, type Trigger } from './planted.js'
import { request } from './request.js'
import { HOUR, MINUTE, SECOND, type Milliseconds } from './server.js'

export const SECOND_INTRUDER = '198.51.100.222'

const SHELL_URL = '/aspnet_client/system_web/Kf0wRt7QmZ.aspx'
export const SHELL_PATH = `C/inetpub/wwwroot${SHELL_URL}`
/** Paths of requests are compared in lower case. */
const SUBJECT = SHELL_URL.toLowerCase()
const SHELL_AGENT = plain('ant¦Sword/v2.1')

/** Whoever wrote the shell tries it: four commands within four minutes. */
export function addFirstUse(day: DayLogs, actor: string): void {
  const begins = day.start + 3 * HOUR + 16 * MINUTE
  for (const after of [10, 47, 121, 224]) {
    askShell(day, begins + after * SECOND, 'POST', actor, TOOL_AGENT, [
      trigger('WS-USE', 'critical', 'used', actor, SUBJECT),
      trigger('WS-05', 'high', null, actor),
      trigger('WS-09', 'medium', null, actor),
    ])
  }
}

/** Another address, another tool, after the patch: the hole is shut and the back door is not. */
export function addSecondUse(day: DayLogs): void {
  const actor = SECOND_INTRUDER
  const begins = day.start + 2 * HOUR + 40 * MINUTE
  for (const after of [5, 19, 64, 150, 312, 355]) {
    askShell(day, begins + after * SECOND, 'POST', actor, SHELL_AGENT, [
      trigger('WS-USE', 'critical', 'used', actor, SUBJECT),
      trigger('WS-USE-AFTER-PATCH', 'critical', 'used', actor, SUBJECT),
      trigger('PL-15', 'critical', 'targeted', actor),
      trigger('WS-05', 'high', null, actor),
      trigger('WS-09', 'high', null, actor),
    ])
  }
  askShell(day, begins + 101 * SECOND, 'GET', actor, SHELL_AGENT, [
    trigger('WS-USE', 'high', 'backdoored', actor, SUBJECT),
    trigger('WS-05', 'high', null, actor),
    trigger('WS-09', 'high', null, actor),
  ])
}

function askShell(
  day: DayLogs,
  time: Milliseconds,
  method: 'GET' | 'POST',
  client: string,
  agent: string,
  triggers: readonly Trigger[],
): void {
  const answer = { status: 200, taken: 90 + (time % 1_700) }
  day.direct(request({ time, method, stem: SHELL_URL, client, agent, ...answer }), triggers)
}
