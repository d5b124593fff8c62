import type { Detection } from './detection.js'
import { borrowedPath } from './shared/autodiscover.js'
import { SIGNATURE_BASE } from './shared/sources.js'

export const proxyNotShell: Detection = {
  id: 'PN-01',
  title: 'PowerShell asked for through autodiscover (ProxyNotShell)',
  question: 'exploited',
  level: 'critical',
  technique: 'T1190',
  chain: 'proxynotshell',
  references: [
    'https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/',
    SIGNATURE_BASE('EXPL_Exchange_ProxyNotShell_Patterns_CVE_2022_41040_Oct22_1'),
    'microsoft/CSS-Exchange@f88378b1 Security/src/EOMTv2.ps1 (MIT)',
  ],
  falsePositives: [
    'A penetration test with an account that it was given.',
    'Vulnerability scanners test the way with a harmless page of Outlook on the web.',
  ],
  why: 'Whoever asks has the front door pass his request on to the back end’s PowerShell with the server’s own rights, for which he needs an account. The second flaw runs commands from there.',
  todo: 'Treat an account that is named as stolen: reset its password. Look for programs that w3wp.exe started in those minutes.',
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
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'answered: PowerShell was reached; the log names no account',
    },
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'tried without an account, and refused',
    },
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'the way was tested with a harmless page, and stood open',
    },
    { level: 'low', rung: null, phase: 'probe', says: 'the way was tested, and refused' },
  ],
  match(record) {
    const borrowed = borrowedPath(record)
    if (borrowed?.flaw !== 'proxynotshell') return -1
    const answered = record.status === 200 && !record.reshaped
    if (borrowed.reaches !== 'powershell') return answered ? 4 : 5
    if (record.user === '') return answered ? 2 : 3
    return answered ? 0 : 1
  },
}
