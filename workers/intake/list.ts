import type { Collector, Warning } from '../../src/model/evidence.js'
import type { EvidenceSource, ListedEntry, Listing, Progress } from '../protocol.js'
import { listZip, type ArchiveWarning, type RawZipEntry } from '../zip/directory.js'
import { NO_HEADER } from '../zip/entry-stream.js'
import { availableBytes } from '../zip/extents.js'
import { REASON_STRONG } from '../zip/find-encrypted.js'
import { LOCAL_SIZE } from '../zip/local-header.js'
import { READING_LIMITS } from '../../src/model/limits.js'
import { methodOf, unsupportedMethod } from '../zip/methods.js'
import { isContainerName } from '../zip/signature.js'
import { recogniseCollector } from './collector.js'
import { withinLimits } from './within-limits.js'
import { normalisePath, readingPriority, severalMachines } from './layout.js'
import { markSecured } from './secured.js'

/**
 * Lists what was dropped. Never rejects: an archive that is none gives no entries and a warning
 * that says what it is instead.
 */
export async function listSource(
  source: EvidenceSource,
  onProgress: (progress: Progress) => void = ignore,
): Promise<Listing> {
  const listed = await (source.kind === 'zip' ? listArchive(source, onProgress) : listFiles(source))
  const { entries, warnings } = withinLimits(listed.entries, source.limits ?? READING_LIMITS)
  const told = warnings.map((warning) => located(warning, source.index))
  return { ...listed, entries, warnings: [...listed.warnings, ...told] }
}

/** A damaged archive is searched through, which takes its time: a sign of life this often. */
const PROGRESS_EVERY_MS = 250
const NO_ENTRY = -1

function ignore(): void {
  // Nobody asked.
}

async function listArchive(
  source: EvidenceSource,
  onProgress: (progress: Progress) => void,
): Promise<Listing> {
  const file = source.files[0]?.file ?? new Blob()
  let told = performance.now()
  const { entries: raw, warnings } = await listZip(file, source.name, {
    limits: source.limits ?? READING_LIMITS,
    onProgress: (offset) => {
      const now = performance.now()
      if (now - told < PROGRESS_EVERY_MS) return
      told = now
      onProgress({ entry: NO_ENTRY, offset, events: 0 })
    },
  })
  const files = raw.filter((entry) => !entry.directory)
  const recognised = recogniseCollector(
    source.name,
    files.map(({ name }) => name),
  )
  const available = availableBytes(files, file.size)
  const overlaps: ArchiveWarning[] = []
  const entries = files.map((entry, index) =>
    fromArchive(entry, source.index, recognised.collector, available[index] ?? 0, overlaps),
  )
  if (raw.length === 0 && warnings.length === 0) {
    overlaps.push(said(`${source.name} is a zip archive with no entries`, 'evidence', '0 entries'))
  }
  return {
    ...recognised,
    entries: await markSecured(file, source.name, withMachines(entries)),
    warnings: [
      ...warnings.map((warning) => located(warning, source.index)),
      // A hostile archive has thousands; the first is told, the rest are counted.
      ...overlaps.slice(0, 1).map((warning) => located(warning, source.index, overlaps.length)),
    ],
  }
}

/** `available`: bytes up to the next header; -1 where another entry has the same header. */
function fromArchive(
  raw: RawZipEntry,
  evidence: number,
  collector: Collector,
  available: number,
  overlaps: ArchiveWarning[],
): ListedEntry {
  const { path, machine } = normalisePath(raw.name, collector)
  const compressedSize =
    available < 0 ? raw.compressedSize : Math.min(raw.compressedSize, available)
  if (compressedSize < raw.compressedSize) {
    const wanted = `${String(raw.compressedSize)} bytes, as declared`
    const what = `${raw.name} reaches into the next entry or past the archive's end`
    overlaps.push(
      said(`${what}; it is read up to there`, wanted, `${String(compressedSize)} bytes`),
    )
  }
  return {
    evidence,
    rawPath: raw.name,
    path,
    machine,
    size: raw.size,
    compressedSize,
    method: methodOf(raw.method),
    crc32: raw.crc32,
    encrypted: raw.encrypted,
    headerOffset: raw.headerOffset,
    archiveTime: raw.archiveTime,
    modified: raw.modified,
    priority: readingPriority(path),
    notReadReason: whyNotRead(raw, available < 0),
    ...(raw.salvaged ? { salvaged: true } : {}),
    ...(compressedSize < raw.compressedSize
      ? { endsAt: raw.headerOffset + LOCAL_SIZE + compressedSize }
      : {}),
    ...(isContainerName(raw.name) ? { container: true } : {}),
  }
}

function whyNotRead(raw: RawZipEntry, shared: boolean): string {
  if (raw.notRead) return raw.notRead
  if (shared) return 'the same bytes as another entry, which is read'
  if (raw.strong) return REASON_STRONG
  if (methodOf(raw.method) === 'other') return unsupportedMethod(raw.method)
  return ''
}

function listFiles(source: EvidenceSource): Listing {
  const recognised = recogniseCollector(
    source.name,
    source.files.map(({ path }) => path),
  )
  const entries: ListedEntry[] = []
  for (const { path: rawPath, file } of source.files) {
    const { path, machine } = normalisePath(rawPath, recognised.collector)
    entries.push({
      evidence: source.index,
      rawPath,
      path,
      machine,
      size: file.size,
      compressedSize: file.size,
      method: 'stored',
      crc32: 0,
      encrypted: false,
      headerOffset: NO_HEADER,
      archiveTime: '',
      modified: NaN,
      priority: readingPriority(path),
      notReadReason: '',
      ...(isContainerName(rawPath) ? { container: true } : {}),
    })
  }
  return { ...recognised, entries: withMachines(entries), warnings: [] }
}

function withMachines(entries: readonly ListedEntry[]): readonly ListedEntry[] {
  const several = severalMachines(entries.map(({ machine }) => machine))
  return several ? entries : entries.map((entry) => ({ ...entry, machine: '' }))
}

function said(what: string, wanted: string, found: string): ArchiveWarning {
  return { offset: NaN, what, wanted, found }
}

const WHOLE_EVIDENCE = -1

function located(warning: ArchiveWarning, evidence: number, count = 1): Warning {
  return { ...warning, entry: WHOLE_EVIDENCE, evidence, count }
}
