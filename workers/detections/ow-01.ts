import type { Detection } from './detection.js'
import { agents } from './shared/request.js'
import { SIGMA, SIGNATURE_BASE } from './shared/sources.js'

/** Exchange's own, and the client of remote PowerShell. */
const EXPECTED = ['clientinfo', 'microsoft winrm client', 'exchange backend probes']

/** The page stands behind an address here; where it belongs, nothing stands before it. */
const BEHIND_A_NAME = Array.from(
  'abcdefghijklmnopqrstuvwxyz0123456789',
  (letter) => `${letter}/powershell`,
)

export const owaForgery: Detection = {
  id: 'OW-01',
  title: 'PowerShell reached through Outlook on the web (OWASSRF)',
  question: 'exploited',
  level: 'critical',
  technique: 'T1190',
  chain: 'owassrf',
  references: [
    'https://www.crowdstrike.com/blog/owassrf-exploit-analysis-and-recommendations/',
    SIGMA(
      'rules-emerging-threats/2022/Exploits/CVE-2022-41082/web_cve_2022_36804_exchange_owassrf_exploitation.yml',
      '181f49fa-0b21-4665-a98c-a57025ebb8c7',
      'Nasreddine Bencherchali',
    ),
    SIGNATURE_BASE('EXPL_LOG_Exchange_OWASSRF_Dec22_1'),
  ],
  falsePositives: ['A penetration test with an account that it was given.'],
  why: 'Outlook on the web has no page below an address that ends in PowerShell. The flaw lets an account reach the back end’s PowerShell this way, past the block against ProxyNotShell.',
  todo: 'Treat the account as stolen. Look in Logging\\CmdletInfra\\Powershell-Proxy and for programs that w3wp.exe started in those minutes.',
  needs: ['iis', 'httpproxy'],
  literals: BEHIND_A_NAME,
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'answered, by the path that published exploits use',
    },
    {
      level: 'high',
      rung: 'exploited',
      phase: 'exploit',
      says: 'answered: PowerShell was reached',
    },
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'tried, and refused' },
  ],
  match(record) {
    if (record.group !== 'iis' && record.group !== 'httpproxy') return -1
    if (record.method !== 'POST' || !record.urls.some(isForged)) return -1
    if (agents(record).some((agent) => EXPECTED.some((name) => agent.startsWith(name)))) return -1
    if (record.status !== 200 || record.reshaped) return 2
    return record.urls.some((url) => url.includes('/owa/mastermailbox')) ? 0 : 1
  },
}

function isForged(url: string): boolean {
  const owa = url.indexOf('/owa/')
  return owa >= 0 && url.includes('@', owa) && url.indexOf('/powershell', owa) > owa
}
