import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { SIGMA } from './shared/sources.js'

/** What an exclusion is stated as: in a key's row, an event's value, or a command. */
const EXCLUSION = new RegExp(
  plain(
    'exclusions\\\\(path|extension|process)(?:e?s)(?::\\s|\\\\)(.{1,400}?) = |mpp¦reference\\b.{0,200}?-exclusion(path|extension|process)\\s{1,3}[\'"]?([^\'",;]{1,400})',
  ),
)
/** Excluding one of these leaves nothing guarded, or guards what intruders use. */
const WIDE_PATH =
  /^(?:[a-z]:\\?\*?|(?:[a-z]:|%systemdrive%)\\(?:programdata|windows|windows\\temp|users|inetpub|inetpub\\wwwroot)\\?\*?)$|\\users\\public|\\perflogs|aspnet_client|frontend\\httpproxy/
const WIDE_EXTENSION = /^\*?\.?(?:aspx|ashx|asmx|asp|exe|dll|ps1|bat|cmd|vbs)$/
const WIDE_PROCESS = /(?:^|\\)(?:powershell|pwsh|cmd|rundll32|wscript|cscript)\.exe$/
/** By its whole path it stood in Microsoft’s own list for Exchange until February 2023. */
const ADVISED_PROCESS =
  /^(?:[a-z]:\\windows|%systemroot%|%windir%)\\system32\\windowspowershell\\v1\.0\\powershell\.exe$/
const RULES = commandRules([
  [0, 'werfault¦secure', /werfault¦secure(?:\.exe)?"? .{0,20}\/h /, '/pid ', '/encfile'],
  [0, 'edrf¦reeze'],
  [0, 'kd¦u', /\bkd¦u(?:\.exe)?"? .{0,40}-(?:map|dse|ps)\b/],
  [
    2,
    'set-mpp¦reference',
    /set-mpp¦reference/,
    /-disable(?:realtimemonitoring|behaviormonitoring|ioavprotection|scriptscanning)\s{1,3}(?:\$true|1|true)/,
  ],
  [
    2,
    /\b(?:sc|net|net1)(?:\.exe)?"? (?:stop|config|delete) "?(?:windefend|wdnissvc|sense|mpssvc|wscsvc)\b/,
  ],
  [2, 'systemsettingsadminflows', /\bdefender \w{1,40} [01]\b/],
  [
    2,
    'disable',
    /\breg(?:\.exe)?"? add /,
    /disable(?:antispyware|realtimemonitoring|behaviormonitoring)/,
    /\/d "?(?:1|0x1)\b/,
  ],
])
const SWITCHED_OFF = new Set([5001, 5010, 5012])
/** `HKLM\SOFTWARE\Microsoft\Windows Defender\Real-Time Protection\DisableRealtimeMonitoring = 0x1` */
const OFF_VALUE =
  /disable(?:antispyware|realtimemonitoring|behaviormonitoring)\s?[=:]?\s?(?:dword \()?0?x?0*1\b/

export const protectionOff: Detection = {
  id: 'PX-14b',
  title: 'Protection against malware weakened',
  question: 'used',
  level: 'high',
  technique: 'T1562.001',
  references: [
    SIGMA(
      'rules/windows/builtin/windefend/win_defender_config_change_exclusion_added.yml',
      '1321dc4e-a1fe-481d-a016-52c45f0c8b4f',
      'Christian Burkard',
    ),
    SIGMA(
      'rules/windows/builtin/windefend/win_defender_real_time_protection_disabled.yml',
      'b28e58e4-2a72-4fae-bdee-0fbe904db642',
      'Ján Trenčanský, frack113',
    ),
    SIGMA(
      'rules/windows/builtin/windefend/win_defender_history_delete.yml',
      '2afe6582-e149-11ea-87d0-0242ac130003',
      'Cian Heasley',
    ),
    'https://learn.microsoft.com/en-us/exchange/antispam-and-antimalware/windows-antivirus-software',
  ],
  falsePositives: [
    'Microsoft itself tells which folders of Exchange to exclude. Another antivirus switches Defender off.',
  ],
  why: 'Intruders exclude the folder that they work in, or switch the guard off.',
  todo: 'Compare the exclusions with Microsoft’s list for Exchange. Ask who added the others.',
  needs: ['evtx', 'registry'],
  events: [
    ...COMMAND_EVENTS,
    { family: 'evtx-defender', ids: [1013, 5001, 5007, 5010, 5012] },
    { family: 'evtx-sysmon', ids: [13] },
  ],
  rows: [{ family: 'registry' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: null,
      phase: 'after',
      says: 'a tool that freezes or gets round security software was run',
    },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a whole drive, a folder that intruders use, or programs were excluded from scans',
    },
    { level: 'low', rung: null, phase: 'after', says: 'protection was switched off' },
    { level: 'low', rung: null, phase: 'after', says: 'something was excluded from scans' },
    { level: 'low', rung: null, phase: 'after', says: 'Defender’s history was deleted' },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return matchRow(record)
    if (family === 'evtx-defender') {
      if (event.id === 1013) return 4
      if (SWITCHED_OFF.has(event.id)) return 2
      return matchSetting(event.data('New Value').toLowerCase())
    }
    if (family === 'evtx-sysmon' && event.id === 13) {
      return matchSetting(`${event.data('TargetObject')} = ${event.data('Details')}`.toLowerCase())
    }
    const command = commandOf(record)
    const excluded = matchExclusion(command)
    return excluded >= 0 ? excluded : ruledBy(RULES, command)
  },
}

function matchExclusion(text: string): number {
  const found = text.includes('exclusion') ? EXCLUSION.exec(text) : null
  if (!found) return -1
  const kind = found[1] ?? found[3]
  const what = (found[2] ?? found[4] ?? '').trim()
  const wide = kind === 'path' ? WIDE_PATH : kind === 'extension' ? WIDE_EXTENSION : WIDE_PROCESS
  return wide.test(what) && !ADVISED_PROCESS.test(what) ? 1 : 3
}

function matchSetting(setting: string): number {
  if (!setting.includes('windows defender')) return -1
  const excluded = matchExclusion(setting)
  if (excluded >= 0) return excluded
  return OFF_VALUE.test(setting) ? 2 : -1
}

function matchRow({ method, stem }: LogRecord): number {
  return method.startsWith('DEFENDER ') ? matchSetting(stem) : -1
}
