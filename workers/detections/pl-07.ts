import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { TEST_PROXYLOGON } from './shared/sources.js'

const ERROR = 2
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
  needs: ['evtx'],
  events: [{ family: 'evtx-application' }],
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
  match({ event }) {
    if (!event || event.level < 1 || event.level > ERROR) return matchCrashReport(event?.values)
    const provider = event.provider.toLowerCase()
    if (!provider.startsWith('msexchange')) return -1
    const text = event.values.join('\n').toLowerCase()
    const isVoicemail = provider === 'msexchange unified messaging'
    if (isVoicemail && text.includes('system.invalidcastexception')) return 0
    if (text.includes('umworkerprocess') && text.includes(FORMATTER)) return 0
    if (text.includes('system.outofmemoryexception')) return -1
    if (isVoicemail || text.includes('umworkerprocess')) return 1
    return text.includes('w3wp#msexchangeecpapppool') ? 2 : -1
  },
}

/** Windows’ own reports of crashes name the process and its pool. */
function matchCrashReport(values: readonly string[] = []): number {
  const named = values.some((value) => value.toLowerCase() === 'w3wp#msexchangeecpapppool')
  return named ? 2 : -1
}
