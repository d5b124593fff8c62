/**
 * What the case worker works out across rows: findings of hits, all correlations, stories, actors and
 * coverage, over a table made here, in Node; beside one plain pass over a column of it.
 */
import { runnerImport } from 'vite'
import { atRoot } from '../../root.mjs'
import { tableRow } from '../record.mjs'

export const name = 'correlations'

const SIZES = [1_000_000, 5_000_000]
const CLIENTS = 5_000
const ACCOUNTS = 2_000
const AGENTS = 3_000
const STEMS = 20_000
const FILES = 200_000
/** A row in so many is one that a detection hit. */
const HIT_EVERY = 5_000
const DAYS = 90
const PLANTED = 500

export async function measure({ rounds }) {
  const rows = []
  for (const size of SIZES) {
    const input = await inputOf(size)
    const { gather } = await load('workers/verdict/analyse.ts')
    const ours = least(rounds, () => gather({ ...input }))
    const plain = least(rounds, () => countFamilies(input.table))
    rows.push(
      tableRow({
        where: 'Node',
        what: `all correlations, stories, actors and coverage, ${(size / 1e6).toFixed(0)} million rows`,
        ours: `${ours.toFixed(0)} ms of processors`,
        peer: `one plain pass over the families: ${plain.toFixed(0)} ms`,
        bar: size === 5_000_000 ? '1,000 ms' : undefined,
      }),
    )
  }
  return rows
}

async function load(path) {
  return (await runnerImport(atRoot(path), { configFile: false, logLevel: 'error' })).module
}

/** Processor time in milliseconds. */
function least(rounds, run) {
  let best = Infinity
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}

function countFamilies({ length, family }) {
  const counts = new Uint32Array(256)
  for (let row = 0; row < length; row++) counts[family[row]]++
  return counts
}

async function inputOf(size) {
  const { allocateColumns } = await load('src/model/event-table.ts')
  const { familyIndex } = await load('src/model/families.ts')
  const { DETECTIONS } = await load('workers/detections/index.ts')
  const below = random()
  const strings = ['']
  const add = (count, text) => {
    const first = strings.length
    for (let index = 0; index < count; index++) strings.push(text(index))
    return first
  }
  const clients = add(CLIENTS, (index) => `198.51.${String(index >> 8)}.${String(index & 255)}`)
  const accounts = add(ACCOUNTS, (index) => `TOWN\\user${String(index)}`)
  const agents = add(AGENTS, (index) => `Mozilla/5.0+(Windows+NT+10.0;+rv:${String(index)})`)
  const methods = add(2, (index) => ['GET', 'POST'][index])
  const changes = add(3, (index) => ['File created', 'File data added', 'File deleted'][index])
  const often = ['/owa/', '/ews/exchange.asmx', '/owa/auth/logon.aspx', '/owa/auth.owa', '/ecp/']
  const stems = add(STEMS, (index) => often[index] ?? `/owa/item${String(index)}`)
  const endings = ['docx', 'aspx', 'txt', 'xlsx', 'jpg']
  const files = add(
    FILES,
    (index) => `C:/Users/u${String(index % 999)}/report ${String(index)}.${endings[index % 5]}`,
  )
  const shell = add(1, () => '/aspnet_client/x.aspx')
  const columns = allocateColumns(size)
  columns.length = size
  const families = ['iis-front', 'httpproxy-ews', 'evtx-security', 'usn', 'mft'].map(familyIndex)
  const [front, proxy, security, journal, table] = families
  const hits = []
  const kinds = ['PL-01', 'PL-04'].map((id) => DETECTIONS.findIndex((one) => one.id === id))
  const start = Date.UTC(2021, 0, 1) * 1_000
  for (let row = 0; row < size; row++) {
    columns.time[row] = start + (row * DAYS * 86_400e6) / size
    const part = below(20)
    if (part < 2) {
      columns.family[row] = part === 0 ? journal : table
      columns.action[row] = changes + below(3)
      columns.target[row] = files + below(FILES)
      continue
    }
    columns.client[row] = clients + below(CLIENTS)
    columns.user[row] = below(3) > 0 ? accounts + below(ACCOUNTS) : 0
    if (part < 4) {
      columns.family[row] = security
      columns.status[row] = below(100) > 0 ? 4624 : 4625
      continue
    }
    columns.family[row] = part < 14 ? front : proxy
    columns.agent[row] = agents + below(AGENTS)
    columns.action[row] = methods + below(2)
    columns.target[row] = stems + (below(4) > 0 ? below(often.length) : below(STEMS))
    columns.status[row] = below(100) > 0 ? 200 : 401
    if (row % HIT_EVERY < 10 && hits.length < (3 * size) / HIT_EVERY)
      hits.push(row, kinds[below(10) > 0 ? 0 : 1], 0)
  }
  for (let index = 1; index < PLANTED; index++) {
    const row = Math.floor((index * size) / PLANTED)
    columns.family[row] = front
    columns.target[row] = shell
    columns.status[row] = 200
    columns.action[row] = methods + 1
    columns.client[row] = clients + (index % 5)
  }
  return {
    table: {
      ...columns,
      entry: new Uint32Array(size),
      host: new Uint16Array(size),
      strings,
      hosts: ['MAIL01'],
    },
    hits: Uint32Array.from(hits),
    sessions: [],
    evidence: [],
    entries: [],
    results: [],
    warnings: [],
    gaps: [],
    hostOfEntry: Uint16Array.of(0),
    hostNameFrom: ['the measurement'],
    builds: [],
    ownAddresses: [new Set()],
    who: [''],
    campaigns: 'all',
    judgements: { acknowledged: [], scanners: [] },
    complete: true,
  }
}

/** Numbers below a bound, the same in every run. */
function random() {
  let state = 1
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}
