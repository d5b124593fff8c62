import { anchorTarget } from './shared/anchor.js'
import { TEST_PROXYLOGON } from './shared/sources.js'
import type { Detection } from './detection.js'

export const shellWritten: Detection = {
  id: 'PL-04',
  title: 'Virtual directory reset to write a file (CVE-2021-27065)',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [TEST_PROXYLOGON],
  falsePositives: ['A penetration test that ran the whole exploit.'],
  why: 'Resetting a virtual directory makes Exchange write its settings to a file of the client’s choice. With script in the settings that file is a web shell.',
  todo: 'Find the file: any .aspx under aspnet_client or owa\\auth that Exchange does not ship. Keep a copy before you delete it.',
  needs: ['httpproxy'],
  literals: ['virtualdirectory'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'the server wrote a file for the forged session',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'tried to have the server write a file',
    },
  ],
  match(record) {
    const target = anchorTarget(record)
    if (!target || !/reset[^/]*virtualdirectory/.test(target.path)) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
