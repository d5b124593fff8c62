import type { Detection, LogRecord } from './detection.js'
import { commandRules, ruledBy } from './shared/command.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'
import { startedByPool } from './shared/web-pool.js'

const RULES = commandRules([
  [1, '--headless', /\bconhost(?:\.exe)?"? .{0,20}--headless\b/],
  [1, 'proxycommand=', /\bsftp(?:\.exe)?"? .{0,40}proxycommand=/],
  [1, 'mshta', /\bmshta(?:\.exe)?"? .{0,20}(?:javascript|vbscript):/],
  [1, 'forfiles', /\bforfiles(?:\.exe)?"? .{0,80}\/c\b/],
  [1, 'advancedrun', /\badvancedrun(?:\.exe)?\b/],
  [1, 'cmdkey', /\bcmdkey(?:\.exe)?"? .{0,200}\/pass:/],
  [
    1,
    'curl',
    /\bcurl(?:\.exe)?"? .{0,80}(?:--ntlm\b|--cookie-jar|--proxy-insecure|--doh-insecure)/,
  ],
  [0, 'who¦ami', /\bwho¦ami(?:\.exe)?"? ?\/(?:all|priv|groups)/],
  [0, 'nltest', /\bnltest(?:\.exe)?"? .{0,40}\/(?:domain_trusts|dclist|all_trusts)/],
  [0, 'dsquery', /\bdsquery(?:\.exe)?"? /],
  [0, 'net', /\bnet1?(?:\.exe)?"? (?:group|localgroup|accounts|view)\b(?!.{0,200}\/(?:add|del))/],
  [0, /\b(?:systeminfo|driverquery|gpresult|qwinsta|quser|finger)(?:\.exe)?"?(?: |$)/],
  [
    0,
    'query',
    /\breg(?:\.exe)?"? query .{0,200}(?:currentbuild|productname|nls\\language|terminal server client|lsa\b)/,
  ],
  [
    0,
    'findstr',
    /\bfindstr(?:\.exe)?"? .{0,80}(?:"?everyone"?|\(m\)|\bvirus\b|lsa¦ss|passw|defender|kaspersky|symantec)/,
  ],
  [
    0,
    'find',
    /\b(?:tasklist|ipconfig|netstat|systeminfo|whoami|net)\b.{0,60}\|\s{0,2}find(?:str)?\b/,
  ],
  [0, ' /s', /\bdir\b.{0,40} \/s\b/],
  [0, 'dirlister.exe'],
  [0, 'trufflehog.exe'],
  [0, 'chcp', /\bchcp(?:\.com)?"? {1,3}(?:936|1251|1258|864)\b/],
])

export const lookedRound: Detection = {
  id: 'PX-21',
  title: 'Commands for looking round',
  question: 'used',
  level: 'low',
  technique: 'T1082',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_net_groups_and_accounts_recon.yml',
      'd95de845-b83c-4a9a-8a6a-4fc802ebf6c0',
      'Florian Roth, omkar72, @svch0st, Nasreddine Bencherchali',
    ),
    'https://attack.mitre.org/techniques/T1087/',
  ],
  falsePositives: ['Every administrator looks round so, and so do monitoring and inventory.'],
  why: 'The first thing an intruder asks a server is who and where he is. By itself it is everyday work.',
  todo: 'Look what the commands were started by, and what else was run in that quarter of an hour.',
  needs: ['evtx'],
  events: PROCESS_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'informational',
      rung: null,
      phase: 'after',
      says: 'a command asked about the machine, its users or the directory',
    },
    {
      level: 'low',
      rung: null,
      phase: 'after',
      says: 'a command was run in a roundabout way, or with a password in it',
    },
  ],
  match(record: LogRecord): number {
    const started = processOf(record)
    // What the web server starts is told of by itself.
    if (!started || startedByPool(started) !== null) return -1
    return ruledBy(RULES, started.command || started.name)
  },
}
