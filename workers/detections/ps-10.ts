import type { Detection } from './detection.js'
import { SIGMA } from './shared/sources.js'
import { FILE_CREATED, writtenFile } from './shared/written-file.js'

const PAGE = /\.(?:aspx|ashx|asmx|asp|cshtml|soap)$/

export const pageByExport: Detection = {
  id: 'PS-10',
  title: 'A mailbox export wrote a page',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxyshell',
  references: [
    SIGMA(
      'rules/windows/file/file_event/file_event_win_susp_exchange_aspx_write.yml',
      '7280c9f3-a5af-45d0-916a-bc01cb4151c9',
      'Florian Roth, MSTI',
    ),
    'https://www.zerodayinitiative.com/blog/2021/8/17/from-pwn2own-2021-a-new-attack-surface-on-microsoft-exchange-proxyshell',
  ],
  falsePositives: ['None is known: exports are .pst files.'],
  why: 'ProxyShell writes its web shell as the export of a mailbox that holds a prepared message.',
  todo: 'Look at the page, at the cmdlets of that minute and for requests for the page.',
  needs: ['evtx'],
  events: FILE_CREATED,
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'backdoored',
      phase: 'backdoor',
      says: 'the service that exports mailboxes wrote a page',
    },
  ],
  match(record) {
    const written = writtenFile(record)
    return written?.by === 'msexchangemailboxreplication.exe' && PAGE.test(written.path) ? 0 : -1
  },
}
