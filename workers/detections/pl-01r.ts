import type { Detection } from './detection.js'
import { TEST_PROXYLOGON } from './shared/sources.js'

/** A slash after the server's name: Exchange's own anchors have none. */
const FORGED = /^serverinfo~(?!localhost(?:~\d*|:\d+)*\/)[^/]*\//

export const reportedForgery: Detection = {
  id: 'PL-01R',
  title: 'Forged back end, in a table that a script made of HttpProxy logs',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [TEST_PROXYLOGON],
  falsePositives: ['Scanners; a table of another server that lies among these files.'],
  why: 'Such a value of AnchorMailbox is written only by who chooses the back end himself. The logs that it came from say more than the table.',
  todo: 'Collect the HttpProxy logs of those hours, which show what was answered.',
  needs: ['reported'],
  rows: [{ family: 'reported' }],
  literals: [],
  outcomes: [
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'reported: a back end of the client’s choice was asked for',
    },
  ],
  match({ family, stem }) {
    return family === 'reported' && FORGED.test(stem) ? 0 : -1
  },
}
