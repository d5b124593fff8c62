import type { CampaignChoice } from '../../../src/model/campaigns.js'
import type { Entry, EntryResult, Evidence } from '../../../src/model/evidence.js'
import {
  allocateColumns,
  FLAG_CANDIDATE,
  FLAG_RESHAPED,
  type EventColumns,
  type EventTable,
  type RowSession,
  type SessionKeys,
} from '../../../src/model/event-table.js'
import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import { NO_JUDGEMENTS, type Judgements } from '../../../src/model/judgement.js'
import { plain } from '../../../src/model/plain.js'
import type { RecordGap } from '../../../workers/event-sink.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import type { AnalysisInput } from '../../../workers/verdict/analysis.js'

export interface TestRow {
  readonly family: FamilyId
  /** ISO 8601; none for a record that states none. */
  readonly time?: string
  readonly client?: string
  readonly user?: string
  readonly agent?: string
  readonly action?: string
  readonly target?: string
  readonly status?: number
  readonly reshaped?: boolean
  /** Detection's id and outcome. */
  readonly hit?: readonly [id: string, outcome: number]
  readonly entry?: number
  readonly session?: Partial<SessionKeys>
}

export interface TestCase {
  readonly rows: readonly TestRow[]
  readonly hosts?: readonly string[]
  /** Path of each entry; rows without one belong to the entry of their family. */
  readonly paths?: readonly string[]
  readonly hostOfEntry?: readonly number[]
  /** In the entry of that position, the first where left out. */
  readonly builds?: readonly (readonly [
    build: string,
    first: string,
    last: string,
    entry?: number,
  ])[]
  readonly gaps?: readonly RecordGap[]
  readonly results?: readonly Partial<EntryResult>[]
  readonly ownAddresses?: readonly string[]
  readonly complete?: boolean
  readonly campaigns?: CampaignChoice
  readonly judgements?: Judgements
}

export function micros(time: string): number {
  return Date.parse(time) * 1000
}

/** A whole input for the verdict from rows in any order. Target and agent may hold bars. */
export function analysisInput(test: TestCase): AnalysisInput {
  const hosts = test.hosts ?? ['MAIL01']
  const paths = test.paths ?? ['C/logs/one.log']
  const timed = test.rows.map((row) => ({ ...row, at: row.time ? micros(row.time) : NaN }))
  timed.sort((a, b) => (Number.isNaN(a.at) ? 1 : Number.isNaN(b.at) ? -1 : a.at - b.at))
  const strings = ['']
  const intern = (text = ''): number => {
    const wanted = plain(text)
    const at = strings.indexOf(wanted)
    return at < 0 ? strings.push(wanted) - 1 : at
  }
  const columns: EventColumns = allocateColumns(timed.length)
  columns.length = timed.length
  const entry = new Uint32Array(timed.length)
  const host = new Uint16Array(timed.length)
  const hits: number[] = []
  const sessions: RowSession[] = []
  timed.forEach((row, at) => {
    columns.time[at] = row.at
    columns.family[at] = familyIndex(row.family)
    columns.flags[at] = (row.reshaped ? FLAG_RESHAPED : 0) | (row.hit ? FLAG_CANDIDATE : 0)
    columns.offset[at] = at * 100
    columns.size[at] = 99
    columns.client[at] = intern(row.client)
    columns.user[at] = intern(row.user)
    columns.agent[at] = intern(row.agent)
    columns.action[at] = intern(row.action)
    columns.target[at] = intern(row.target)
    columns.status[at] = row.status ?? 0
    entry[at] = row.entry ?? 0
    host[at] = test.hostOfEntry?.[row.entry ?? 0] ?? 0
    if (row.session) sessions.push({ row: at, request: '', canary: '', style: '', ...row.session })
    if (row.hit) hits.push(at, indexOf(row.hit[0]), row.hit[1])
  })
  const table: EventTable = { ...columns, entry, host, strings, hosts }
  return {
    table,
    hits: Uint32Array.from(hits),
    sessions,
    evidence: [evidence()],
    entries: paths.map(entryAt),
    results: paths.map((_, index) => ({ ...result(index), ...test.results?.[index] })),
    warnings: [],
    hostOfEntry: Uint16Array.from(paths, (_, index) => test.hostOfEntry?.[index] ?? 0),
    hostNameFrom: hosts.map(() => 'the test'),
    builds: (test.builds ?? []).map(([build, first, last, entry = 0]) => ({
      build,
      first: micros(first),
      last: micros(last),
      offset: 0,
      server: '',
      host: 0,
      entry,
    })),
    gaps: (test.gaps ?? []).map((gap) => ({ host: 0, entry: 0, ...gap })),
    ownAddresses: hosts.map(() => new Set(test.ownAddresses ?? [])),
    who: hosts.map(() => ''),
    campaigns: test.campaigns ?? 'all',
    judgements: test.judgements ?? NO_JUDGEMENTS,
    complete: test.complete ?? true,
  }
}

function indexOf(id: string): number {
  const index = DETECTIONS.findIndex((detection) => detection.id === id)
  if (index < 0) throw new RangeError(`no detection ${id}`)
  return index
}

/** A row every two hours over the window: no hole in any log. */
export function steady(family: FamilyId, from: string, to: string, entry = 0): TestRow[] {
  const rows: TestRow[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += 7_200_000)
    rows.push({
      family,
      time: new Date(time).toISOString(),
      client: '192.0.2.10',
      action: 'GET',
      target: '/owa/auth/logon.aspx',
      status: 200,
      entry,
    })
  return rows
}

function evidence(): Evidence {
  return {
    index: 0,
    name: 'MAIL01.zip',
    kind: 'zip',
    size: 1,
    collector: 'unknown',
    packageHost: '',
    sha256: 'a'.repeat(64),
  }
}

function entryAt(path: string, index: number): Entry {
  return {
    index,
    evidence: 0,
    rawPath: path,
    path,
    machine: '',
    size: 1,
    compressedSize: 1,
    method: 'deflate',
    crc32: 0,
    encrypted: false,
    headerOffset: 0,
    archiveTime: '',
    modified: NaN,
    priority: 0,
    notReadReason: '',
  }
}

function result(entry: number): EntryResult {
  return {
    entry,
    state: 'read',
    parser: 'test',
    sha256: 'b'.repeat(64),
    sha1: null,
    md5: null,
    crcMatches: true,
    events: 1,
    records: 1,
    unreadable: 0,
    kernelBytes: { crc32: 1, sha256: 1, lines: 1, match: 1 },
    noRecord: '',
    reason: '',
  }
}
