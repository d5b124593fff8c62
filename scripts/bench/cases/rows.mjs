import { memberAt } from '../log-lines.mjs'
import { Interner } from '../../../workers/kernels/interner.js'
import { RowReader } from '../../../workers/kernels/rows.js'

const SIZE = 32 * 1024 * 1024
const PEER = "split(' '), Date.parse, Map"
const NAMES = ['time', 'client', 'user', 'agent', 'action', 'target', 'status', 'extra']

export const rowCases = [
  {
    what: 'IIS lines tokenised and interned, copied into the window',
    bytes: SIZE,
    prepare: (kernels) => {
      const log = makeLog()
      const capacity = SIZE / 128
      return Promise.resolve({
        ours: () => readInKernel(kernels, log, allocate(capacity)),
        peers: { [PEER]: () => readByText(log, allocate(capacity)) },
      })
    },
    bars: { [PEER]: [5, 10] },
  },
]

function makeLog() {
  const { header, line } = memberAt(0)
  const parts = [header]
  let length = header.length
  for (let counter = 0; length < SIZE + 1024; counter++) {
    const text = line(Math.floor(counter / 4), counter)
    parts.push(text)
    length += text.length
  }
  const bytes = new TextEncoder().encode(parts.join('')).subarray(0, SIZE)
  return bytes.subarray(0, bytes.lastIndexOf(10) + 1)
}

const allocate = (capacity) => ({
  ...Object.fromEntries(NAMES.map((name) => [name, new Uint32Array(capacity)])),
  time: new Float64Array(capacity),
  length: 0,
})

/** As the entry stream does: a step into the window, its whole lines read, the rest carried over. */
function readInKernel(kernels, bytes, out) {
  const interner = new Interner(kernels)
  const reader = new RowReader(kernels, interner, 'w3cRows')
  const step = kernels.rawWindow().length
  interner.reserve(2 * step, step)
  const window = kernels.textWindow()
  let carried = 0
  for (let from = 0; from < bytes.length; from += step) {
    const part = bytes.subarray(from, from + step)
    window.set(part, carried)
    const end = carried + part.length
    const count = kernels.lines(carried, end, 0)
    const block = { bytes: window, count, base: from - carried }
    block.starts = kernels.lineStarts(count)
    block.ends = kernels.lineEnds(count)
    if (from === 0) readHeader(reader, block)
    for (let line = from === 0 ? 4 : 0; line < count;) {
      const stop = reader.read(block, line)
      if (reader.count === 0) throw new Error(`line ${line} is not plain`)
      for (const name of NAMES) {
        out[name].set(reader.columns[name].subarray(0, reader.count), out.length)
      }
      out.length += reader.count
      line = stop
    }
    const rest = count > 0 ? window.indexOf(10, kernels.lineEnds(count)[count - 1]) + 1 : 0
    window.copyWithin(0, rest, end)
    carried = end - rest
  }
  const strings = Array.from({ length: interner.count }, (_, index) => interner.text(index))
  reader.close()
  interner.close()
  return resultOf(out, strings)
}

/** What the parser does at a `#Fields` line and at the first row of a server. */
function readHeader(reader, { bytes, starts, ends }) {
  const text = (line) => new TextDecoder().decode(bytes.subarray(starts[line], ends[line]))
  const names = text(3).split(' ').slice(1)
  const wanted = 'date time c-ip X-Forwarded-For cs-username cs(User-Agent) cs-method'
  const rest = 'cs-uri-stem s-port sc-status s-ip'
  const fields = `${wanted} ${rest}`.split(' ').map((name) => names.indexOf(name))
  reader.use({ count: names.length, fields })
  const server = starts[4] + text(4).split(' ').slice(0, 2).join(' ').length + 1
  reader.know(bytes, server, server + text(4).split(' ')[2].length)
}

function readByText(bytes, out) {
  const lines = new TextDecoder().decode(bytes).split('\r\n')
  const names = lines[3].split(' ').slice(1)
  const of = (name) => names.indexOf(name)
  const [date, time, client, user] = ['date', 'time', 'c-ip', 'cs-username'].map(of)
  const [agent, method, stem] = ['cs(User-Agent)', 'cs-method', 'cs-uri-stem'].map(of)
  const [port, status] = ['s-port', 'sc-status'].map(of)
  const indices = new Map([['', 0]])
  const intern = (cell) => {
    if (cell === '-') return 0
    let index = indices.get(cell)
    if (index === undefined) {
      index = indices.size
      indices.set(cell, index)
    }
    return index
  }
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue
    const cells = line.split(' ')
    const row = out.length++
    out.time[row] = Date.parse(`${cells[date]}T${cells[time]}Z`) * 1000
    out.client[row] = intern(cells[client])
    out.user[row] = intern(cells[user])
    out.agent[row] = intern(cells[agent])
    out.action[row] = intern(cells[method])
    out.target[row] = intern(cells[stem])
    out.status[row] = Number(cells[status])
    out.extra[row] = Number(cells[port])
  }
  return resultOf(out, [...indices.keys()])
}

/** Rows, and one number that every field of every row goes into. */
function resultOf(out, strings) {
  const { time, client, user, agent, action, target, status, extra, length } = out
  let sum = 0
  for (let row = 0; row < length; row++) {
    const cells = client[row] * 3 + user[row] * 5 + agent[row] * 7 + action[row] * 11
    const numbers = target[row] * 13 + status[row] * 17 + extra[row] * 19 + time[row] / 1e6
    sum = Math.imul(sum ^ (cells + numbers), 0x01000193)
  }
  return `${length} rows, ${sum}, ${strings.length} strings, ${strings.join(' ').length} letters`
}
