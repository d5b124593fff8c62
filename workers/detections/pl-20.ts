import type { Detection } from './detection.js'
import { FILE_CREATED, writtenFile } from './shared/written-file.js'
import { SIGMA } from './shared/sources.js'

const ORDINARY = /(?:cachecleanup|cleanup)\.bin$|\.(?:txt|log|cfg|wav|wma|mp3|tmp|eml|grxml|xml)$/
const RUNS = /\.(?:aspx|ashx|asmx|asp|cshtml|soap|exe|dll|bat|cmd|ps1|vbs|js)$/

export const writtenByVoicemail: Detection = {
  id: 'PL-20',
  title: 'The voicemail service wrote a file that is not its own',
  question: 'exploited',
  level: 'high',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/CVE-2021-26858/file_event_win_cve_2021_26858_msexchange.yml',
      'b06335b3-55ac-4b41-937e-16b7f5d57dfd',
      'Bhabesh Raj',
    ),
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-26858',
  ],
  falsePositives: [
    'A language pack or greeting of Unified Messaging in a format that is not listed.',
  ],
  why: 'Through CVE-2021-26857 and -26858 the service writes what an intruder wants to where he wants it.',
  todo: 'Look at the file. If it is a page, look for requests for it in IIS.',
  needs: ['evtx'],
  events: FILE_CREATED,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'exploited',
      phase: 'exploit',
      says: 'the voicemail service wrote a program or a page',
    },
    { level: 'low', rung: null, phase: 'exploit', says: 'the voicemail service wrote a file' },
  ],
  match(record) {
    const written = writtenFile(record)
    if (written?.by !== 'umworkerprocess.exe' || ORDINARY.test(written.path)) return -1
    return RUNS.test(written.path) ? 0 : 1
  },
}
