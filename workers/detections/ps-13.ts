import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf, isRunByServer } from './shared/cmdlet.js'

/** Cmdlets that neither Exchange's monitoring nor its services run by a request. */
const CMDLETS = new Set([
  'new-mailboxexportrequest',
  'new-managementroleassignment',
  'set-oabvirtualdirectory',
  'new-transportrule',
  'new-inboxrule',
  'set-mailbox',
  'add-mailboxpermission',
])

export const runByServer: Detection = {
  id: 'PS-13',
  title: 'Cmdlet of an administrator run by the server’s own account',
  question: 'exploited',
  level: 'high',
  technique: 'T1078',
  references: [
    'https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell',
    'Derived from the chain: its requests arrive at PowerShell as SYSTEM or as a health mailbox',
  ],
  falsePositives: [
    'Software that runs on the server as SYSTEM and manages Exchange over remote PowerShell.',
  ],
  why: 'The server gives its own account to requests that come through the flaw. Nobody works as SYSTEM or as a health mailbox.',
  todo: 'Find the request at the same second in HttpProxy\\PowerShell, HttpProxy\\Autodiscover and IIS.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: [...CMDLETS],
  outcomes: [
    { level: 'high', rung: 'exploited', phase: 'exploit', says: 'run by the server’s own account' },
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'exploit',
      says: 'tried by the server’s own account, and failed',
    },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (!cmdlet || !CMDLETS.has(cmdlet.name) || !isRunByServer(cmdlet)) return -1
    // The monitoring sets its own mailboxes.
    if (cmdlet.name === 'set-mailbox' && cmdlet.parameters.includes('healthmailbox')) return -1
    return cmdlet.failed ? 1 : 0
  },
}
