import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { TEST_PROXYLOGON } from './shared/sources.js'

const ERROR = 2
const POOL = /w3wp#msexchangeecpapppool\b/
const FORMATTER = plain('textformatting¦runproperties')

export const voicemailError: Detection = {
  id: 'PL-07',
  title: 'Error of the voicemail service or the control panel as an exploit makes it',
  question: 'targeted',
  level: 'high',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    `${TEST_PROXYLOGON} Get-Cve26857`,
    'Azure/Azure-Sentinel HAFNIUM Suspicious UM Service Error (MIT)',
    'https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-26857',
  ],
  falsePositives: [
    'A damaged voicemail, a process short of memory, or an ordinary crash of the control panel.',
  ],
  why: 'CVE-2021-26857 hands Unified Messaging an object of the wrong kind, which it reports.',
  todo: 'Look for what the service started or wrote at that second.',
  needs: ['evtx', 'system'],
  events: [{ family: 'evtx-application' }],
  rows: [{ family: 'crash-reports' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'the voicemail service was handed an object of the wrong kind',
    },
    {
      level: 'low',
      rung: null,
      phase: 'probe',
      says: 'the voicemail service crashed',
    },
    {
      level: 'low',
      rung: null,
      phase: 'probe',
      says: 'Exchange’s control panel crashed',
    },
  ],
  match({ event, stem }) {
    if (!event) return POOL.test(stem) ? 2 : matchText(stem)
    if (event.level < 1 || event.level > ERROR) return matchCrashReport(event.values)
    const provider = event.provider.toLowerCase()
    if (!provider.startsWith('msexchange')) return -1
    const text = event.values.join('\n').toLowerCase()
    const isVoicemail = provider === 'msexchange unified messaging'
    if (isVoicemail && text.includes('system.invalidcastexception')) return 0
    const matched = matchText(text)
    if (matched >= 0 || text.includes('system.outofmemoryexception')) return matched
    if (isVoicemail) return 1
    return POOL.test(text) ? 2 : -1
  },
}

/** Of what a report of a crash says in lower case, from whichever log. */
function matchText(text: string): number {
  if (!text.includes('umworkerprocess') || text.includes('system.outofmemoryexception')) return -1
  return text.includes(FORMATTER) ? 0 : 1
}

/** Windows’ own reports of crashes name the process and its pool. */
function matchCrashReport(values: readonly string[]): number {
  return values.some((value) => POOL.test(value.toLowerCase())) ? 2 : -1
}
