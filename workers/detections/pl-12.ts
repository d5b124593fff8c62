import type { Detection } from './detection.js'
import { isFrontEndPost, paths } from './shared/request.js'
import { SIGMA, SIGNATURE_BASE } from './shared/sources.js'

export const postToTheme: Detection = {
  id: 'PL-12',
  title: 'POST to a file of the logon page’s theme',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/web_exchange_exploitation_hafnium.yml',
      '67bce556-312f-4c81-9162-c3c9ff2599b2',
      'Florian Roth',
    ),
    SIGNATURE_BASE('EXPL_LOG_CVE_2021_26858_Exchange_Forensic_Artefacts_Mar21_1'),
  ],
  falsePositives: ['None known: pictures and fonts are only ever fetched.'],
  why: 'Fonts, pictures and style sheets of the logon page are fetched, never sent to. The exploit sends to them because they need no logon.',
  todo: 'Look at HttpProxy\\Owa and HttpProxy\\Ecp of the same minute.',
  needs: ['iis'],
  literals: ['/owa/auth/current/'],
  outcomes: [
    { level: 'high', rung: 'targeted', phase: 'probe', says: 'POST to a file of the theme' },
  ],
  match(record) {
    if (!isFrontEndPost(record)) return -1
    return paths(record).some((path) => path.startsWith('/owa/auth/current/')) ? 0 : -1
  },
}
