import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { filePath, isLoose } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { writtenFile } from './shared/written-file.js'

const HIVES = /\\(?:config\\)?(?:sam|security|system)\b/
const RULES = commandRules([
  [
    0,
    'reg',
    /\breg(?:\.exe)?"? (?:save|export) /,
    /(?:hklm|hkey_local_machine)\\(?:sam|security)\b/,
  ],
  [2, 'reg', /\breg(?:\.exe)?"? (?:save|export) /, /(?:hklm|hkey_local_machine)\\system\b(?!\\)/],
  [0, 'ntds¦util', /ntds¦util/, /\bifm\b|ac i ntds|activate instance ntds/],
  [0, 'ntds.d¦it', /ntds\.d¦it/, /\bcopy\b|esentutl|globalroot|shadowcopy|robocopy|\/d:/],
  [0, 'globalroot\\device\\harddiskvolumeshadowcopy', HIVES],
  [0, '@gmt-', HIVES],
  [0, 'esentutl', /esentutl/, HIVES, /\/y/],
  [0, 'dcs¦ync', /dcs¦ync/],
])
const FILE = new RegExp(
  plain(
    '\\\\(?:ntds\\.d¦it|(?:sam|security|system)\\.(?:save|hiv|hive|bak|dmp)|(?:sam|system|security)hive)$',
  ),
)
/** Where Windows keeps its own, and what backup software mounts. */
const OWN = /\\windows\\(?:ntds|winsxs|servicing|system32)\\|\\\$snap_|\\active directory\\ntds/
const NAMES = [
  'ntds.d¦it',
  'sam.',
  'security.',
  'system.save',
  'system.hiv',
  'system.bak',
  'samhive',
  'systemhive',
  'securityhive',
].map(plain)

export const hashesCopied: Detection = {
  id: 'PX-13',
  title: 'Password hashes copied (SAM, SECURITY or the domain’s NTDS.dit)',
  question: 'used',
  level: 'high',
  technique: 'T1003.002',
  references: [
    SIGMA(
      'rules/windows/builtin/application/esent/win_esent_ntdsutil_abuse_susp_location.yml',
      '94dc4390-6b7c-4784-8ffc-335334404650',
      'Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_ntdsutil_susp_usage.yml',
      'a58353df-af43-4753-bad0-cd83ef35eef5',
      'Nasreddine Bencherchali',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_reg_dumping_sensitive_hives.yml',
      'fd877b94-9bb5-4191-bb25-d79cbd93c167',
      'Teymur Kheirkhabarov, Endgame, JHasenbusch, Daniil Yugoslavskiy, oscd.community, frack113',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_print_dump_sensitive_files.yml',
      '2fcda7e2-8c57-4904-86ac-37fc3157e09d',
      'Ayush Anand',
    ),
  ],
  falsePositives: ['A backup, an investigation, or media for a new domain controller.'],
  why: 'Whoever has these files can try the passwords of all accounts at home, or use the hashes as they are.',
  todo: 'Ask who ran it. If nobody did, treat the accounts of the machine, or of the domain, as known.',
  needs: ['evtx', 'ntfs'],
  events: [
    ...COMMAND_EVENTS,
    { family: 'evtx-application', ids: [216, 325, 326, 327] },
    { family: 'evtx-sysmon', ids: [11] },
  ],
  rows: [
    { family: 'mft', names: NAMES },
    { family: 'usn', names: NAMES },
  ],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a command copied the files that hold password hashes',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'such a file lies where it does not belong',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a command saved the hive with the machine’s settings',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'the domain’s database was opened elsewhere, as backups do',
    },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return matchPath(filePath(record))
    if (family === 'evtx-application') return matchDatabase(event.provider, event.values)
    if (family === 'evtx-sysmon' && event.id === 11) {
      return matchPath(writtenFile(record)?.path ?? '')
    }
    return ruledBy(RULES, commandOf(record))
  },
}

function matchPath(path: string): number {
  return FILE.test(path) && !OWN.test(path) ? 1 : -1
}

/** The database engine names the file that it opened or made. */
function matchDatabase(provider: string, values: readonly string[]): number {
  if (!/^ese(?:nt)?$/i.test(provider)) return -1
  const path = values
    .map((value) => value.toLowerCase())
    .find((value) => value.includes(plain('ntds.d¦it')))
  if (path === undefined || path.includes('\\windows\\ntds\\ntds.')) return -1
  return isLoose(path) ? 1 : 3
}
