import { anchorTarget, isLocalhost } from './shared/anchor.js'
import type { Detection } from './detection.js'

export const exploitString: Detection = {
  id: 'PL-02',
  title: 'Target written by an exploit tool',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    '2021-march-exchange (Norwegian incident, 11 March 2021): rows with ServerInfo~a]@host:444',
    'https://proxylogon.com/',
  ],
  falsePositives: ['A penetration test with a public exploit.'],
  why: 'No browser and no part of Exchange writes a server’s name like this; published exploits do.',
  todo: 'Look for PL-03 and PL-04 from the same address.',
  needs: ['httpproxy'],
  literals: ['serverinfo~'],
  outcomes: [
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'target as exploit tools write it' },
  ],
  match(record) {
    const target = anchorTarget(record)
    if (!target || isLocalhost(target)) return -1
    return target.host.includes(']@') || /@[^@]*:444$/.test(target.host) ? 0 : -1
  },
}
