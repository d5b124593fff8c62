import type { Detection } from './detection.js'
import { SIGMA, SIGNATURE_BASE } from './shared/sources.js'

export const proxyToken: Detection = {
  id: 'PT-01',
  title: 'Control panel asked with a token in place of a logon (ProxyToken)',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/CVE-2021-33766/web_cve_2021_33766_msexchange_proxytoken.yml',
      '56973b50-3382-4b56-bdf5-f51a3183797a',
      'Florian Roth, Max Altgelt, Christian Burkard',
    ),
    SIGNATURE_BASE('LOG_EXPL_ProxyToken_Exploitation_Aug21_1'),
    'https://www.zerodayinitiative.com/blog/2021/8/30/proxytoken-an-authentication-bypass-in-microsoft-exchange-server',
  ],
  falsePositives: ['An error of the rules page while somebody edits his own rules.'],
  why: 'With this cookie the front end leaves the logon to the back end, which does not ask for it. Attackers used it to forward a victim’s mail.',
  todo: 'Look for new inbox rules that forward mail: Get-InboxRule, and ECP\\Server of the same minute.',
  needs: ['iis'],
  literals: ['/ruleseditor/inboxrules.svc/newobject', 'securitytoken='],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'asked with a security token, and the back end failed',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'a new inbox rule was sent, and the back end failed',
    },
  ],
  match(record) {
    if (record.group !== 'iis' || record.status !== 500) return -1
    if (!record.urls.some((url) => url.startsWith('/ecp/'))) return -1
    if (record.urls.some((url) => url.includes('securitytoken='))) return 0
    const rule = record.urls.some((url) => url.includes('/ruleseditor/inboxrules.svc/newobject'))
    return rule && record.method === 'POST' ? 1 : -1
  },
}
