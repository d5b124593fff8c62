import type { Entry } from '../../src/model/evidence.js'
import type { UnpackLimits } from '../../src/model/limits.js'
import type { Bytes } from '../../src/model/units.js'
import type { CheckedInflater } from '../kernels/checked-inflater.js'
import type { ListedEntry, Progress, ScanTask, Unpacked } from '../protocol.js'
import { BlobBuilder } from '../zip/blob-builder.js'
import type { ArchiveWarning } from '../zip/directory.js'
import { openWhole } from '../zip/entry-stream.js'
import { readGzip } from '../zip/gzip.js'
import { isContainer, isContainerName, SIGNATURE_BYTES, signatureOf } from '../zip/signature.js'
import { isTar, listTar } from '../zip/tar.js'
import { nameThatFits, wrapped } from '../zip/wrapped.js'
import { normalisePath, readingPriority } from './layout.js'
import { listSource } from './list.js'

/** A sign of life this often. */
const PROGRESS_EVERY_MS = 250

export interface UnpackContext {
  readonly inflater: () => CheckedInflater
  readonly limits: UnpackLimits
  readonly onProgress: (progress: Progress) => void
}

/**
 * Lists an archive that is an entry of another, or stands in a folder. One that is stored is read
 * where it is; one that is compressed or encrypted is unpacked first, into memory of the browser's.
 * Never rejects for what is in the archive.
 */
export async function unpack(task: ScanTask, context: UnpackContext): Promise<Unpacked> {
  const { entry } = task
  const { limits } = context
  const depth = (entry.depth ?? 0) + 1
  if (depth > limits.depth) {
    const most = `${String(limits.depth)} archives inside one another are opened`
    return refused(`${most}; unpack this one and drop what is inside`)
  }
  const onProgress = sparingly(context.onProgress, entry)
  const whole = await wholeOf(task, limits.bytes, onProgress)
  if ('reason' in whole) return refused(whole.reason)
  const { blob, warnings } = whole
  const head = new Uint8Array(await blob.slice(0, SIGNATURE_BYTES).arrayBuffer())
  const kind = kindOf(head, entry.rawPath)
  const at: Place = { entry, depth, unpacked: whole.unpacked, warnings }
  if (kind === 'zip') return unpackZip(blob, at, task)
  if (kind === 'gzip') {
    const most = limits.bytes - whole.unpacked
    return unpackGzip(blob, at, { inflater: context.inflater(), most, onProgress })
  }
  if (kind === 'tar') return unpackTar(blob, at, limits.entries, onProgress)
  if (kind === 'plain') return { ...NOTHING, kind: 'plain' }
  return refused(`${kind}, which is not read here: ${adviceFor(kind)}`)
}

/** The archive that is unpacked, and what that took so far. */
interface Place {
  readonly entry: Entry
  readonly depth: number
  readonly unpacked: Bytes
  readonly warnings: readonly ArchiveWarning[]
}

const NOTHING: Unpacked = {
  kind: 'archive',
  reason: '',
  file: null,
  entries: [],
  warnings: [],
  unpacked: 0,
}

function refused(reason: string): Unpacked {
  return { ...NOTHING, kind: 'refused', reason }
}

/** What it is by its first bytes; a name alone proves nothing: a log that someone called .gz is a log. */
function kindOf(head: Uint8Array, name: string): string {
  const { name: looks } = signatureOf(head)
  if (looks.endsWith('zip archive') && !looks.includes('split')) return 'zip'
  if (looks === 'a gzip file') return 'gzip'
  if (isTar(head)) return 'tar'
  if (isContainer(head, name)) return looks
  // Bytes may stand before a zip, or its first header be damaged.
  if (/\.zip$/i.test(name)) return 'zip'
  return 'plain'
}

function adviceFor(kind: string): string {
  return kind.endsWith('disk image')
    ? 'mount it and drop the folders with the logs'
    : kind.includes('split zip')
      ? 'join its parts and drop the result'
      : 'unpack it and drop the folder, or pack it again as a zip'
}

/** The archive's bytes as one Blob. */
async function wholeOf(
  { entry, file, password, limits }: ScanTask,
  most: Bytes,
  onProgress: (offset: Bytes) => void,
): Promise<
  | { readonly blob: Blob; readonly unpacked: Bytes; readonly warnings: readonly ArchiveWarning[] }
  | { readonly reason: string }
> {
  const opened = await openWhole(file, entry, password, limits)
  if ('reason' in opened) return opened
  const { warnings } = opened
  if ('blob' in opened) return { blob: opened.blob, unpacked: 0, warnings }
  const tooLarge = {
    reason:
      `an archive that takes more than the ${String(most)} bytes that are left for unpacking archives ` +
      'inside archives; unpack it and drop what is inside',
  }
  const reader = opened.stream.getReader()
  if (entry.size > most) {
    await reader.cancel()
    return tooLarge
  }
  const builder = new BlobBuilder(most)
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (!builder.add(value)) {
      await reader.cancel()
      return tooLarge
    }
    onProgress(builder.size)
  }
  return { blob: builder.finish(), unpacked: builder.size, warnings }
}

async function unpackZip(blob: Blob, at: Place, within: ScanTask): Promise<Unpacked> {
  const { entry, depth } = at
  const name = entry.rawPath.replace(/^.*[\\/]/, '')
  const file = new File([blob], name)
  const source = {
    index: entry.evidence,
    name,
    kind: 'zip',
    files: [{ path: name, file }],
    ...(within.limits ? { limits: within.limits } : {}),
  } as const
  const { collector, packageHost, entries, warnings } = await listSource(source)
  // Packages of several servers in one: each is told from the others by its name.
  const packaged = collector === 'unknown' ? '' : packageHost || name.replace(/\.zip$/i, '')
  return {
    ...NOTHING,
    file: blob,
    entries: entries.map((one) => ({
      ...one,
      path: `${entry.path}/${one.path}`,
      machine: one.machine || packaged || entry.machine,
      depth,
    })),
    warnings: [...at.warnings, ...warnings],
    unpacked: at.unpacked,
  }
}

async function unpackGzip(
  blob: Blob,
  at: Place,
  options: Parameters<typeof readGzip>[1],
): Promise<Unpacked> {
  const { entry, depth } = at
  const content = await readGzip(blob, options)
  if (!content) return refused('a damaged gzip file: its header is cut off or of an unknown kind')
  const name = nameThatFits(withoutGz(entry.rawPath))
  const { file, offsets } = wrapped([{ name, data: content.data, method: content.method }])
  return {
    ...NOTHING,
    file,
    entries: [
      {
        ...child(entry, name, withoutGz(entry.path), depth),
        size: content.size,
        compressedSize: content.data.size,
        method: content.method,
        crc32: content.crc32,
        headerOffset: offsets[0] ?? 0,
        archiveTime: entry.archiveTime,
        modified: entry.modified,
      },
    ],
    warnings: [...at.warnings, ...content.warnings],
    unpacked: at.unpacked + content.unpacked,
  }
}

function withoutGz(path: string): string {
  return path.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '')
}

async function unpackTar(
  blob: Blob,
  at: Place,
  most: number,
  onProgress: (offset: Bytes) => void,
): Promise<Unpacked> {
  const { entry, depth } = at
  const { members, warnings } = await listTar(blob, most, onProgress)
  const named = members.map((member) => ({ ...member, name: nameThatFits(member.name) }))
  const { file, offsets } = wrapped(
    named.map(({ name, dataAt, available }) => {
      return { name, data: blob.slice(dataAt, dataAt + available), method: 'stored' }
    }),
  )
  return {
    ...NOTHING,
    file,
    entries: named.map((member, index) => {
      const { path, machine } = normalisePath(member.name, 'unknown')
      const listed = child(entry, member.name, `${entry.path}/${path}`, depth)
      return {
        ...listed,
        machine: machine || entry.machine,
        size: member.size,
        compressedSize: member.available,
        headerOffset: offsets[index] ?? 0,
        modified: member.modified,
        notReadReason: member.notRead,
      }
    }),
    warnings: [...at.warnings, ...warnings],
    unpacked: at.unpacked,
  }
}

function child(entry: Entry, rawPath: string, path: string, depth: number): ListedEntry {
  return {
    evidence: entry.evidence,
    rawPath,
    path,
    machine: entry.machine,
    size: 0,
    compressedSize: 0,
    method: 'stored',
    crc32: NaN,
    encrypted: false,
    headerOffset: 0,
    archiveTime: '',
    modified: NaN,
    priority: readingPriority(path),
    notReadReason: '',
    depth,
    ...(isContainerName(rawPath) ? { container: true } : {}),
  }
}

function sparingly(tell: (progress: Progress) => void, { index }: Entry): (offset: Bytes) => void {
  let told = performance.now()
  return (offset) => {
    const now = performance.now()
    if (now - told < PROGRESS_EVERY_MS) return
    told = now
    tell({ entry: index, offset, events: 0 })
  }
}
