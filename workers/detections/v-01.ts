import type { Detection } from './detection.js'
import { SIGMA } from './shared/sources.js'

export const viewState: Detection = {
  id: 'V-01',
  title: 'Serialised object in the address of the control panel (CVE-2020-0688)',
  question: 'targeted',
  level: 'critical',
  technique: 'T1190',
  references: [
    SIGMA(
      'rules-emerging-threats/2020/Exploits/CVE-2020-0688/web_cve_2020_0688_msexchange.yml',
      'fce2c2e2-0fb5-41ab-a14c-5391e1fd70a5',
      'Florian Roth',
    ),
    'https://www.zerodayinitiative.com/blog/2020/2/24/cve-2020-0688-remote-code-execution-on-microsoft-exchange-server-through-fixed-cryptographic-keys',
  ],
  falsePositives: ['A vulnerability scanner that was given an account.'],
  why: 'Pages send their state back in the body, never in the address. The flaw, one key for all servers, ran what such a state held; the server answers 500 even where it worked.',
  todo: 'Treat the account as stolen. Look in the Application log for ASP.NET 1309 and MSExchange Control Panel 4, and for programs that w3wp.exe started.',
  needs: ['iis'],
  literals: ['__viewstate='],
  outcomes: [
    {
      level: 'critical',
      rung: 'targeted',
      phase: 'exploit',
      says: 'state and its generator in the address, with an account; whether it worked the status does not tell',
    },
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'state in the address' },
  ],
  match(record) {
    if (record.group !== 'iis' || record.method !== 'GET') return -1
    const asked = record.urls.filter((url) => url.startsWith('/ecp/') || url.startsWith('/owa/'))
    if (!asked.some((url) => url.includes('__viewstate='))) return -1
    const known = asked.some((url) => url.includes('__viewstategenerator='))
    return record.user !== '' && known ? 0 : 1
  },
}
