import type { Detection } from './detection.js'
import { isFrontEndPost, paths } from './shared/request.js'
import { SIGMA } from './shared/sources.js'

export const postToEcpScript: Detection = {
  id: 'PL-16',
  title: 'POST to a script file of the control panel',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/TA/HAFNIUM/web_exchange_exploitation_hafnium.yml',
      '67bce556-312f-4c81-9162-c3c9ff2599b2',
      'Florian Roth',
    ),
  ],
  falsePositives: ['An address that holds “.js” in its parameters.'],
  why: 'Script files are fetched, never sent to; the exploit sends to them because they need no logon.',
  todo: 'Look at HttpProxy\\Ecp of the same minute: it holds the forged target.',
  needs: ['iis'],
  literals: ['.js'],
  outcomes: [
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'POST to a script of /ecp' },
  ],
  match(record) {
    if (!isFrontEndPost(record)) return -1
    if (!paths(record).some((path) => path.startsWith('/ecp/'))) return -1
    return record.urls.some((url) => /\.js(?![a-z])/.test(url)) ? 0 : -1
  },
}
