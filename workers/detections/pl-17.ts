import type { Detection } from './detection.js'
import { isPublic } from './shared/address.js'
import { paths } from './shared/request.js'
import { SIGNATURE_BASE } from './shared/sources.js'

const ANSWERED = new Set([200, 301, 302])

export const rpcProbe: Detection = {
  id: 'PL-17',
  title: 'RPC folder asked for, as the tools of March 2021 did',
  question: 'targeted',
  level: 'low',
  technique: 'T1190',
  references: [SIGNATURE_BASE('LOG_CVE_2021_27065_Exchange_Forensic_Artefacts_Mar21_2')],
  falsePositives: ['Any scanner, monitoring, or somebody who typed the address, asks the same.'],
  why: 'Outlook asks for a file below this folder, never for the folder. Some tools of March 2021 did. By itself it says nothing.',
  todo: 'Look at what else the same address did.',
  needs: ['iis'],
  lookedAt: true,
  literals: [],
  outcomes: [{ level: 'low', rung: null, phase: 'probe', says: 'the RPC folder was asked for' }],
  match(record) {
    if (record.group !== 'iis' || record.method !== 'GET' || !ANSWERED.has(record.status)) return -1
    if (record.user !== '' || record.fromSelf || !isPublic(record.client)) return -1
    return paths(record).includes('/rpc/') ? 0 : -1
  },
}
