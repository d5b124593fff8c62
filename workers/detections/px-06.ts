import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { filePath, isLoose } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { writtenFile } from './shared/written-file.js'

const LSASS = plain('lsa¦ss')
const RULES = commandRules([
  [0, 'coms¦vcs', /mini¦dump|#[-+]?\d|\b24 /, 'full'],
  [
    0,
    /proc¦dump|\bdump64|sqldumper|createdump|rdrleakdiag|avdump|tttracer/,
    /-ma\b|-mm\b|fullmemdmp|\/full|dump/,
    /lsa¦ss/,
  ],
  [0, 'seku¦rlsa::'],
  [0, 'lsa¦dump::'],
  [0, 'inv¦oke-mim¦ikatz'],
  [0, 'mim¦ikatz', /privilege::|log ¦|token::|kerberos::/],
  [0, 'get-pro¦cess', /get-pro¦cess\s{1,3}["']?lsa¦ss/, /out-mini¦dump|mini¦dumpwritedump/],
  [0, 'nano¦dump', /--write|-w |\.exe|lsa¦ss/],
  [0, 'wsa¦ss.exe', /\bwerfaultsecure/],
  [0, 'dtrace', /\bdtrace(?:\.exe)?"? .{0,40}-w\b.{0,200}\blkd\(/],
  [0, 'lsa¦ss.exe c:', /lsa¦ss\.exe c:\\windows\\temp\\lsa¦ss/],
  [1, 'uselogon¦credential', /\/d 1\b|\/d 0x1\b|-value 1\b/],
])
/** What is run so is worth a second look: a script that looks for dumps names them as well. */
const FILE = new RegExp(
  plain(
    '\\\\(?:lsa¦ss(?:[_.-][^\\\\]*)?\\.(?:dmp|mdmp|zip|rar|7z|cab)(?:\\.zip)?|lsa¦ss_2[^\\\\]*|lsa¦ss-?(?:dump|dmp)[^\\\\]*|nano¦dump[^\\\\]*|not-?lsa¦ss\\.zip|pplbl¦ade\\.dmp|andr¦ew\\.dmp|mim¦ikatz[^\\\\]*|mimi¦lib\\.dll|mimi¦drv\\.sys|wsa¦ss\\.exe)$',
  ),
)
const NAMES = [
  'lsa¦ss',
  'nano¦dump',
  'pplbl¦ade',
  'andr¦ew.dmp',
  'mim¦ikatz',
  'mimi¦lib',
  'mimi¦drv',
  'wsa¦ss.exe',
].map(plain)
/** Windows’ own reports of crashes lie there. */
const CRASH = /\\(?:crashdumps|windows error reporting|wer)\\/
/** Rights to read a process’s memory, as tools ask for them; security software asks for them too. */
const READS = /^0x(?:1010|1410|1418|1438|143a|1f[0-3]fff|1fffff)$/
const DUMPER = /\\(?:dbgcore|dbghelp)\.dll\+/
const WDIGEST_ON = /uselogoncredential(?:\D{0,4}| = dword \(0x0{0,7})1\b/

export const passwordsCopied: Detection = {
  id: 'PX-06',
  title: 'Passwords in memory copied (LSASS)',
  question: 'used',
  level: 'high',
  technique: 'T1003.001',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_rundll32_process_dump_via_comsvcs.yml',
      '646ea171-dded-4578-8a4d-65e9822892e3',
      'Florian Roth, Modexp, Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/file/file_event/file_event_win_lsass_default_dump_file_names.yml',
      'a5a2d357-1ab8-4675-a967-ef9990a59391',
      'Florian Roth',
    ),
    SIGMA(
      'rules/windows/process_access/proc_access_win_lsass_susp_access_flag.yml',
      'a18dd26b-6450-46de-8c91-9659150cf088',
      'Florian Roth, Roberto Rodriguez, Dimitrios Slamaris and others',
    ),
    SIGMA(
      'rules/windows/registry/registry_set/registry_set_wdigest_enable_uselogoncredential.yml',
      'd6a9b252-c666-4de6-8806-5561bbbd3bdc',
      'Roberto Rodriguez, OTR',
    ),
  ],
  falsePositives: [
    'Support that takes a dump of the process, a crash of it, a test of one’s own defence.',
  ],
  why: 'The process LSASS holds the passwords and tickets of all who are signed in, on an Exchange server often those of administrators.',
  todo: 'Treat every account that was signed in as known to the intruder. Look for how the file left.',
  needs: ['evtx', 'ntfs', 'registry'],
  events: [...COMMAND_EVENTS, { family: 'evtx-sysmon', ids: [10, 11, 13] }],
  rows: [
    { family: 'mft', names: NAMES },
    { family: 'usn', names: NAMES },
    { family: 'registry' },
    { family: 'programs' },
  ],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a command copied or read the memory that holds passwords',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'Windows was told to keep passwords readable in memory',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a file has the name of such a copy, or of a tool for it',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a program from a folder where none belongs read that memory',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a program wrote a copy of that memory',
    },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return matchRow(record)
    if (family === 'evtx-sysmon') {
      if (event.id === 10) return matchAccess(event.data.bind(event))
      if (event.id === 13) return WDIGEST_ON.test(registryValue(event.data.bind(event))) ? 1 : -1
      if (event.id === 11) return matchPath(writtenFile(record)?.path ?? '')
    }
    return ruledBy(RULES, commandOf(record))
  },
}

function matchRow(record: LogRecord): number {
  if (record.family === 'registry') return WDIGEST_ON.test(record.stem) ? 1 : -1
  return matchPath(filePath(record))
}

function matchPath(path: string): number {
  return FILE.test(path) && !CRASH.test(path) ? 2 : -1
}

function registryValue(data: (name: string) => string): string {
  return `${data('TargetObject')} = ${data('Details')}`.toLowerCase()
}

function matchAccess(data: (name: string) => string): number {
  if (!data('TargetImage').toLowerCase().endsWith(`\\${LSASS}.exe`)) return -1
  if (!READS.test(data('GrantedAccess').toLowerCase())) return -1
  if (isLoose(data('SourceImage').toLowerCase())) return 3
  return DUMPER.test(data('CallTrace').toLowerCase()) ? 4 : -1
}
