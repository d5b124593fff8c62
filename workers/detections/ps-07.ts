import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf, isGiven, namesWebPath } from './shared/cmdlet.js'
import { SIGMA } from './shared/sources.js'

export const certificatePage: Detection = {
  id: 'PS-07',
  title: 'Certificate request written as a page of the web server',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    SIGMA(
      'rules/windows/builtin/msexchange/win_exchange_proxyshell_certificate_generation.yml',
      'b7bc7038-638b-4ffd-880c-292c692209ef',
      'Max Altgelt',
    ),
  ],
  falsePositives: [
    'A request for a certificate that an administrator keeps on the server’s own disk.',
  ],
  why: 'The name in a certificate request can hold a web shell. Written to a web folder it is one.',
  todo: 'Keep a copy of the file that is named, then take it out of the folder.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: ['new-exchangecertificate'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'backdoor',
      says: 'a certificate request was written as a page of the web server',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a binary certificate request was written to the server’s own disk by a share',
    },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (cmdlet?.name !== 'new-exchangecertificate' || cmdlet.failed) return -1
    if (!isGiven(cmdlet, 'requestfile')) return -1
    if (namesWebPath(cmdlet)) return 0
    const own = /\\(?:localhost|127\.0\.0\.1)\\c\$/.test(cmdlet.parameters)
    return own && isGiven(cmdlet, 'binaryencoded') ? 1 : -1
  },
}
