import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf, isGiven, namesWebPath } from './shared/cmdlet.js'
import { SIGMA } from './shared/sources.js'

export const mailboxExport: Detection = {
  id: 'PS-06',
  title: 'Mailbox exported to a file',
  question: 'exploited',
  level: 'critical',
  technique: 'T1114.002',
  references: [
    SIGMA(
      'rules/windows/builtin/msexchange/win_exchange_proxyshell_mailbox_export.yml',
      '516376b4-05cd-4122-bae0-ad7641c38d48',
      'Florian Roth, Rich Warren, Christian Burkard',
    ),
    'https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell',
  ],
  falsePositives: ['An administrator who exports a mailbox, as for somebody who leaves.'],
  why: 'ProxyShell writes its web shell by exporting a mailbox with a prepared message to a page of the web server. Thieves of mail export mailboxes to any file.',
  todo: 'Ask the account’s owner. Look at the file that is named, and who fetched it.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: ['new-mailboxexportrequest', 'new-managementroleassignment'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'backdoor',
      says: 'a mailbox was exported to a page of the web server',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'an export to a page of the web server was tried, and failed',
    },
    { level: 'low', rung: null, phase: 'after', says: 'a mailbox was exported' },
    { level: 'low', rung: null, phase: 'after', says: 'the right to export mailboxes was given' },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (cmdlet?.name === 'new-mailboxexportrequest') {
      if (!isGiven(cmdlet, 'filepath')) return -1
      if (namesWebPath(cmdlet)) return cmdlet.failed ? 1 : 0
      return cmdlet.failed ? -1 : 2
    }
    const gives = cmdlet?.name === 'new-managementroleassignment' && !cmdlet.failed
    return gives && cmdlet.parameters.includes('mailbox import export') ? 3 : -1
  },
}
