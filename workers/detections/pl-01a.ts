import { anchorTarget, answered, isAnonymous, isLocalhost } from './shared/anchor.js'
import type { Detection } from './detection.js'

export const anonymousForgery: Detection = {
  id: 'PL-01a',
  title: 'Forged request without logon (first published form)',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    'microsoft/CSS-Exchange@19778cd8 Security/src/Test-ProxyLogon.ps1, as published 2–11 March 2021 (MIT)',
  ],
  falsePositives: [
    'Scanners that name the server. Requests for autodiscover alone got no further.',
  ],
  why: 'Nobody had logged on, yet the request was aimed past the front end. It shows an attempt; alone it does not show that it worked.',
  todo: 'Look for PL-03 and PL-04 from the same address.',
  needs: ['httpproxy'],
  literals: ['serverinfo~'],
  outcomes: [
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'the server passed it on: it was vulnerable',
    },
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'forged request without logon' },
  ],
  match(record) {
    const target = anchorTarget(record)
    if (!target || isLocalhost(target) || !isAnonymous(record)) return -1
    return answered(record) ? 0 : 1
  },
}
