import type { Entry, EntryResult, Evidence } from '../model/evidence.js'
import type { EntryIndex, Sha256Hex } from '../model/units.js'
import type { DroppedFile, EvidenceSource, ListedEntry, ScanTask } from '../../workers/protocol.js'

export interface AttachmentOptions {
  readonly evidence: readonly Evidence[]
  readonly entries: readonly Entry[]
  readonly results: readonly EntryResult[]
  /** null where the case was closed meanwhile. */
  readonly hash: (file: File) => Promise<Sha256Hex | null>
}

/** What came of files that were dropped on a saved case. */
export interface Attached {
  /** For the entries that stand in no other one. */
  readonly tasks: readonly ScanTask[]
  /** What does not fit, a sentence each. */
  readonly refused: readonly string[]
}

/**
 * Brings evidence back to a saved case. A file is taken for the one that was read by its SHA-256 and by
 * nothing else: what only looks like it would lend its bytes to findings that rest on others.
 */
export class Attachment {
  /** Evidence that is not there yet. */
  private readonly missing: Set<number>

  constructor(private readonly options: AttachmentOptions) {
    this.missing = new Set(options.evidence.keys())
  }

  get missingNames(): string[] {
    return this.options.evidence
      .filter(({ index }) => this.missing.has(index))
      .map(({ name }) => name)
  }

  /** Whether any of what was dropped could be missing evidence; its digest will tell. */
  mayFit(sources: readonly EvidenceSource[]): boolean {
    return sources.some((source) => this.candidates(source).length > 0)
  }

  async attach(sources: readonly EvidenceSource[]): Promise<Attached> {
    const tasks: ScanTask[] = []
    const refused: string[] = []
    for (const source of sources) {
      const found =
        source.kind === 'zip' ? await this.archive(source) : await this.looseFiles(source)
      tasks.push(...found.tasks)
      refused.push(...found.refused)
    }
    return { tasks, refused }
  }

  private candidates(source: EvidenceSource): Evidence[] {
    const size = source.files.reduce((sum, { file }) => sum + file.size, 0)
    return this.options.evidence.filter(
      (one) =>
        this.missing.has(one.index) &&
        one.size === size &&
        (one.kind === 'zip') === (source.kind === 'zip'),
    )
  }

  private async archive(source: EvidenceSource): Promise<Attached> {
    const { name, limits } = source
    const candidates = this.candidates(source)
    const file = source.files[0]?.file
    if (candidates.length === 0 || !file)
      return refusal(`${name} has not the size of any that is missing`)
    const sha256 = await this.options.hash(file)
    const known = candidates.find((one) => one.sha256 !== null && one.sha256 === sha256)
    if (!known) return refusal(`${name} is another file: its SHA-256 differs`)
    this.missing.delete(known.index)
    const tasks = this.outermost(known).map((entry) => taskOf(entry, file, limits))
    return { tasks, refused: [] }
  }

  /** Files that were dropped without an archive, each told by its own digest. */
  private async looseFiles(source: EvidenceSource): Promise<Attached> {
    const { name, limits } = source
    const [known] = this.candidates(source)
    if (!known) return refusal(`${name} has not the size of any that is missing`)
    const files = new Map(source.files.map((one: DroppedFile) => [one.path, one.file]))
    const digests = new Map(this.options.results.map((one) => [one.entry, one.sha256]))
    const tasks: ScanTask[] = []
    let others = 0
    for (const entry of this.outermost(known)) {
      const file = files.get(entry.rawPath)
      const wanted = digests.get(entry.index) ?? null
      const same = file && wanted !== null && (await this.options.hash(file)) === wanted
      if (same) tasks.push(taskOf(entry, file, limits))
      else if (wanted !== null) others++
    }
    if (tasks.length === 0) return refusal(`${name} holds none of the files that were read`)
    this.missing.delete(known.index)
    const differ = `${name}: ${String(others)} of its files are missing, or others by their SHA-256`
    return { tasks, refused: others > 0 ? [differ] : [] }
  }

  private outermost({ index }: Evidence): Entry[] {
    return this.options.entries.filter(
      ({ evidence, depth = 0 }) => evidence === index && depth === 0,
    )
  }
}

/** Which saved entries those are that are listed again inside an archive that is one itself. */
export function sameEntries(
  listed: readonly ListedEntry[],
  within: Entry,
  saved: readonly Entry[],
  taken: ReadonlySet<EntryIndex>,
): (Entry | undefined)[] {
  const depth = (within.depth ?? 0) + 1
  const inside = new Map<string, Entry[]>()
  for (const entry of saved) {
    const there = entry.evidence === within.evidence && (entry.depth ?? 0) === depth
    if (!there || taken.has(entry.index)) continue
    const same = inside.get(keyOf(entry))
    if (same) same.push(entry)
    else inside.set(keyOf(entry), [entry])
  }
  return listed.map((entry) => inside.get(keyOf(entry))?.shift())
}

function refusal(why: string): Attached {
  return { tasks: [], refused: [why] }
}

function keyOf({ path, size, headerOffset }: ListedEntry): string {
  return `${String(size)} ${String(headerOffset)} ${path}`
}

function taskOf(entry: Entry, file: Blob, limits: EvidenceSource['limits']): ScanTask {
  return { entry, file, checkpointBudget: 0, ...(limits && { limits }) }
}
