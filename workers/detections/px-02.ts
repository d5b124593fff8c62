import { plain } from '../../src/model/plain.js'
import type { Detection } from './detection.js'
import { processOf, PROCESS_EVENTS } from './shared/process.js'
import { SIGMA } from './shared/sources.js'

/** The frame that China Chopper's client puts round each command, and the first that it sends. */
const FRAMES = [
  '&ipcon¦fig&echo',
  '&qu¦ser&echo',
  '&who¦ami&echo',
  '&c:&ec¦ho',
  '&cd&ec¦ho',
  '&dir&ec¦ho',
  '&ec¦ho [e]',
  '&ec¦ho [s]',
].map(plain)

export const chopperCommand: Detection = {
  id: 'PX-02',
  title: 'Commands framed as by China Chopper',
  question: 'used',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    SIGMA(
      'rules/windows/process_creation/proc_creation_win_webshell_chopper.yml',
      'fa3c117a-bc0d-416e-a31b-0c0e80653efb',
      'Florian Roth, MSTI',
    ),
    'https://www.microsoft.com/security/blog/2022/09/30/analyzing-attacks-using-the-exchange-vulnerabilities-cve-2022-41040-and-cve-2022-41082/',
  ],
  falsePositives: ['None is known for a worker process of IIS; a test of one’s own defence.'],
  why: 'The client of this web shell marks where the answer to a command begins and ends.',
  todo: 'Find the POST of the same second in IIS: its page is the back door.',
  needs: ['evtx'],
  events: PROCESS_EVENTS,
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: 'used',
      phase: 'use',
      says: 'the web server ran a command in the frame of China Chopper',
    },
    {
      level: 'high',
      rung: null,
      phase: 'use',
      says: 'a command in the frame of China Chopper was run; who started it is not told',
    },
  ],
  match(record) {
    const started = processOf(record)
    if (!started?.command.includes('&') || !FRAMES.some((frame) => started.command.includes(frame)))
      return -1
    if (started.parentName === 'w3wp.exe') return 0
    return started.parentName === '' ? 1 : -1
  },
}
