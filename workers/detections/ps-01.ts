import type { Detection } from './detection.js'
import { borrowedPath } from './shared/autodiscover.js'
import { SIGMA, SIGNATURE_BASE } from './shared/sources.js'

const ANSWERED = new Set([200, 301, 302])

export const proxyShell: Detection = {
  id: 'PS-01',
  title: 'Back end reached through autodiscover (ProxyShell)',
  question: 'exploited',
  level: 'critical',
  technique: 'T1190',
  chain: 'proxyshell',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/ProxyShell-Exploit/web_exchange_proxyshell_successful.yml',
      '992be1eb-e5da-437e-9a54-6d13b57bb4d8',
      'Florian Roth, Rich Warren',
    ),
    SIGNATURE_BASE('EXPL_Exchange_ProxyShell_Successful_Aug21_1'),
    'https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell',
  ],
  falsePositives: ['A penetration test; scanners ask the same, and a patched server refuses them.'],
  why: 'The address in the request makes the front end ask the back end for another page with its own rights, without a logon.',
  todo: 'Look in the MSExchange Management event log and in Logging\\CmdletInfra for mailbox exports and role assignments of the same minutes.',
  needs: ['iis', 'httpproxy'],
  literals: ['autodiscover.json'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'answered: the back end’s PowerShell or MAPI was reached without a logon',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'answered, but neither PowerShell nor MAPI was asked for',
    },
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'asked for, and refused' },
  ],
  match(record) {
    const borrowed = borrowedPath(record)
    if (borrowed?.flaw !== 'proxyshell') return -1
    if (!ANSWERED.has(record.status) || record.reshaped) return 2
    return borrowed.reaches === 'powershell' || borrowed.reaches === 'mapi' ? 0 : 1
  },
}
