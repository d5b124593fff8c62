import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { isFrontEndPost, paths } from './shared/request.js'
import { SIGNATURE_BASE, TRUSTEDSEC } from './shared/sources.js'

const STATIC_FILE =
  /^\/ecp\/(?:[^/]{1,10}\.js|main\.css|default\.flt|auth\/w\.js)$|^\/owa\/auth\/[wx]\.js$/

export const postToStatic: Detection = {
  id: 'PL-11',
  title: 'POST to a static file that does not exist',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    SIGNATURE_BASE('LOG_APT_HAFNIUM_Exchange_Log_Traces_Mar21_1'),
    TRUSTEDSEC('HAFNIUM/LogParser Queries/hafniun_exploit_attempt.sql'),
  ],
  falsePositives: ['None known: nothing of Exchange’s sends data to a script file.'],
  why: 'A browser never sends data to a style sheet or script. The exploit does, because such paths pass the front end before logon.',
  todo: 'Look at HttpProxy\\Ecp of the same minute: it holds the forged target.',
  needs: ['iis'],
  literals: ['.js', plain('/ecp/ma¦in.css'), plain('/ecp/def¦ault.flt')],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'POST to a static file, answered as a success',
    },
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'POST to a static file' },
  ],
  match(record) {
    if (!isFrontEndPost(record) || !paths(record).some((path) => STATIC_FILE.test(path))) return -1
    return !record.reshaped && (record.status === 200 || record.status === 241) ? 0 : 1
  },
}
