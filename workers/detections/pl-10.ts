import type { Detection } from './detection.js'
import { SIGMA } from './shared/sources.js'

export const resetByComputer: Detection = {
  id: 'PL-10',
  title: 'Back end wrote a file for the computer account',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/CVE-2021-26858/web_cve_2021_26858_iis_rce.yml',
      'effee1f6-a932-4297-a81f-acb44064fa3a',
      'frack113',
    ),
  ],
  falsePositives: ['None known: no administrator works as the computer account.'],
  why: 'The back end carried out a reset of a virtual directory for the server’s own account. A forged session looks like this from behind; the request then comes from the server itself.',
  todo: 'Find the client in HttpProxy\\Ecp at the same second, and the file that was written.',
  needs: ['iis'],
  literals: ['/ddiservice.svc/setobject'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'virtual directory reset by the computer account',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'reset of a virtual directory tried by the computer account',
    },
  ],
  match(record) {
    if (record.group !== 'iis' || record.method !== 'POST' || !record.user.endsWith('$')) return -1
    if (!record.urls.some(isReset)) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}

function isReset(url: string): boolean {
  return (
    url.startsWith('/ecp/ddi/ddiservice.svc/setobject') &&
    url.includes('schema=reset') &&
    url.includes('virtualdirectory')
  )
}
