import type { Detection } from './detection.js'
import { isAnonymous } from './shared/anchor.js'

const RULES = '/ruleseditor/inboxrules.svc/'
const CANARY = 'msexchecpcanary='

export const ruleWithoutLogon: Detection = {
  id: 'PT-02',
  title: 'Inbox rule set without a logon (ProxyToken)',
  question: 'exploited',
  level: 'high',
  technique: 'T1114.003',
  references: [
    'https://www.zerodayinitiative.com/blog/2021/8/30/proxytoken-an-authentication-bypass-in-microsoft-exchange-server',
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-33766',
  ],
  falsePositives: ['A front end whose log leaves the account out.'],
  why: 'The back end gives whoever sends nonsense a token, and takes it for a logon where the front end leaves the logon to it.',
  todo: 'List that mailbox’s rules (Get-InboxRule) and its forwarding, and undo what its owner did not set.',
  needs: ['iis', 'httpproxy'],
  literals: [RULES],
  outcomes: [
    {
      level: 'high',
      rung: 'exploited',
      phase: 'exploit',
      says: 'a rule was sent with a token and no account, and answered',
    },
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'a rule was sent with a token and no account, without success',
    },
  ],
  match(record) {
    const proxied = record.group === 'httpproxy'
    if (!proxied && record.family !== 'iis-front') return -1
    if (record.method !== 'POST' || record.fromSelf) return -1
    if (proxied ? !isAnonymous(record) : record.user !== '') return -1
    const asks = record.urls.some((url) => url.includes(RULES) && url.includes(CANARY))
    if (!asks) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
