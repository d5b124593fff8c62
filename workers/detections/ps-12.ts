import type { Detection } from './detection.js'
import { SIGNATURE_BASE } from './shared/sources.js'

const OUTCOMES = [
  / OF A NAME USED IN THE PROXYSHELL ATTACKS/,
  / IN PROGRAMDATA$/,
  / BY A PATH WITH \.\.$| THAT ANY USER OR SERVICE MAY WRITE TO$/,
  / OUTSIDE THE FOLDERS OF/,
]

export const foreignDirectory: Detection = {
  id: 'PS-12',
  title: 'Virtual directory that leads outside the web root',
  question: 'backdoored',
  level: 'critical',
  technique: 'T1505.003',
  references: [
    SIGNATURE_BASE('APT_IIS_Config_ProxyShell_Artifacts'),
    SIGNATURE_BASE('SUSP_IIS_Config_ProxyShell_Artifacts'),
    'https://www.huntress.com/blog/rapid-response-microsoft-exchange-servers-still-vulnerable-to-proxyshell-exploit',
  ],
  falsePositives: ['Another application on the same server that keeps its pages elsewhere.'],
  why: 'In August 2021 attackers had the web server serve pages from hidden folders, so that searches of the web root found none.',
  todo: 'Look at what lies in the folder that is named. Take the virtual directory out of IIS.',
  needs: ['system', 'files'],
  rows: [{ family: 'configuration' }],
  literals: [],
  outcomes: [
    {
      level: 'critical',
      rung: null,
      phase: 'backdoor',
      says: 'pages are served from a folder of a name that the ProxyShell attacks used',
    },
    { level: 'high', rung: null, phase: 'backdoor', says: 'pages are served from ProgramData' },
    {
      level: 'medium',
      rung: null,
      phase: 'backdoor',
      says: 'pages are served from a folder that others may write to',
    },
    {
      level: 'low',
      rung: null,
      phase: 'backdoor',
      says: 'pages are served from a folder of no known product',
    },
  ],
  match(record) {
    if (record.family !== 'configuration' || !record.method.startsWith('VIRTUAL DIRECTORY '))
      return -1
    return OUTCOMES.findIndex((words) => words.test(record.method))
  },
}
