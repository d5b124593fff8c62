import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf, isGiven } from './shared/cmdlet.js'
import { SIGMA } from './shared/sources.js'

export const exportRemoved: Detection = {
  id: 'PS-08',
  title: 'Traces of a mailbox export removed',
  question: 'exploited',
  level: 'low',
  technique: 'T1070',
  references: [
    SIGMA(
      'rules/windows/builtin/msexchange/win_exchange_proxyshell_remove_mailbox_export.yml',
      '09570ae5-889e-43ea-aac0-0e1221fb3d95',
      'Christian Burkard',
    ),
  ],
  falsePositives: ['An administrator’s script that clears finished exports away.'],
  why: 'Exploits remove the request for the export that wrote their page. So do administrators with finished ones.',
  todo: 'Look for the export itself (PS-06), minutes before.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: ['remove-mailboxexportrequest'],
  outcomes: [
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a request for an export was removed unasked',
    },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (cmdlet?.name !== 'remove-mailboxexportrequest' || !isGiven(cmdlet, 'identity')) return -1
    return /-confirm[ :"$]{1,4}false/.test(cmdlet.parameters) ? 0 : -1
  },
}
