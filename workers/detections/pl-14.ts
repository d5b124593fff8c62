import type { Detection } from './detection.js'
import { agents, paths } from './shared/request.js'
import { SIGMA, TRUSTEDSEC } from './shared/sources.js'

/** Seen in March 2021. */
const SEEN = ['exchangeservicesclient/0.0.0.0', 'python-requests/2.19.1', 'python-requests/2.25.1']
const PROGRAMS = ['python-requests/', 'go-http-client/', 'curl/']

export const programAtEcp: Detection = {
  id: 'PL-14',
  title: 'A program, not a browser, sent to the control panel',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/web_exchange_exploitation_hafnium.yml',
      '67bce556-312f-4c81-9162-c3c9ff2599b2',
      'Florian Roth',
    ),
    TRUSTEDSEC('HAFNIUM/LogParser Queries/suspicious_useragents.sql'),
  ],
  falsePositives: ['Scripts of your own that use the control panel; scanners.'],
  why: 'People use the control panel with a browser. The exploit’s tools named themselves like this; the name alone proves nothing.',
  todo: 'Look at what else the same address did.',
  needs: ['iis', 'httpproxy'],
  literals: ['exchangeservicesclient/0.0.0.0', ...PROGRAMS],
  outcomes: [
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'POST by a tool of March 2021' },
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'POST by a program' },
  ],
  match(record) {
    if (record.group !== 'iis' && record.group !== 'httpproxy') return -1
    if (record.method !== 'POST') return -1
    if (!paths(record).some((path) => path.startsWith('/ecp/'))) return -1
    const names = agents(record)
    if (names.some((name) => SEEN.includes(name))) return 0
    return names.some((name) => PROGRAMS.some((program) => name.startsWith(program))) ? 1 : -1
  },
}
