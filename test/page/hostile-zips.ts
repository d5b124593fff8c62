import { deflateRawSync } from 'node:zlib'
import { makeZip, text } from '../workers/zip/make-zip.js'
import { sealedZip } from '../workers/zip/encrypted-archives.js'
import { seededBytes } from '../assembly/loaded-kernels.js'

const LINES = text('2021-03-03 00:00:00 a line of no log that is known\r\n'.repeat(40))
const SECOND = text('another file')
const MB = 1 << 20

/** What an archive is to give: state and reason of each entry, and the first warning of the archive. */
export interface HostileZip {
  readonly name: string
  readonly bytes: Uint8Array
  /** Path, state, reason; … stands for how far a bomb is read. */
  readonly entries: readonly (readonly [path: string, state: string, reason: string])[]
  readonly warnings: readonly RegExp[]
}

const HASHED = 'no parser knows this file; it was hashed: a text editor shows what it holds'
const SALVAGED = 'salvaged, the directory does not list it'

const two = makeZip([
  { name: 'a.txt', data: LINES },
  { name: 'b.txt', data: SECOND, method: 'stored' },
])

/** A dozen archives that something is wrong with, each of another kind. */
export async function hostileZips(): Promise<HostileZip[]> {
  return [
    cut(),
    withoutDirectory(),
    overlapping(),
    bomb(),
    wrongChecksum('wrong-crc.zip', 0xdeadbeef),
    wrongChecksum('zero-crc.zip', 0),
    await encrypted(),
    strong(),
    tooDeep(),
    {
      name: 'empty.zip',
      bytes: makeZip([]).bytes,
      entries: [],
      warnings: [/^empty\.zip is a zip archive with no entries/],
    },
    {
      name: 'zero.zip',
      bytes: new Uint8Array(0),
      entries: [],
      warnings: [/^zero\.zip is empty \(0 bytes\)/],
    },
    {
      name: 'text.zip',
      bytes: text('Dear administrator,\nthis is not a zip.\n'),
      entries: [],
      warnings: [/^text\.zip is not a zip archive; it looks like text/],
    },
    duplicates(),
    described(),
    damagedDeflate(),
    boastful(),
    unknownMethod(),
  ]
}

function cut(): HostileZip {
  const data = seededBytes(4_000, 7)
  const { bytes, places } = makeZip([
    { name: 'a.txt', data: LINES },
    { name: 'b.bin', data, method: 'stored' },
  ])
  const at = (places[1]?.data ?? 0) + 1_000
  return {
    name: 'cut.zip',
    bytes: bytes.slice(0, at),
    entries: [
      ['a.txt', 'ignored', `${SALVAGED}; ${HASHED}`],
      ['b.bin', 'partial', `${SALVAGED}; only 1000 of 4000 bytes could be read`],
    ],
    warnings: [
      /^cut\.zip: the archive ends before its directory/,
      /^2 entries not in the directory/,
      /^the data ends early/,
    ],
  }
}

function withoutDirectory(): HostileZip {
  return {
    name: 'no-directory.zip',
    bytes: two.bytes.slice(0, two.directoryAt),
    entries: [
      ['a.txt', 'ignored', `${SALVAGED}; ${HASHED}`],
      ['b.txt', 'ignored', `${SALVAGED}; ${HASHED}`],
    ],
    warnings: [
      /^no-directory\.zip: the archive ends before its directory/,
      /^2 entries not in the directory/,
    ],
  }
}

/** Two entries of the directory that have one local header, and one header that none has. */
function overlapping(): HostileZip {
  const bytes = two.bytes.slice()
  patch(bytes, centralAt(bytes, 1) + 42, 0)
  return {
    name: 'overlapping.zip',
    bytes,
    entries: [
      ['a.txt', 'ignored', HASHED],
      ['b.txt', 'not-read', 'the same bytes as another entry, which is read'],
      ['b.txt', 'ignored', `${SALVAGED}; ${HASHED}`],
    ],
    warnings: [/^1 entry not in the directory/],
  }
}

function bomb(): HostileZip {
  const { bytes } = makeZip([{ name: 'zeros.log', data: new Uint8Array(32 * MB) }])
  return {
    name: 'bomb.zip',
    bytes,
    entries: [['zeros.log', 'partial', 'only … of 33554432 bytes could be read']],
    warnings: [/^the data is packed beyond what logs can be; the rest is not read/],
  }
}

function wrongChecksum(name: string, stated: number): HostileZip {
  const { bytes } = makeZip([{ name: 'a.txt', data: LINES }])
  patch(bytes, 14, stated)
  patch(bytes, centralAt(bytes, 0) + 16, stated)
  return {
    name,
    bytes,
    entries: [['a.txt', 'ignored', HASHED]],
    warnings: [/^the checksum differs/],
  }
}

async function encrypted(): Promise<HostileZip> {
  const file = await sealedZip(
    {
      'aes.txt': { content: 'a secret', password: 'p', strength: 3 },
      'zipcrypto.txt': { content: 'another', password: 'p' },
      'open.txt': { content: 'no secret' },
    },
    'encrypted.zip',
  )
  return {
    name: 'encrypted.zip',
    bytes: new Uint8Array(await file.arrayBuffer()),
    entries: [
      ['aes.txt', 'not-read', 'encrypted: no password given'],
      ['zipcrypto.txt', 'not-read', 'encrypted: no password given'],
      ['open.txt', 'ignored', HASHED],
    ],
    warnings: [],
  }
}

function strong(): HostileZip {
  const { bytes } = makeZip([{ name: 'a.txt', data: LINES }])
  const flags = 0x0841
  bytes.set([flags & 0xff, flags >>> 8], 6)
  bytes.set([flags & 0xff, flags >>> 8], centralAt(bytes, 0) + 8)
  const reason = 'encrypted with PKWARE strong encryption, which is not read; unpack it first'
  return { name: 'strong.zip', bytes, entries: [['a.txt', 'not-read', reason]], warnings: [] }
}

function tooDeep(): HostileZip {
  const entries: [string, string, string][] = []
  let inner = makeZip([{ name: 'leaf.txt', data: SECOND }]).bytes
  for (let level = 7; level >= 1; level--) {
    inner = makeZip([{ name: `l${String(level)}.zip`, data: inner }]).bytes
  }
  let path = ''
  for (let level = 1; level <= 7; level++) {
    path += `${path && '/'}l${String(level)}.zip`
    if (level < 7) entries.push([path, 'unpacked', 'an archive of one file'])
    else
      entries.push([
        path,
        'not-read',
        '6 archives inside one another are opened; unpack this one and drop what is inside',
      ])
  }
  return { name: 'deep.zip', bytes: inner, entries, warnings: [] }
}

function duplicates(): HostileZip {
  const { bytes } = makeZip([
    { name: 'a.txt', data: LINES },
    { name: 'a.txt', data: SECOND },
  ])
  return {
    name: 'duplicates.zip',
    bytes,
    entries: [
      ['a.txt', 'ignored', HASHED],
      ['a.txt', 'ignored', HASHED],
    ],
    warnings: [/^several entries have the same name; all are kept/],
  }
}

/** All forms of a descriptor, and no directory to know the sizes from. */
function described(): HostileZip {
  const kinds = ['signed', 'unsigned', 'signed64', 'unsigned64'] as const
  const { bytes, directoryAt } = makeZip(
    kinds.map((descriptor) => ({ name: `${descriptor}.txt`, data: LINES, descriptor })),
  )
  return {
    name: 'descriptors.zip',
    bytes: bytes.slice(0, directoryAt),
    entries: kinds.map((kind) => [`${kind}.txt`, 'ignored', `${SALVAGED}; ${HASHED}`]),
    warnings: [
      /^descriptors\.zip: the archive ends before its directory/,
      /^4 entries not in the directory/,
    ],
  }
}

/** The first block of a.bin is stored and sound; the one after it is of a type that there is not. */
function damagedDeflate(): HostileZip {
  const data = seededBytes(200_000, 11)
  const { bytes, places } = makeZip([
    { name: 'a.bin', data },
    { name: 'b.txt', data: SECOND },
  ])
  const packed = deflateRawSync(data)
  const first = 5 + packed.readUInt16LE(1)
  bytes[(places[0]?.data ?? 0) + first] = 0x07
  return {
    name: 'damaged.zip',
    bytes,
    entries: [
      ['a.bin', 'partial', `only ${String(first - 5)} of 200000 bytes could be read`],
      ['b.txt', 'ignored', HASHED],
    ],
    warnings: [/^the data is damaged here; the rest cannot be read/],
  }
}

/** A stored entry that states more bytes than there are before the next: it is read up to there. */
function boastful(): HostileZip {
  const { bytes } = makeZip([
    { name: 'a.txt', data: SECOND, method: 'stored' },
    { name: 'b.txt', data: LINES },
  ])
  patch(bytes, centralAt(bytes, 0) + 20, 0x7fffffff)
  return {
    name: 'boastful.zip',
    bytes,
    entries: [
      ['a.txt', 'ignored', HASHED],
      ['b.txt', 'ignored', HASHED],
    ],
    warnings: [/^a\.txt reaches into the next entry or past the archive's end/],
  }
}

function unknownMethod(): HostileZip {
  const { bytes } = makeZip([{ name: 'a.txt', data: LINES }])
  bytes[8] = 14
  bytes[centralAt(bytes, 0) + 10] = 14
  const reason = 'compression method LZMA (14) is not read; repack with Deflate'
  return { name: 'lzma.zip', bytes, entries: [['a.txt', 'not-read', reason]], warnings: [] }
}

/** Offset of the directory's record of that number. */
function centralAt(bytes: Uint8Array, number: number): number {
  let at = -1
  for (let seen = 0; seen <= number; seen++) {
    at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('PK\u0001\u0002', at + 1)
  }
  return at
}

function patch(bytes: Uint8Array, at: number, value: number): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value, true)
}
