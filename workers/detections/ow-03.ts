import { isPowerShellClient } from '../agents.js'
import type { Detection } from './detection.js'

export const foreignPowerShell: Detection = {
  id: 'OW-03',
  title: 'Remote PowerShell used by a program that is not PowerShell',
  question: 'targeted',
  level: 'high',
  technique: 'T1059.001',
  chain: 'owassrf',
  references: [
    'https://www.crowdstrike.com/blog/owassrf-exploit-analysis-and-recommendations/',
    'CrowdStrike/OWASSRF Rps_Http-IOC.ps1',
  ],
  falsePositives: ['Software of your own that speaks remote PowerShell by itself, as from Linux.'],
  why: 'Remote PowerShell names itself. Attackers who came by OWASSRF left the name that their browser or script had.',
  todo: 'Ask who uses the account from that address. Look at the cmdlets of the same session.',
  needs: ['exchange'],
  rows: [{ family: 'cmdlet-infra' }],
  literals: [],
  outcomes: [
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'answered by PowerShell’s back end',
    },
    { level: 'medium', rung: 'targeted', phase: 'probe', says: 'tried, and refused' },
  ],
  match(record) {
    if (record.family !== 'cmdlet-infra') return -1
    // Only the log of requests has the column.
    const agent = record.field('clientinfo').toLowerCase()
    if (!/\w/.test(agent) || isPowerShellClient(agent)) return -1
    return record.status === 200 && !record.reshaped ? 0 : 1
  },
}
