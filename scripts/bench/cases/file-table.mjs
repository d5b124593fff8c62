import { EventSink } from '../../../workers/event-sink.js'
import { mft } from '../../../workers/parsers/mft.js'
import { randomNumbers, word } from './inputs.mjs'

/** A million file records, as a mail server's system drive has them. */
const SIZE = 1024 * 1024 * 1024
const RECORD = 1024
const FOLDERS = 100_000
const FILES_FROM = FOLDERS + 64
const FIRST_ATTRIBUTE = 56
const HASH = 'coreutils SHA-256'

let table

export const fileTableCases = [
  {
    what: 'NTFS file table of 1 GiB: a million records with paths, times and streams',
    bytes: SIZE,
    prepare: (kernels) => ({
      ours: () => readTable(kernels, makeTable()),
      peers: {},
    }),
    files: () => ({ $MFT: makeTable() }),
    commands: {
      [HASH]: { argv: (folder) => ['sha256sum', `${folder}/$MFT`], read: () => undefined },
    },
    bars: { [HASH]: [0.4, 0.8] },
  },
]

/** Rows and one number that time and path of every row go into. */
async function readTable(kernels, bytes) {
  let rows = 0
  let sum = 0
  const deliver = ({ columns, newStrings }) => {
    rows += columns.length
    for (let row = 0; row < columns.length; row++)
      sum = Math.imul(sum ^ columns.target[row] ^ (columns.time[row] / 1e6), 0x01000193)
    for (const text of newStrings) sum = Math.imul(sum ^ text.length, 0x01000193)
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, [], kernels)
  await mft.parse(inputOf(bytes), sink)
  await sink.finish()
  return `${rows} rows, ${sum}`
}

/** As an entry gives it: copies of pieces, which the reader may change. */
function inputOf(bytes) {
  async function* chunks(size) {
    const piece = new Uint8Array(size)
    for (let base = 0; base < bytes.length; base += size) {
      piece.set(bytes.subarray(base, base + size))
      yield { bytes: piece.subarray(0, Math.min(size, bytes.length - base)), base }
    }
  }
  return { entry: { path: 'C:/$MFT' }, chunks, alive: () => undefined }
}

function makeTable() {
  if (table) return table
  const bytes = new Uint8Array(SIZE)
  const view = new DataView(bytes.buffer)
  const random = randomNumbers(5)
  const extensions = ['dll', 'log', 'txt', 'js', 'gif', 'edb', 'exe', 'mui', 'xml', 'manifest']
  for (let record = 0; record < SIZE / RECORD; record++) {
    const isFolder = record < FILES_FROM
    const parent = isFolder ? Math.floor(record / 5) : 64 + random(FOLDERS)
    const base = word(random, 6 + random(24))
    const extension = random(100) === 0 ? 'aspx' : extensions[random(extensions.length)]
    const name = isFolder ? base : `${base}.${extension}`
    putRecord(view, record * RECORD, {
      record,
      name: record === 5 ? '.' : name,
      parent: record < 64 ? 5 : parent < 64 ? 5 : parent,
      isFolder,
      shortToo: random(2) === 0,
      time: 0x01d70000_00000000n + (BigInt(random(0x10000)) << 32n) + BigInt(random(0x7fffffff)),
    })
  }
  table = bytes
  return bytes
}

function putRecord(view, at, { record, name, parent, isFolder, shortToo, time }) {
  view.setUint32(at, 0x454c4946, true)
  view.setUint16(at + 4, 48, true)
  view.setUint16(at + 6, 3, true)
  view.setUint16(at + 16, 1, true)
  view.setUint16(at + 18, 1, true)
  view.setUint16(at + 20, FIRST_ATTRIBUTE, true)
  view.setUint16(at + 22, isFolder ? 3 : 1, true)
  view.setUint32(at + 28, RECORD, true)
  view.setUint32(at + 44, record, true)
  let end = putResident(view, at + FIRST_ATTRIBUTE, 0x10, 72, (value) => {
    for (let field = 0; field < 32; field += 8) view.setBigUint64(value + field, time, true)
  })
  for (const [text, space] of shortToo
    ? [
        ['SHORTN~1.TXT', 2],
        [name, 1],
      ]
    : [[name, 3]]) {
    end = putResident(view, end, 0x30, 66 + 2 * text.length, (value) => {
      view.setUint32(value, parent, true)
      view.setUint16(value + 6, 1, true)
      for (let field = 8; field < 40; field += 8) view.setBigUint64(value + field, time, true)
      view.setUint8(value + 64, text.length)
      view.setUint8(value + 65, space)
      for (let unit = 0; unit < text.length; unit++)
        view.setUint16(value + 66 + 2 * unit, text.charCodeAt(unit), true)
    })
  }
  end = isFolder
    ? putResident(view, end, 0x90, 64, () => undefined)
    : putResident(view, end, 0x80, 200, () => undefined)
  view.setUint32(end, 0xffffffff, true)
  view.setUint32(at + 24, end + 8 - at, true)
  view.setUint16(at + 48, 1, true)
  for (const stride of [1, 2]) {
    const place = at + stride * 512 - 2
    view.setUint16(at + 48 + 2 * stride, view.getUint16(place, true), true)
    view.setUint16(place, 1, true)
  }
}

function putResident(view, at, type, size, fill) {
  view.setUint32(at, type, true)
  view.setUint32(at + 4, (24 + size + 7) & ~7, true)
  view.setUint32(at + 16, size, true)
  view.setUint16(at + 20, 24, true)
  fill(at + 24)
  return at + ((24 + size + 7) & ~7)
}
