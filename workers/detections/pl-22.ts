import { anchorTarget, isLocalhost } from './shared/anchor.js'
import { TEST_PROXYLOGON } from './shared/sources.js'
import type { Detection } from './detection.js'

const REFUSED = new Set([500, 503])

export const forgeryBlocked: Detection = {
  id: 'PL-22',
  title: 'Forged request that the server refused',
  question: 'targeted',
  level: 'informational',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [TEST_PROXYLOGON],
  falsePositives: ['A vulnerable server refuses as well when the forged target does not exist.'],
  why: 'The server did not carry the request out. After the patch that is what an attempt looks like.',
  todo: 'Nothing for this row; look at earlier ones from before the patch.',
  needs: ['httpproxy'],
  literals: ['serverinfo~'],
  outcomes: [
    { level: 'informational', rung: 'targeted', phase: 'probe', says: 'refused by the server' },
  ],
  match(record) {
    const target = anchorTarget(record)
    if (!target || isLocalhost(target)) return -1
    const error = record.field('ErrorCode')
    return REFUSED.has(record.status) || /^ServerNotFound/i.test(error) ? 0 : -1
  },
}
