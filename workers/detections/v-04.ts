import type { Detection } from './detection.js'
import { paths } from './shared/request.js'

export const policyUpload: Detection = {
  id: 'V-04',
  title: 'Policy template sent to the control panel (CVE-2020-16875)',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  references: [
    'https://srcincite.io/advisories/src-2020-0019/',
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2020-16875',
  ],
  falsePositives: ['An administrator who imports a policy for data loss prevention.'],
  why: 'A template of such a policy can carry PowerShell that the server runs. Few servers ever import one.',
  todo: 'Ask the account’s owner. Look for New-DlpPolicy with -TemplateData in the MSExchange Management event log.',
  needs: ['iis', 'httpproxy'],
  literals: ['/dlppolicy/managepolicyfromisv.aspx'],
  outcomes: [
    { level: 'high', rung: 'targeted', phase: 'exploit', says: 'a policy template was sent' },
  ],
  match(record) {
    if (record.group !== 'iis' && record.group !== 'httpproxy') return -1
    if (record.method !== 'POST') return -1
    return paths(record).some((path) => path.endsWith('/dlppolicy/managepolicyfromisv.aspx'))
      ? 0
      : -1
  },
}
