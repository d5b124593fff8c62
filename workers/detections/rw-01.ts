import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { baseName, filePath } from './shared/process.js'
import { serviceOf } from './shared/service.js'
import { SIGMA, SIGNATURE_BASE } from './shared/sources.js'

const RULES = commandRules([
  [1, 'vssadm¦in', /vssadm¦in(?:\.exe)?"? .{0,20}del¦ete shad¦ows/, /\/all/, /\/quiet/],
  [1, 'shadowc¦opy', /wmic(?:\.exe)?"? .{0,20}shadowc¦opy .{0,20}del¦ete/],
  [1, 'win32_shadowc¦opy', /win32_shadowc¦opy/, /\.del¦ete\(|remove-wmiobject|remove-ciminstance/],
  [
    1,
    'wbadm¦in',
    /wbadm¦in(?:\.exe)?"? del¦ete (?:catalog|systemstatebackup|backup)/,
    /-quiet|keepversions:0/,
  ],
  [
    1,
    'bcded¦it',
    /bcded¦it(?:\.exe)?"? .{0,40}(?:recoveryenabled no|bootstatuspolicy ignoreallfailures)/,
  ],
  [0, 'yuuuuu¦44.com'],
])
const SERVICE = plain('msup¦date')
/** DearCry’s files, Black Kingdom’s note and older ending, notes of families that came by these holes. */
const FILE = new RegExp(
  plain(
    '\\.(?:cry¦pt|dem¦on|lockf¦ile|kingd¦om)$|^(?:decrypt_fi¦le\\.txt|lockfile-re¦adme[^\\\\]*|how_to_dec¦rypt\\.txt|conti_re¦adme\\.txt)$',
  ),
)
const NAMES = [
  '.cry¦pt',
  '.dem¦on',
  '.lockf¦ile',
  '.kingd¦om',
  'decrypt_fi¦le.txt',
  'lockfile-re¦adme',
  'how_to_dec¦rypt',
  'conti_re¦adme',
].map(plain)
/** Windows and .NET have libraries of such names, but no files of these endings. */
const OWN = /\\(?:winsxs|servicing|assembly)\\/

export const ransomware: Detection = {
  id: 'RW-01',
  title: 'Ransomware, or backups deleted before it',
  question: 'used',
  level: 'critical',
  technique: 'T1486',
  references: [
    SIGNATURE_BASE('yara/crime_dearcry_ransom.yar MAL_RANSOM_Crime_DearCry_Mar2021_1'),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_susp_shadow_copies_deletion.yml',
      'c947b146-0abc-4c87-9c64-b17e9d7274a2',
      'Florian Roth, Michael Haag, Teymur Kheirkhabarov, Daniil Yugoslavskiy, oscd.community',
    ),
    'https://www.microsoft.com/en-us/security/blog/2021/03/25/analyzing-attacks-taking-advantage-of-the-exchange-server-vulnerabilities/',
  ],
  falsePositives: [
    'Backup software that removes old shadow copies; a program of one’s own with files of such an ending.',
  ],
  why: 'DearCry and Black Kingdom came through ProxyLogon within days, others through ProxyShell. They delete shadow copies first.',
  todo: 'Take the server off the network, and leave it switched on. Keep a backup apart from the network.',
  needs: ['evtx', 'ntfs'],
  events: COMMAND_EVENTS,
  rows: [{ family: 'mft', names: NAMES }, { family: 'usn', names: NAMES }, { family: 'registry' }],
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: null,
      phase: 'after',
      says: 'a service or a command of known ransomware',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a command deleted backups or shadow copies',
    },
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a file has the name or the ending that known ransomware gives',
    },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event && family !== 'registry') {
      const path = filePath(record)
      return FILE.test(baseName(path)) && !OWN.test(path) ? 2 : -1
    }
    if (serviceOf(record)?.name === SERVICE) return 0
    return event ? ruledBy(RULES, commandOf(record)) : -1
  },
}
