import type { Detection } from './detection.js'
import { CMDLET_EVENTS, cmdletOf } from './shared/cmdlet.js'
import { SIGMA } from './shared/sources.js'

const PATH = /assemblypath"?[\s:,]{1,4}(?:"?value"?:)?"{0,2}([^"]+)/
const SHIPPED = /\\(?:transportroles|frontend)\\(?:agents|transport\\agents)\\|\\v1[45]\\bin\\/

export const transportAgent: Detection = {
  id: 'WF-07',
  title: 'Transport agent installed',
  question: 'backdoored',
  level: 'medium',
  technique: 'T1505.002',
  references: [
    SIGMA(
      'rules/windows/builtin/msexchange/win_exchange_transportagent.yml',
      '4fe151c2-ecf9-4fae-95ae-b88ec9c2fca6',
      'Tobias Michalski',
    ),
    'https://attack.mitre.org/techniques/T1505/002/',
  ],
  falsePositives: [
    'Software against spam and viruses, journaling and signatures install agents too.',
  ],
  why: 'An agent sees and can change every message, and starts with the server.',
  todo: 'Ask which product it belongs to. Look at the file’s signature and birth.',
  needs: ['evtx', 'exchange'],
  events: CMDLET_EVENTS,
  literals: ['install-transportagent'],
  outcomes: [
    {
      level: 'medium',
      rung: null,
      phase: 'after',
      says: 'an agent from a folder that Exchange does not use was installed',
    },
    { level: 'low', rung: null, phase: 'after', says: 'an agent was tried to install' },
  ],
  match(record) {
    const cmdlet = cmdletOf(record)
    if (cmdlet?.name !== 'install-transportagent') return -1
    if (cmdlet.failed) return 1
    const path = PATH.exec(cmdlet.parameters)?.[1] ?? ''
    return SHIPPED.test(path) ? -1 : 0
  },
}
