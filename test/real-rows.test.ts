import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'
import type { Case } from '../src/model/case.js'
import { levelRank } from '../src/model/finding.js'
import type { Lane } from '../workers/lanes.js'
import { judge, judgingLane } from './judge-files.js'

const evidence = process.env['AFTERPATCH_EVIDENCE'] ?? atRoot('../shared/data')

/** A record that the evidence's index calls malicious, and the detections that have to show it. */
interface HostileRow {
  readonly file: string
  /** Part of its raw text; '' where the file is binary and holds the attack alone. */
  readonly text: string
  /** Records of that kind, where the text tells. */
  readonly count?: number
  readonly by: readonly string[]
}

const IIS = 'iis/synthetic-markernan-proxylogon-iis.log'
const ANCHORS = 'exchange-logs/msqa-proxylogon-anchormailbox.csv'

const HOSTILE: readonly HostileRow[] = [
  { file: IIS, text: '/mapi/nspi/?&Email=autodiscover', count: 6, by: ['PS-01', 'PL-05'] },
  { file: IIS, text: 'POST /ecp/proxyLogon.ecp', count: 1, by: ['PL-05'] },
  { file: IIS, text: 'GET /owa/auth/help.aspx', count: 1, by: ['WS-USE', 'WS-04'] },
  { file: IIS, text: 'POST /owa/auth/help.aspx', count: 4, by: ['WS-USE', 'WS-04'] },
  { file: IIS, text: 'GET /aspnet_client/backup.pst', count: 1, by: ['WS-10'] },
  { file: 'iis/velociraptor-iis.log', text: '@evil.corp/ews/', count: 1, by: ['PS-01'] },
  { file: ANCHORS, text: 'ServerInfo~', count: 7, by: ['PL-01R'] },
  ...(
    [
      ['attack-samples/DE_104_system_log_cleared', 'PX-14'],
      ['attack-samples/LM_Remote_Service02_7045', 'PX-15'],
      ['attack-samples/LM_typical_IIS_webshell_sysmon_1_10_traces', 'PX-01'],
      ['attack-samples/System_7045_namedpipe_privesc', 'PX-15'],
      ['mitre/ID104-1102-Event log cleared', 'PX-14'],
      ['mitre/ID4756-Exchange admin group change', 'PX-11'],
      ['mitre/ID6-Failed to install an Exchange transport agent', 'WF-07'],
      ['mitre/ID7045-Random service installation', 'PX-15'],
    ] as const
  ).map(([name, by]) => ({ file: `evtx/${name}.evtx`, text: '', by: [by] })),
]

/** Folders whose other files are benign by the index, or hold no attack on Exchange. */
const BENIGN = ['exchange-logs', 'httpproxy', 'iis', 'ntfs', 'registry', 'evtx/velociraptor']

describe.skipIf(!existsSync(evidence))('real rows (needs evidence folder)', () => {
  let lane: Lane

  beforeAll(async () => {
    lane = await judgingLane()
  })

  const judgeFile = (path: string): Promise<Case> => {
    const file = new File([readFileSync(`${evidence}/${path}`)], basename(path))
    return judge(lane, { index: 0, name: path, kind: 'files', files: [{ path, file }] })
  }

  it.each(HOSTILE)('$file: $text is found by $by', async ({ file, text, count, by }) => {
    const { findings } = await judgeFile(file)
    for (const detection of by) {
      const own = findings.filter((one) => one.detection === detection)
      expect(own, detection).not.toEqual([])
      if (count === undefined) continue
      const raw = readFileSync(`${evidence}/${file}`, 'utf8')
      const places = offsetsOf(raw, text)
      expect(places).toHaveLength(count)
      const shown = own.flatMap(({ rows }) => rows).map(({ offset }) => offset)
      for (const place of places) expect(shown, `${detection} at ${String(place)}`).toContain(place)
    }
  })

  it('of others nothing above low is said', async () => {
    const hostile = new Set(HOSTILE.map(({ file }) => file))
    const benign = BENIGN.flatMap((folder) =>
      readdirSync(`${evidence}/${folder}`).map((name) => `${folder}/${name}`),
    ).filter((path) => !hostile.has(path))
    expect(benign.length).toBeGreaterThan(35)
    for (const path of benign) {
      const { findings } = await judgeFile(path)
      const loud = findings.filter(({ level }) => levelRank(level) > levelRank('low'))
      expect(
        loud.map(({ detection, reason }) => `${detection} ${reason}`),
        path,
      ).toEqual([])
    }
  })
})

/** Where the lines that hold `part` begin, in bytes. */
function offsetsOf(text: string, part: string): number[] {
  const offsets: number[] = []
  let offset = 0
  for (const line of text.split('\n')) {
    if (line.includes(part)) offsets.push(offset)
    offset += Buffer.byteLength(line) + 1
  }
  return offsets
}
