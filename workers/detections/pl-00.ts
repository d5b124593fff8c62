import { isPublic } from './shared/address.js'
import { anchorTarget, isLocalhost } from './shared/anchor.js'
import { TEST_PROXYLOGON } from './shared/sources.js'
import type { Detection } from './detection.js'

export const scannedForFlaw: Detection = {
  id: 'PL-00',
  title: 'Scanned for ProxyLogon',
  question: 'targeted',
  level: 'informational',
  technique: 'T1595.002',
  chain: 'proxylogon',
  references: [TEST_PROXYLOGON, 'Nmap script http-vuln-cve2021-26855'],
  falsePositives: [
    'Vulnerability scanners (Nessus, Nmap, Microsoft’s own script) aim at the server itself.',
  ],
  why: 'Somebody asked whether the server has the flaw, by a request aimed at the server itself. It proves no attack.',
  todo: 'Nothing, if the address is a scanner of yours; else read what else it asked for.',
  needs: ['httpproxy'],
  literals: ['serverinfo~localhost'],
  outcomes: [
    { level: 'informational', rung: null, phase: 'probe', says: 'asked whether the flaw is there' },
  ],
  match(record) {
    if (record.fromSelf || !isPublic(record.client)) return -1
    const target = anchorTarget(record)
    return target && isLocalhost(target) ? 0 : -1
  },
}
