import type { Detection } from './detection.js'
import { isFrontEndPost, paths } from './shared/request.js'
import { SIGMA } from './shared/sources.js'

export const calendarPost: Detection = {
  id: 'V-07',
  title: 'POST to a published calendar that does not exist (CVE-2021-28480)',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/CVE-2021-28480/web_cve_2021_28480_exchange_exploit.yml',
      'a2a9d722-0acb-4096-bccc-daaf91a5037b',
      'Florian Roth',
    ),
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-28480',
  ],
  falsePositives: ['None known: published calendars are read, and have longer names.'],
  why: 'The exploit of April 2021 sends to a calendar named by one letter to get past the logon.',
  todo: 'Look at what else the same address did in the same hour.',
  needs: ['iis'],
  literals: ['/owa/calendar/a'],
  outcomes: [{ level: 'high', rung: 'targeted', phase: 'probe', says: 'POST to /owa/calendar/a' }],
  match(record) {
    if (!isFrontEndPost(record) || record.status === 503) return -1
    return paths(record).some((path) => /^\/owa\/calendar\/a(?:\/|$)/.test(path)) ? 0 : -1
  },
}
