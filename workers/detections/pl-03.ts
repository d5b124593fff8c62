import { anchorTarget, answered } from './shared/anchor.js'
import { MSTIC_HAFNIUM, VOLEXITY } from './shared/sources.js'
import type { Detection } from './detection.js'

/** Exchange answers so when it takes a forged identity and opens an administrator's session. */
const SESSION_OPENED = 241

const RECON = 0
const IDENTITY = 1
const SESSION_TRIED = 2
const SESSION_FORGED = 3
const CONFIG_TRIED = 4
const CONFIG_READ = 5
const CONFIG_WRITTEN = 6

export const exploitStages: Detection = {
  id: 'PL-03',
  title: 'Steps of the ProxyLogon exploit',
  question: 'exploited',
  level: 'critical',
  technique: 'T1190',
  chain: 'proxylogon',
  references: [
    '2021-march-exchange (Norwegian incident, 11 March 2021): sequence of AnchorMailbox values',
    MSTIC_HAFNIUM,
    VOLEXITY,
  ],
  falsePositives: [
    'A penetration test. Single steps before the forged session (status 241) prove no success.',
  ],
  why: 'The steps follow one another: find a mailbox, learn its identity, open an administrator’s session with it (status 241), change the server’s configuration.',
  todo: 'Treat the server as taken over from the first status 241 on. Read ECP\\Server for the same minutes and look for the file that was written.',
  needs: ['httpproxy'],
  literals: ['serverinfo~'],
  outcomes: [
    {
      level: 'medium',
      rung: 'targeted',
      phase: 'probe',
      says: 'looked for a mailbox by autodiscover',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'probe',
      says: 'asked the MAPI end point for an identity',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'tried to open an administrator’s session',
    },
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'administrator’s session forged (status 241)',
    },
    {
      level: 'high',
      rung: 'targeted',
      phase: 'exploit',
      says: 'tried to reach the configuration service',
    },
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'read the configuration with the forged session',
    },
    {
      level: 'critical',
      rung: 'exploited',
      phase: 'exploit',
      says: 'changed the configuration with the forged session',
    },
  ],
  match(record) {
    const path = anchorTarget(record)?.path
    if (path === undefined) return -1
    if (path.startsWith('/autodiscover/autodiscover.xml')) return RECON
    if (path.startsWith('/mapi/emsmdb')) return IDENTITY
    if (path.startsWith('/ecp/proxylogon.ecp'))
      return record.status === SESSION_OPENED && !record.reshaped ? SESSION_FORGED : SESSION_TRIED
    if (path.startsWith('/ecp/ddi/ddiservice.svc/getobject'))
      return answered(record) ? CONFIG_READ : CONFIG_TRIED
    if (path.startsWith('/ecp/ddi/ddiservice.svc/setobject'))
      return answered(record) ? CONFIG_WRITTEN : CONFIG_TRIED
    return -1
  },
}
