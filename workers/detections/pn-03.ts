import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { SIGNATURE_BASE } from './shared/sources.js'

const POINTED = ['/autodiscover/admin¦@localhost/', '/autodiscover.json?x¦=a'].map(plain)

export const proxyNotShellTool: Detection = {
  id: 'PN-03',
  title: 'Path of the published ProxyNotShell tool',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxynotshell',
  references: [
    SIGNATURE_BASE('LOG_ProxyNotShell_POC_CVE_2022_41040_Nov22'),
    'https://msrc.microsoft.com/blog/2022/09/customer-guidance-for-reported-zero-day-vulnerabilities-in-microsoft-exchange-server/',
  ],
  falsePositives: ['A penetration test; the tool is public.'],
  why: 'The tool that was published in November 2022 writes this path and no other.',
  todo: 'Look for PowerShell reached in the same minutes, and for programs that w3wp.exe started.',
  needs: ['iis', 'httpproxy'],
  literals: POINTED,
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'answered: the server passed it on, it was vulnerable',
    },
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'asked for, and refused' },
  ],
  match(record) {
    if (record.group !== 'iis' && record.group !== 'httpproxy') return -1
    if (record.method !== 'GET' && record.method !== 'POST') return -1
    if (!record.urls.some((url) => POINTED.some((path) => url.includes(path)))) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
