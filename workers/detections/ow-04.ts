import { isPowerShellClient } from '../agents.js'
import type { Detection } from './detection.js'
import { agents, paths } from './shared/request.js'
import { SIGNATURE_BASE } from './shared/sources.js'

export const bareBackEndPowerShell: Detection = {
  id: 'OW-04',
  title: 'PowerShell’s back end asked without what a client sends',
  question: 'targeted',
  level: 'medium',
  technique: 'T1190',
  chain: 'owassrf',
  references: [
    SIGNATURE_BASE('EXPL_LOG_Exchange_OWASSRF_Dec22_3'),
    'https://www.crowdstrike.com/blog/owassrf-exploit-analysis-and-recommendations/',
  ],
  falsePositives: ['Software of your own that speaks remote PowerShell by itself.'],
  why: 'PowerShell’s own client names itself and its wishes. What comes through the flaws in the front end often has neither.',
  todo: 'Look at the front end’s requests of the same second, and in Logging\\CmdletInfra.',
  needs: ['iis'],
  lookedAt: true,
  literals: [],
  outcomes: [
    { level: 'medium', rung: 'targeted', phase: 'exploit', says: 'the back end answered' },
  ],
  match(record) {
    if (record.family !== 'iis-back' || record.method !== 'POST' || record.reshaped) return -1
    if (record.status !== 200 || record.query !== '') return -1
    if (!paths(record).some((path) => /^\/powershell\/?$/.test(path))) return -1
    return agents(record).some(isPowerShellClient) ? -1 : 0
  },
}
