/** Queries and counts over a synthetic table of 1 and 5 million events, and the table's scrolling. */
import { atRoot } from '../../root.mjs'
import { tableRow, times } from '../record.mjs'
import { launch, openPage } from './browser.mjs'

export const name = 'events'

const SIZES = [1_000_000, 5_000_000]
/** Objects of more rows than this do not fit the memory of a tab. */
const MOST_OBJECTS = 1_000_000
const FRAMES = 120
const SORT = { field: 'time', descending: false }

const QUERIES = [
  ['status:4xx', (row) => row.status >= 400 && row.status < 500],
  ['page77', (row) => textsOf(row).some((text) => text.toLowerCase().includes('page77'))],
  [
    'client:10.0.3.0/24 OR target:*page1?.aspx',
    (row) => row.client.startsWith('10.0.3.') || /page1.\.aspx$/i.test(row.target),
  ],
  [
    'NOT flag:noise action:POST user:user1',
    (row) => row.flags === 0 && row.action === 'POST' && row.user.includes('user1'),
  ],
]
const textsOf = ({ client, user, agent, action, target }) => [client, user, agent, action, target]

export async function measure({ rounds }) {
  const { runnerImport } = await import('vite')
  const load = async (path) => (await runnerImport(atRoot(path))).module
  const { QueryEngine } = await load('workers/query/engine.ts')
  const { parseQuery } = await load('src/model/query/parse.ts')
  const { allocateColumns } = await load('src/model/event-table.ts')
  const rows = []
  for (const size of SIZES) {
    const table = makeTable(allocateColumns(size), size)
    // A new one each time: what was tried once of the same query is remembered.
    const prepared = () => {
      const engine = new QueryEngine(table, () => 'u_ex.log')
      while (engine.prepare());
      return engine
    }
    const objects = size > MOST_OBJECTS ? null : asObjects(table)
    rows.push(...QUERIES.map((one) => queryRow(prepared, parseQuery, objects, one, size, rounds)))
    rows.push(stackRow(prepared(), parseQuery, size, rounds))
  }
  return [...rows, ...(await scrollRows())]
}

function queryRow(prepared, parseQuery, objects, [text, naive], size, rounds) {
  const found = { ours: 0, theirs: 0 }
  const { query } = parseQuery(text)
  const asked = { query, range: null, server: '', sort: SORT }
  const ours = least(rounds, (engine) => (found.ours = engine.query(asked).rows), prepared)
  const theirs = objects && least(rounds, () => (found.theirs = objects.filter(naive).length))
  if (objects && found.ours !== found.theirs) {
    throw new Error(`${text}: ${found.ours} rows, by objects ${found.theirs}`)
  }
  return tableRow({
    what: `query \`${text}\` over ${inWords(size)} events`.replaceAll('|', '\\|'),
    where: 'Node',
    ours: milliseconds(ours),
    peer: objects ? `filter over objects: ${milliseconds(theirs)}` : 'objects: not at this size',
    ratio: objects ? times(theirs / ours) : undefined,
    bar: size === SIZES[1] ? '150 ms' : undefined,
  })
}

function stackRow(engine, parseQuery, size, rounds) {
  const { query } = parseQuery('status:4xx')
  const { id } = engine.query({ query, range: null, server: '', sort: SORT })
  const ms = least(rounds, () => engine.stacks(id, 'target', true, 200))
  return tableRow({
    what: `counts of pages, rarest first, of two fifths of ${inWords(size)} events`,
    where: 'Node',
    ours: milliseconds(ms),
  })
}

async function scrollRows() {
  const browser = await launch()
  try {
    const { page, frame } = await openPage(browser)
    await frame.click('#open-demo')
    await frame.click('#tab-events:not(:disabled)', { timeout: 120_000 })
    await frame.waitForSelector('.grid-row .cell-value')
    const client = await page.context().newCDPSession(frame)
    await client.send('Performance.enable')
    const busy = async () => {
      const { metrics } = await client.send('Performance.getMetrics')
      return metrics.find((metric) => metric.name === 'TaskDuration').value * 1_000
    }
    const before = await busy()
    const longest = await frame.evaluate(scroll, FRAMES)
    const each = ((await busy()) - before) / FRAMES
    return [
      tableRow({
        what: `a frame of scrolling the demo's events, 20 rows on`,
        ours: `${each.toFixed(1)} ms of the main thread (longest task ${longest === 0 ? 'under 50' : longest.toFixed(0)} ms)`,
        bar: '50 ms at most',
      }),
    ]
  } finally {
    await browser.close()
  }
}

/** In the frame. */
async function scroll(frames) {
  const grid = document.querySelector('.grid')
  globalThis.bench.longest = 0
  for (let frame = 0; frame < frames; frame++) {
    grid.scrollTop += 520
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  return globalThis.bench.longest
}

function makeTable(columns, length) {
  const strings = ['']
  const add = (count, text) => {
    const first = strings.length
    for (let at = 0; at < count; at++) strings.push(text(at))
    return () => first + random(count)
  }
  const client = add(60_000, (at) => `10.0.${at >> 8}.${at & 255}`)
  const user = add(5_000, (at) => `CORP\\user${at}`)
  const agent = add(20_000, (at) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) build ${at}`)
  const action = add(4, (at) => ['GET', 'POST', 'HEAD', 'RPC_IN_DATA'][at])
  const target = add(200_000, (at) => `/owa/auth/Current/themes/page${at}.aspx`)
  const statuses = [200, 302, 401, 404, 500]
  for (let row = 0; row < length; row++) {
    columns.time[row] = 1.6e15 + row * 1_000
    columns.client[row] = client()
    columns.user[row] = random(3) === 0 ? user() : 0
    columns.agent[row] = agent()
    columns.action[row] = action()
    columns.target[row] = target()
    columns.status[row] = statuses[random(5)]
    columns.flags[row] = random(2)
  }
  columns.length = length
  const entry = new Uint32Array(length)
  const host = new Uint16Array(length)
  return { ...columns, entry, host, strings, hosts: ['MX01'] }
}

function asObjects({ length, strings, ...columns }) {
  const names = ['client', 'user', 'agent', 'action', 'target']
  return Array.from({ length }, (_, row) => {
    const texts = names.map((one) => [one, strings[columns[one][row]]])
    return { ...Object.fromEntries(texts), status: columns.status[row], flags: columns.flags[row] }
  })
}

let seed = 1
/** The same numbers in every run. */
function random(below) {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}

function least(rounds, work, prepare = () => undefined) {
  let best = Infinity
  for (let round = 0; round < rounds; round++) {
    const ready = prepare()
    const started = performance.now()
    work(ready)
    best = Math.min(best, performance.now() - started)
  }
  return best
}

const milliseconds = (ms) => `${ms.toFixed(0)} ms`
const inWords = (size) => `${size / 1_000_000} million`
