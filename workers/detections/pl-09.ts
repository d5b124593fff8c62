import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf } from './shared/cmdlet.js'
import { SIGMA } from './shared/sources.js'
import { SCRIPT_MARKUP } from './shared/text.js'

export const directoryEvent: Detection = {
  id: 'PL-09',
  title: 'Script written into a virtual directory’s address, by the event log',
  question: 'exploited',
  level: 'critical',
  technique: 'T1505.003',
  chain: 'proxylogon',
  references: [
    SIGMA(
      'rules/windows/builtin/msexchange/win_exchange_proxylogon_oabvirtualdir.yml',
      '550d3350-bb8a-4ff3-9533-2ba533f4a1c0',
      'Florian Roth',
    ),
    SIGMA(
      'rules/windows/builtin/msexchange/win_exchange_set_oabvirtualdirectory_externalurl.yml',
      '9db37458-4df2-46a5-95ab-307e7f29e675',
      'Jose Rodriguez',
    ),
  ],
  falsePositives: ['None known: no address of a virtual directory holds markup.'],
  why: 'The address of a virtual directory was set to script. Saved to a file under the web folders, it is a web shell.',
  todo: 'Find the file: WS-CONTENT, or ECP\\Server of the same minute for its path.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: ['virtualdirectory'],
  outcomes: [
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'backdoor',
      says: 'script was written into the address',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'script in the address was refused',
    },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (!cmdlet || !/^set-\w{1,30}virtualdirectory$/.test(cmdlet.name)) return -1
    if (!/(?:external|internal)url/.test(cmdlet.parameters)) return -1
    if (!SCRIPT_MARKUP.test(cmdlet.parameters)) return -1
    return cmdlet.failed ? 1 : 0
  },
}
