import type { Detection } from './detection.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'

const ORDINARY = new Set(['werfault.exe', 'wermgr.exe', 'conhost.exe', 'werfaultsecure.exe'])

export const childOfAssistants: Detection = {
  id: 'V-05',
  title: 'The mailbox assistants started a program',
  question: 'exploited',
  level: 'high',
  technique: 'T1190',
  references: [
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2020-17144',
    'Derived from the flaw: the service reads a prepared object from a mailbox and runs it as SYSTEM',
  ],
  falsePositives: ['None is known besides Windows’ own reports of crashes, which are left out.'],
  why: 'The service tidies mailboxes and starts nothing. Through CVE-2020-17144 (Exchange 2010) it runs what lies in one.',
  todo: 'Read what was run. Look in EWS for who stored a configuration object in his mailbox just before.',
  needs: ['evtx'],
  events: PROCESS_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'exploited',
      phase: 'exploit',
      says: 'the mailbox assistants started a program',
    },
  ],
  match(record) {
    const started = processOf(record)
    if (started?.parentName !== 'msexchangemailboxassistants.exe') return -1
    return ORDINARY.has(started.name) ? -1 : 0
  },
}
