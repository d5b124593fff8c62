import type { Detection } from './detection.js'
import { isExecutable } from './shared/executable.js'
import { TEST_PROXYLOGON } from './shared/sources.js'

const OAB_FOLDER = /\\clientaccess\\oab\\/
const WEB_FOLDER = /\\(?:inetpub|aspnet_client|frontend\\httpproxy|owa\\auth|ecp\\auth)\\/

export const oabWrittenElsewhere: Detection = {
  id: 'PL-08',
  title: 'Address book written to a folder that is not its own',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    TEST_PROXYLOGON,
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-26858',
  ],
  falsePositives: ['A folder of the address book that an administrator moved.'],
  why: 'The service that makes the offline address book can be told where to write it. The exploit has it write a page into a web folder.',
  todo: 'Look for the file that is named, and at the settings of the OAB virtual directory of that time.',
  needs: ['exchange'],
  rows: [{ family: 'oab-generator' }],
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'backdoor',
      says: 'the address book was to be written as a page or into a web folder',
    },
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'the address book was to be written outside of its folder',
    },
  ],
  match(record) {
    if (record.family !== 'oab-generator' || !/^DOWNLOAD FAILED/.test(record.method)) return -1
    const path = record.stem.replaceAll('/', '\\').replaceAll('"', '')
    if (isExecutable(path) || WEB_FOLDER.test(path)) return 0
    return path === '' || OAB_FOLDER.test(path) ? -1 : 1
  },
}
