import { LogReader } from '../../../workers/parsers/evtx/log-reader.js'
import { TextOut } from '../../../workers/parsers/evtx/text-out.js'
import { dataTree, event } from '../../../test/workers/parsers/evtx/events.js'
import { bytesOfNumber, LogMaker, utf16 } from '../../../test/workers/parsers/evtx/make-log.js'
import { randomNumbers, word } from './inputs.mjs'

const CHUNK = 65_536
const HEADER = 4_096
const CHUNKS = 8_192
const DISTINCT = 32
const EXPORT = 'evtxexport'

/** As Security, Sysmon and PowerShell write them: name of the value, its type, most characters of a text. */
const KINDS = [
  [
    4624,
    [
      ['SubjectUserSid', 19],
      ['SubjectUserName', 1, 12],
      ['SubjectDomainName', 1, 8],
      ['SubjectLogonId', 21],
      ['TargetUserSid', 19],
      ['TargetUserName', 1, 16],
      ['TargetDomainName', 1, 8],
      ['TargetLogonId', 21],
      ['LogonType', 8],
      ['LogonProcessName', 1, 8],
      ['AuthenticationPackageName', 1, 9],
      ['WorkstationName', 1, 15],
      ['LogonGuid', 15],
      ['TransmittedServices', 1, 1],
      ['LmPackageName', 1, 7],
      ['KeyLength', 8],
      ['ProcessId', 16],
      ['ProcessName', 1, 40],
      ['IpAddress', 1, 15],
      ['IpPort', 1, 5],
    ],
  ],
  [
    1,
    [
      ['UtcTime', 1, 23],
      ['ProcessGuid', 15],
      ['ProcessId', 8],
      ['Image', 1, 60],
      ['CommandLine', 1, 200],
      ['CurrentDirectory', 1, 40],
      ['User', 1, 24],
      ['LogonGuid', 15],
      ['LogonId', 21],
      ['TerminalSessionId', 8],
      ['IntegrityLevel', 1, 8],
      ['Hashes', 1, 130],
      ['ParentProcessGuid', 15],
      ['ParentProcessId', 8],
      ['ParentImage', 1, 60],
      ['ParentCommandLine', 1, 90],
    ],
  ],
  [
    4104,
    [
      ['MessageNumber', 7],
      ['MessageTotal', 7],
      ['ScriptBlockText', 1, 900],
      ['ScriptBlockId', 1, 36],
      ['Path', 1, 60],
    ],
  ],
]
const SIZES = { 7: 4, 8: 4, 15: 16, 16: 8, 21: 8 }

let made

export const eventLogCases = [
  {
    what: 'Windows event log of 512 MiB: every value of every event as text',
    bytes: HEADER + CHUNKS * CHUNK,
    prepare: (kernels) => {
      const log = makeLog()
      return { ours: () => readLog(kernels, log), peers: {} }
    },
    files: () => ({ 'log.evtx': wholeLog() }),
    commands: {
      [EXPORT]: {
        argv: () => ['sh', '-c', `${EXPORT} log.evtx > /dev/null`],
        read: () => undefined,
      },
    },
    bars: { [EXPORT]: [6, 10] },
  },
]

/** Events, and one number that all their text goes into. */
function readLog(kernels, { chunks }) {
  const out = new TextOut()
  let events = 0
  let sum = 0
  const sink = {
    warn: (offset, what) => {
      throw new Error(`${what} at ${offset}`)
    },
  }
  const reader = new LogReader(
    sink,
    (one) => {
      events++
      one.writeLines(out)
    },
    true,
  )
  const lines = new Uint8Array(CHUNK)
  for (let index = 0; index < CHUNKS; index++) {
    lines.set(chunks[index % DISTINCT])
    out.length = 0
    reader.read(lines, HEADER + index * CHUNK)
    sum = kernels.crc32(out.bytes.subarray(0, out.length), sum)
  }
  return `${events} events, ${sum}`
}

function wholeLog() {
  const { header, chunks } = makeLog()
  const bytes = new Uint8Array(HEADER + CHUNKS * CHUNK)
  bytes.set(header)
  for (let index = 0; index < CHUNKS; index++)
    bytes.set(chunks[index % DISTINCT], HEADER + index * CHUNK)
  return bytes
}

/** So many different chunks, over and over; the header says that there are CHUNKS of them. */
function makeLog() {
  if (made) return made
  const random = randomNumbers(4104)
  const trees = KINDS.map(([, fields]) =>
    dataTree(
      fields.map(([name]) => name),
      fields.map(([, type]) => type),
    ),
  )
  const maker = new LogMaker()
  for (let record = 1; maker.whole < DISTINCT; record++) {
    const kind = random(KINDS.length)
    const [id, fields] = KINDS[kind]
    const values = fields.map(([, type, most]) => ({ type, bytes: valueOf(random, type, most) }))
    maker.add({ instance: event({ record, id, data: { tree: trees[kind], values } }) })
  }
  const bytes = maker.finish(0, CHUNKS)
  const chunks = Array.from({ length: DISTINCT }, (_, index) =>
    bytes.slice(HEADER + index * CHUNK, HEADER + (index + 1) * CHUNK),
  )
  made = { header: bytes.slice(0, HEADER), chunks }
  return made
}

function valueOf(random, type, most) {
  if (type === 1) return utf16(word(random, 1 + random(most)))
  if (type === 19) return Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, random(256), 2, 0, 0)
  const size = SIZES[type]
  if (size === 16) return Uint8Array.from({ length: 16 }, () => random(256))
  return bytesOfNumber(random(1_000_000), size)
}
