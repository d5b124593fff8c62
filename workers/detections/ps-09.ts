import type { Detection } from './detection.js'
import { COMMAND_EVENTS, commandOf } from './shared/command.js'
import { SIGMA } from './shared/sources.js'

const EXPORT = 'new-mailboxexportrequest'
/** What the request is told to write: `-FilePath "\\server\share\x"`. */
const TO_SHARE = /^[^;|]{0,600}?-filepath[ :]{1,3}["']?\\\\[^"';|]{1,400}/
const WEB = /\.(?:aspx|ashx|asmx|asp)\b|inetpub|aspnet_client|httpproxy|clientaccess/

export const exportByCommand: Detection = {
  id: 'PS-09',
  title: 'Mailbox export asked for by a command',
  question: 'exploited',
  level: 'high',
  technique: 'T1114.002',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_powershell_mailboxexport_share.yml',
      '889719ef-dd62-43df-86c3-768fb08dc7c0',
      'Florian Roth',
    ),
    'https://attack.mitre.org/techniques/T1114/002/',
  ],
  falsePositives: [
    'An administrator who exports mailboxes by a script, as for somebody who leaves.',
  ],
  why: 'Thieves of mail export mailboxes; ProxyShell writes its web shell so.',
  todo: 'Ask the account’s owner. Look at the file that is named, and who fetched it.',
  needs: ['evtx'],
  events: COMMAND_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'exploited',
      phase: 'backdoor',
      says: 'a command exported a mailbox to a page of the web server',
    },
    { level: 'low', rung: null, phase: 'after', says: 'a command exported a mailbox' },
  ],
  match(record) {
    const command = commandOf(record)
    const at = command.indexOf(EXPORT)
    const request = at < 0 ? null : TO_SHARE.exec(command.slice(at))
    if (!request?.[0].includes('-mailbox ')) return -1
    return WEB.test(request[0]) ? 0 : 1
  },
}
