import type { Detection } from './detection.js'
import { isLoose } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { FILE_CREATED, isExchangePage, writtenFile } from './shared/written-file.js'

const RUNS = /\.(?:aspx|ashx|asmx|asp|cshtml|soap|exe|dll|bat|cmd|ps1|vbs)$/
/** What ASP.NET compiles, and where IIS keeps its own. */
const ORDINARY = /\\temporary asp\.net files\\|\\inetpub\\temp\\|\\windows\\microsoft\.net\\/

export const writtenByWebServer: Detection = {
  id: 'WF-05',
  title: 'The web server wrote a page or a program',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    SIGMA(
      'rules/windows/file/file_event/file_event_win_exchange_webshell_drop.yml',
      'bd1212e5-78da-431e-95fa-c58e3237a8e6',
      'Florian Roth, MSTI',
    ),
    SIGMA(
      'rules/windows/file/file_event/file_event_win_exchange_webshell_drop_suspicious.yml',
      '6b269392-9eba-40b5-acb6-55c882b20ba6',
      'Florian Roth',
    ),
  ],
  falsePositives: [
    'An application of your own in the same web server that takes uploads or updates itself.',
  ],
  why: 'Exchange’s pages come with its setup. Its web processes write none; web shells are written by them.',
  todo: 'Look at the file and for the request of the same second in IIS and ECP.',
  needs: ['evtx'],
  events: FILE_CREATED,
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'the web server wrote a page into a folder of Exchange’s web sites',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'the web server wrote a program into a folder where none belongs',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'the web server wrote a program or a page elsewhere',
    },
  ],
  match(record) {
    const written = writtenFile(record)
    if (written?.by !== 'w3wp.exe' || ORDINARY.test(written.path)) return -1
    if (isExchangePage(written.path)) return 0
    if (!RUNS.test(written.path)) return -1
    return isLoose(written.path) ? 1 : 2
  },
}
