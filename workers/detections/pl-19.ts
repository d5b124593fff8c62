import type { Detection } from './detection.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'

const ORDINARY = new Set(['werfault.exe', 'wermgr.exe', 'conhost.exe', 'werfaultsecure.exe'])

export const childOfVoicemail: Detection = {
  id: 'PL-19',
  title: 'The voicemail service started a program',
  question: 'exploited',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules-emerging-threats/2021/Exploits/CVE-2021-26857/proc_creation_win_exploit_cve_2021_26857_msexchange.yml',
      'cd479ccc-d8f0-4c66-ba7d-e06286f3f887',
      'Bhabesh Raj',
    ),
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-26857',
  ],
  falsePositives: ['None is known besides Windows’ own reports of crashes, which are left out.'],
  why: 'Unified Messaging starts no programs. Through CVE-2021-26857 it runs what an intruder wants, as SYSTEM.',
  todo: 'Read what was run and what followed it. Look for errors of Unified Messaging at the same second.',
  needs: ['evtx'],
  events: PROCESS_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'exploited',
      phase: 'exploit',
      says: 'the voicemail service started a program',
    },
  ],
  match(record) {
    const started = processOf(record)
    if (started?.parentName !== 'umworkerprocess.exe') return -1
    return ORDINARY.has(started.name) ? -1 : 0
  },
}
