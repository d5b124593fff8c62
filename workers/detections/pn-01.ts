import type { Detection } from './detection.js'
import { borrowedPath } from './shared/autodiscover.js'
import { SIGNATURE_BASE } from './shared/sources.js'

export const proxyNotShell: Detection = {
  id: 'PN-01',
  title: 'PowerShell reached through autodiscover with a stolen account (ProxyNotShell)',
  question: 'exploited',
  level: 'critical',
  technique: 'T1190',
  chain: 'proxynotshell',
  references: [
    'https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/',
    SIGNATURE_BASE('EXPL_Exchange_ProxyNotShell_Patterns_CVE_2022_41040_Oct22_1'),
    'microsoft/CSS-Exchange@f88378b1 Security/src/EOMTv2.ps1 (MIT)',
  ],
  falsePositives: ['A penetration test with an account that it was given.'],
  why: 'The account that is named logged on at the front door and had it ask the back end’s PowerShell with the server’s own rights. The second flaw runs commands from there.',
  todo: 'Treat the account as stolen: reset its password. Look for programs that w3wp.exe started in those minutes.',
  needs: ['iis', 'httpproxy'],
  literals: ['autodiscover.json'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'answered: PowerShell was reached with an account',
    },
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'tried with an account, and refused' },
  ],
  match(record) {
    const borrowed = borrowedPath(record)
    if (borrowed?.reaches !== 'powershell' || borrowed.proxyShell || record.user === '') return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
