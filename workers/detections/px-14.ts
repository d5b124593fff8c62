import { plain } from '../../src/model/plain.js'
import type { Detection, LogRecord } from './detection.js'
import { COMMAND_EVENTS, commandOf, commandRules, ruledBy } from './shared/command.js'
import { SIGMA } from './shared/sources.js'

const RULES = commandRules([
  [3, 'fsutil', 'usn', 'deletej¦ournal'],
  [4, 'appcmd', 'httplogging', 'dontlog:true'],
  [4, /set-webconfiguration/, 'httplogging', 'dontlog', 'true'],
  [2, 'wev¦tutil', /\bwev¦tutil(?:\.exe)?"? (?:cl|clear-log)\b/],
  [2, 'ev¦entlog', /\bclear-ev¦entlog\b|\bremove-ev¦entlog\b/],
  [2, 'auditpol', /\/clear|\/remove|(?:success|failure):disable/],
  [
    2,
    '\\log',
    /\b(?:del|erase|rd|rmdir|rm|remove-item)\b/,
    /\\inetpub\\logs\\|\\logging\\(?:httpproxy|ecp|cmdletinfra|ews)|\\winevt\\logs/,
  ],
])
const CLEARED_PROVIDER = plain('microsoft-windows-ev¦entlog')

export const logsCleared: Detection = {
  id: 'PX-14',
  title: 'Logs cleared, deleted or switched off',
  question: 'used',
  level: 'medium',
  technique: 'T1070.001',
  references: [
    SIGMA(
      'rules/windows/builtin/security/win_security_audit_log_cleared.yml',
      'd99b79d2-0a6f-4f46-ad8b-260b6e17f982',
      'Florian Roth',
    ),
    SIGMA(
      'rules/windows/builtin/system/microsoft_windows_eventlog/win_system_eventlog_cleared.yml',
      'a62b37e0-45d3-48d9-a517-90c1a1b0186b',
      'Florian Roth',
    ),
    SIGMA(
      'rules/windows/builtin/iis-configuration/win_iis_logging_http_disabled.yml',
      'e8ebd53a-30c2-45bd-81bb-74befba07bdb',
      'frack113',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_iis_logs_deletion.yml',
      '0649be4a-aeb0-45b0-b89e-7f1668f6d9c0',
      'Swachchhanda Shrawan Poudel',
    ),
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_susp_eventlog_clear.yml',
      'cc36992a-4671-4f21-a91d-6c2b72a2edf5',
      'Ecco, Daniil Yugoslavskiy, oscd.community, D3F7A5105',
    ),
  ],
  falsePositives: [
    'Administrators clear logs after repairs, scripts delete old ones, and some servers log no requests to save space.',
  ],
  why: 'What a log held is gone. Intruders clear logs to hide; beside other evidence it weighs more.',
  todo: 'Ask the account’s owner. Look for copies: forwarded events, backups, shadow copies.',
  needs: ['evtx', 'system'],
  events: [
    ...COMMAND_EVENTS,
    { family: 'evtx-security', ids: [1102] },
    { family: 'evtx-system', ids: [104] },
    { family: 'evtx-iis', ids: [29] },
  ],
  rows: [{ family: 'configuration' }],
  literals: [],
  outcomes: [
    { level: 'low', rung: null, phase: 'after', says: 'the security log was cleared' },
    { level: 'low', rung: null, phase: 'after', says: 'an event log was cleared' },
    { level: 'low', rung: null, phase: 'after', says: 'a command cleared or deleted logs' },
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'a command deleted the file system’s journal',
    },
    { level: 'medium', rung: null, phase: 'after', says: 'the log of requests was switched off' },
    { level: 'low', rung: null, phase: 'after', says: 'requests are not logged' },
  ],
  match(record: LogRecord): number {
    const { event, family } = record
    if (!event) return /^REQUEST LOG(?:GING| OF THE SITE) SWITCHED OFF/.test(record.method) ? 5 : -1
    if (family === 'evtx-iis') return switchesOff(event.data.bind(event)) ? 4 : -1
    if (event.provider.toLowerCase() === CLEARED_PROVIDER) {
      if (event.id === 1102) return 0
      return event.id === 104 ? 1 : -1
    }
    return ruledBy(RULES, commandOf(record))
  },
}

function switchesOff(data: (name: string) => string): boolean {
  const path = data('Configuration').toLowerCase()
  return path.includes('httplogging/@dontlog') && data('NewValue').toLowerCase() === 'true'
}
