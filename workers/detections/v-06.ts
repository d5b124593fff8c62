import type { Detection } from './detection.js'
import { SIGMA } from './shared/sources.js'

export const getAppCast: Detection = {
  id: 'V-06',
  title: 'Get-App failed on a forged object (CVE-2021-42321)',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/CVE-2021-42321/win_exchange_cve_2021_42321.yml',
      'c92f1896-d1d2-43c3-92d5-7a5b35c217bb',
      'Florian Roth, @testanull',
    ),
  ],
  falsePositives: ['None known: add-ins of users do not make this error.'],
  why: 'An account stored an object that runs commands when it is read; Get-App reads it and then fails on its type.',
  todo: 'Treat the account as stolen. Look for programs that w3wp.exe started in that minute.',
  needs: ['evtx'],
  events: [{ family: 'evtx-management', ids: [6, 8] }],
  literals: [],
  outcomes: [
    { level: 'high', rung: 'targeted', phase: 'exploit', says: 'Get-App read a forged object' },
  ],
  match(record) {
    const text = record.event?.values.join('\n').toLowerCase() ?? ''
    return /\bget-app\b/.test(text) && text.includes('system.invalidcastexception') ? 0 : -1
  },
}
