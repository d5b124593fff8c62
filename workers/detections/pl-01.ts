import { anchorTarget, answered, isAutodiscover, isLocalhost } from './shared/anchor.js'
import { MSRC_ADVISORY, TEST_PROXYLOGON } from './shared/sources.js'
import type { Detection } from './detection.js'

export const forgedBackEnd: Detection = {
  id: 'PL-01',
  title: 'Request forged to reach the back end (CVE-2021-26855)',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [TEST_PROXYLOGON, MSRC_ADVISORY],
  falsePositives: ['A penetration test, or a scanner that names the server instead of localhost.'],
  why: 'The client chose which internal address the server should talk to. That is the first flaw of ProxyLogon at work.',
  todo: 'Look at what the same address did next in HttpProxy\\Ecp and ECP\\Server.',
  needs: ['httpproxy'],
  literals: ['serverinfo~'],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'the server passed the forged request on: it was vulnerable',
    },
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'forged request, not answered' },
  ],
  match(record) {
    const target = anchorTarget(record)
    if (!target || isLocalhost(target) || isAutodiscover(target)) return -1
    return answered(record) ? 0 : 1
  },
}
