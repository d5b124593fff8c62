import type { Actor } from '../../src/model/actor.js'
import type { Case, Host } from '../../src/model/case.js'
import type { Coverage } from '../../src/model/coverage.js'
import type { Entry, EntryResult } from '../../src/model/evidence.js'
import type { FamilyId } from '../../src/model/families.js'
import { PHASES, type EvidenceRow, type Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_SECOND } from '../../src/model/units.js'
import type { RungVerdict } from '../../src/model/verdict.js'

/** A hand-made case: the demo's story, for tests of views and for looking at them. */
export const at = (iso: string) => Date.parse(iso) * 1000

const ACTOR = '203.0.113.41'
const SECOND = '198.51.100.222'
export const SHELL = '/aspnet_client/system_web/Kq3vTz8w.aspx'

const PATHS: readonly [string, FamilyId | null][] = [
  ['C/inetpub/logs/LogFiles/W3SVC1/u_ex210228.log', 'iis-front'],
  ['C/inetpub/logs/LogFiles/W3SVC1/u_ex210316.log', 'iis-front'],
  ['C/Exchange/Logging/HttpProxy/Ecp/HttpProxy_2021022803-1.LOG', 'httpproxy-ecp'],
  ['C/Exchange/Logging/ECP/Server/ECPServer20210228-1.LOG', 'ecp-server'],
  [`C/inetpub/wwwroot${SHELL}`, 'web-root'],
  ['C/inetpub/logs/LogFiles/W3SVC1/u_ex\u202Egpj.log', null],
]

const entries: Entry[] = PATHS.map(([path], index) => ({
  index,
  evidence: 0,
  rawPath: path,
  path,
  machine: '',
  size: 1_482_233 * (index + 1),
  compressedSize: 120_000,
  method: 'deflate',
  crc32: 0x1234abcd,
  encrypted: index === 5,
  headerOffset: 0,
  archiveTime: '2021-04-02 10:11:12',
  modified: NaN,
  priority: 0,
  notReadReason: index === 5 ? 'encrypted: no password given' : '',
}))

const results: EntryResult[] = PATHS.map(([, family], entry) => ({
  entry,
  state: family === null ? 'not-read' : 'read',
  parser: family === null ? null : family.split('-')[0]!,
  sha256: family === null ? null : `${String(entry)}7b1e4f02c8d94e5a`.repeat(4).slice(0, 64),
  sha1: null,
  md5: null,
  crcMatches: family === null ? null : true,
  events: family === null ? 0 : 9_011 * (entry + 1),
  records: 0,
  unreadable: 0,
  kernelBytes: { crc32: 0, sha256: 0, lines: 0, match: 0 },
  noRecord: '',
  reason: family === null ? 'encrypted: no password given' : '',
}))

function row(entry: number, time: string, parts: Partial<EvidenceRow>): EvidenceRow {
  return {
    entry,
    offset: 0x1c4a7e + entry * 4096,
    size: 212,
    time: at(time),
    family: PATHS[entry]?.[1] ?? 'iis-front',
    client: ACTOR,
    user: '',
    agent: 'python-requests/2.25.1',
    action: 'POST',
    target: SHELL,
    status: 200,
    says: 'the page answered',
    ...parts,
  }
}

function finding(id: string, parts: Partial<Finding> & Pick<Finding, 'title' | 'phase'>): Finding {
  const rows = parts.rows ?? []
  return {
    id,
    detection: id.toUpperCase(),
    host: 'MX01',
    level: 'high',
    rung: null,
    technique: 'T1190',
    actors: [ACTOR],
    subject: '',
    firstTime: rows[0]?.time ?? NaN,
    lastTime: rows.at(-1)?.time ?? NaN,
    count: rows.length,
    rows,
    entries: [...new Set(rows.map((one) => one.entry))],
    reason: '',
    why: 'Only an attack on the front end writes such a record.',
    falsePositives: ['A scanner that you ordered.'],
    counterEvidence: [],
    todo: 'Keep the disk as it is; do not reboot.',
    references: ['https://msrc.microsoft.com/update-guide/vulnerability/CVE-2021-26855'],
    confidence: ['IIS site 1 (front end)', 'HttpProxy\\Ecp'],
    ...parts,
  }
}

const findings: Finding[] = [
  finding('pl-01', {
    title: 'Request forged to the back end (ProxyLogon)',
    phase: 'probe',
    rung: 'targeted',
    count: 3,
    rows: [
      row(2, '2021-02-28T03:14:15Z', { target: '/ecp/y.js', says: 'back end named by cookie' }),
    ],
  }),
  finding('pl-03', {
    title: 'Administrator session forged, virtual directory written',
    phase: 'exploit',
    rung: 'exploited',
    level: 'critical',
    count: 6,
    rows: [
      row(2, '2021-02-28T03:14:21Z', { target: '/ecp/proxyLogon.ecp', status: 241 }),
      row(3, '2021-02-28T03:14:26Z', {
        target: '/ecp/DDI/DDIService.svc',
        says: 'settings written',
      }),
    ],
  }),
  finding('ws-01', {
    title: 'Web shell: OAB settings with a script in aspnet_client',
    phase: 'backdoor',
    rung: 'backdoored',
    level: 'critical',
    technique: 'T1505.003',
    subject: SHELL,
    confidence: ['Files under the web roots'],
    rows: [
      row(4, '2021-02-28T03:14:30Z', {
        action: '',
        client: '',
        status: 0,
        says: 'the file itself',
      }),
    ],
  }),
  finding('ws-03', {
    title: 'Commands through Kq3vTz8w.aspx',
    phase: 'use',
    rung: 'used',
    level: 'critical',
    technique: 'T1505.003',
    subject: SHELL,
    count: 4,
    rows: [row(0, '2021-02-28T03:16:15Z', {}), row(0, '2021-02-28T03:21:40Z', {})],
  }),
  finding('pl-11', {
    title: 'Scan for known shell names, none found',
    phase: 'probe',
    rung: 'targeted',
    level: 'medium',
    actors: ['203.0.113.77'],
    count: 7,
    confidence: ['IIS site 1 (front end)'],
    rows: [row(0, '2021-03-09T04:00:00Z', { client: '203.0.113.77', status: 404 })],
  }),
  finding('ws-04', {
    title: 'Back door used after the patch',
    phase: 'use',
    rung: 'used',
    level: 'critical',
    technique: 'T1505.003',
    actors: [SECOND],
    subject: SHELL,
    count: 6,
    reason: 'Six POST requests to a page that no Exchange build ships were answered 200.',
    why: 'A page that no Exchange build ships answered a POST five days after 15.1.2106.13 was installed. The patch closed the hole, not this door.',
    falsePositives: ['Your own scanner, or a tool of yours in aspnet_client.'],
    counterEvidence: [
      "The file's content (an external URL with a script) speaks against an innocent page.",
    ],
    todo: 'Isolate the server and keep the disk; assume that accounts on it are known to others; report.',
    references: [
      'https://attack.mitre.org/techniques/T1505/003/',
      'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
    ],
    confidence: ['IIS site 1 (front end)', 'HttpProxy, other protocol'],
    rows: [
      row(1, '2021-03-16T02:30:00Z', {
        client: SECOND,
        agent: 'Mozilla/5.0 (compatible; Baiduspider/2.0)',
      }),
      row(1, '2021-03-16T02:35:00Z', { client: SECOND, says: 'the last of six' }),
    ],
  }),
  finding('pl-22', {
    title: 'Scanned for the flaw from your own network',
    phase: 'probe',
    level: 'informational',
    actors: ['192.168.7.9'],
    count: 5,
    rows: [row(0, '2021-03-24T09:00:00Z', { client: '192.168.7.9', status: 500 })],
  }),
]

const HOLE = { from: at('2021-01-15T00:00:00Z'), to: at('2021-01-16T00:00:00Z') }
const FIRST = at('2020-12-28T00:00:07Z')
const LAST = at('2021-04-01T23:59:51Z')

function cover(
  family: Coverage['family'],
  label: string,
  events: number,
  holes = [HOLE],
): Coverage {
  return {
    host: 'MX01',
    family,
    label,
    first: FIRST,
    last: LAST,
    holes,
    entries: 96,
    events,
    unusable: [],
    cuts: [],
    notes: [],
  }
}

const coverage: Coverage[] = [
  cover('iis-front', 'IIS site 1 (front end)', 112_004),
  cover('iis-back', 'IIS site 2 (back end)', 98_211, []),
  cover('httpproxy', 'HttpProxy, any protocol', 71_332),
  cover('httpproxy-ecp', 'HttpProxy\\Ecp', 10_222),
  {
    ...cover('ecp-server', 'ECP\\Server', 833, []),
    first: at('2021-02-14T00:00:00Z'),
    unusable: ['ECPServer20210301-1.LOG'],
  },
  { ...cover('web-root', 'Files under the web roots', 212, []), first: NaN, last: NaN },
]

const yes = (because: string, ids: string[]): RungVerdict => ({
  call: 'yes',
  because,
  against: '',
  wouldChangeIf: 'The address is a scanner that you ordered.',
  findings: ids,
  confidence: ['IIS'],
  coverage: ['IIS site 1 covers 28 Dec 2020 to 1 Apr 2021'],
  proveWrong: ['Ask who had 203.0.113.41 on that day.'],
})

export const host: Host = {
  name: 'MX01',
  nameFrom: 'ServerHostName column of HttpProxy',
  who: '',
  patched: at('2021-03-11T18:20:00Z'),
  builds: [
    {
      host: 'MX01',
      build: '15.1.2106.2',
      first: FIRST,
      last: at('2021-03-11T17:02:00Z'),
      source: 'HttpProxy/Ews',
      fixed: false,
      update: '',
      sources: [],
    },
    {
      host: 'MX01',
      build: '15.1.2106.13',
      first: at('2021-03-11T18:20:00Z'),
      last: LAST,
      source: 'HttpProxy/Ews',
      fixed: true,
      update: 'Mar21SU',
      sources: [],
    },
  ],
  buildConflicts: [],
  notCollected: [
    { family: 'mft', label: 'File table ($MFT)', why: 'No file of it is in this evidence.' },
  ],
  updates: [],
  mitigations: [],
  campaigns: [
    {
      id: 'proxylogon',
      title: 'March 2021 (ProxyLogon)',
      from: at('2021-01-01T00:00:00Z'),
      state: 'counts',
      coverage: [],
    },
  ],
  verdict: {
    targeted: yes('Requests from 203.0.113.41 named a back end in their cookie.', [
      'pl-01',
      'pl-11',
    ]),
    exploited: yes(
      'proxyLogon.ecp answered 241 and a virtual directory was written six seconds later.',
      ['pl-03'],
    ),
    backdoored: yes(
      'A page that no Exchange build ships lies in aspnet_client and holds a script.',
      ['ws-01'],
    ),
    used: yes('The page answered POST requests from two addresses, the last on 16 Mar.', [
      'ws-03',
      'ws-04',
    ]),
    door: {
      call: 'open',
      flaw: {
        call: 'shut since',
        chain: 'ProxyLogon',
        since: at('2021-03-11T18:20:00Z'),
        build: '15.1.2106.13',
        because: 'Build 15.1.2106.13 is in the logs from 11 Mar.',
        exposed: [],
      },
      flaws: [],
      backDoor: {
        call: 'present',
        since: at('2021-02-28T03:14:30Z'),
        lastUsed: at('2021-03-16T02:35:00Z'),
        because: 'The file is in the evidence and was used after the patch.',
        afterPatch: null,
      },
    },
    setAside: { acknowledged: [], scanners: [] },
    headline: 'used',
    sentence:
      'This server was broken into on 28 Feb 2021, and the back door was used again after the patch.',
    saw: 'A ProxyLogon chain from 203.0.113.41; a web shell in aspnet_client; 4 + 6 commands through it, the last on 16 Mar by another actor.',
    ruledOut: 'Any other chain from 28 Dec 2020 to 1 Apr 2021, but for 15 Jan, which has no log.',
    nextSteps: ['Take the server off the network, and leave it switched on.'],
    collectNext: {
      what: 'The MSExchange Management event log: who changed what after 03:14.',
      command: 'wevtutil epl "MSExchange Management" E:\\evidence\\MSExchange-Management.evtx',
    },
  },
}

const quiet = (call: 'no' | 'cannot tell', because: string): RungVerdict => ({
  call,
  because,
  against: '',
  wouldChangeIf: 'A log of the days that are missing.',
  findings: [],
  confidence: [],
  coverage: ['IIS site 1 covers 28 Dec 2020 to 1 Apr 2021'],
  proveWrong: [],
})

/** A second server of the case: nothing seen, and not everything can be told. */
export const quietHost: Host = {
  ...host,
  name: 'MX02',
  verdict: {
    ...host.verdict,
    targeted: quiet('no', 'No request of a chain in any HttpProxy log.'),
    exploited: quiet('no', 'No success in HttpProxy\\Ecp and ECP\\Server.'),
    backdoored: quiet('cannot tell', 'The web root was not collected.'),
    used: quiet('no', 'No script outside the list answered.'),
    door: {
      call: 'cannot tell',
      flaw: { ...host.verdict.door.flaw },
      flaws: [],
      backDoor: {
        call: 'cannot tell',
        since: NaN,
        lastUsed: NaN,
        because: 'The web root was not collected.',
        afterPatch: null,
      },
    },
    headline: null,
    sentence:
      'No attack was seen from 28 Dec 2020 to 1 Apr 2021; whether a back door lies there cannot be told.',
    saw: 'Nothing of a chain.',
    ruledOut: 'Targeting and exploitation from 28 Dec 2020 to 1 Apr 2021.',
    nextSteps: ['Take the server off the network, and leave it switched on.'],
    collectNext: {
      what: 'The web root: C:\\inetpub\\wwwroot.',
      command: 'robocopy C:\\inetpub\\wwwroot E:\\evidence\\wwwroot /E',
    },
  },
}

function actorOf(address: string): Actor {
  const own = findings.filter(({ actors }) => actors.includes(address))
  return {
    id: `ACTOR-${address}`,
    addresses: [address],
    agents: [],
    first: Math.min(...own.map(({ firstTime }) => firstTime)),
    last: Math.max(...own.map(({ lastTime }) => lastTime)),
    phases: PHASES.filter((phase) => own.some((finding) => finding.phase === phase)),
    findings: own.map(({ id }) => id),
    hosts: ['MX01'],
    because: [],
  }
}

export const fakeCase: Case = {
  demo: true,
  complete: true,
  campaigns: 'all',
  judgements: { acknowledged: [], scanners: [] },
  evidence: [
    {
      index: 0,
      name: 'demo.zip',
      kind: 'zip',
      size: 9_812_331,
      collector: 'kape',
      packageHost: '',
      sha256: '7b1e4f02c8d94e5a'.repeat(4),
    },
  ],
  entries,
  results,
  warnings: [
    {
      entry: 3,
      evidence: 0,
      offset: 118_204,
      what: 'row cut off',
      wanted: '21 columns',
      found: '9 columns',
      count: 1,
    },
  ],
  hosts: [quietHost, host],
  findings,
  actors: [ACTOR, SECOND].map(actorOf),
  coverage: [...coverage, ...coverage.slice(0, 4).map((one) => ({ ...one, host: 'MX02' }))],
  events: 292_614,
  noise: 247_311,
  first: FIRST,
  last: LAST,
  held: { rows: 61_204, text: 1_830_112 },
}

/** The same case with many findings, all of scanners. */
export function manyFindings(count: number): Case {
  const template = findings[4]!
  const more = Array.from({ length: count }, (_, index): Finding => {
    const time = FIRST + (index / count) * (LAST - FIRST)
    const actor = `192.0.2.${String(index % 250)}`
    return {
      ...template,
      id: `scan-${String(index)}`,
      actors: [actor],
      firstTime: time,
      lastTime: time + 30 * MICROSECONDS_PER_SECOND,
    }
  })
  return { ...fakeCase, findings: [...findings, ...more] }
}
