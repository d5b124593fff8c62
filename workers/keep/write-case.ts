import JSZip from 'jszip'
import { MANIFEST_NAME } from '../../src/model/saved-case.js'
import { DETECTIONS } from '../detections/index.js'
import { columnPart, expectationOf, PART_ROWS, SAVED_COLUMNS } from './columns.js'
import { jsonLineParts } from './json-lines.js'
import type { KeptCase } from './kept-case.js'
import { CUSTOMARY_PASSWORD, lockedZip } from './locked-zip.js'
import { manifestOf, partName, type Part, type Stream } from './manifest.js'
import { numberParts } from './number-list.js'
import { bestPacking, MAX_ENTRY_BYTES, pack, type Digest, type Packing } from './packing.js'
import type { Facts } from './shapes.js'
import {
  COLUMN_STREAM,
  HITS_STREAM,
  HOST_STREAM,
  RAW_STREAM,
  TEXT_STREAM,
  type ListStream,
} from './streams.js'
import { textPart } from './texts.js'

/** The earliest that a zip can name: the same case gives the same bytes. */
const NO_DATE = new Date('1980-01-01T00:00:00Z')

const README = [
  'A case saved by Afterpatch. Drop this file on the page to open it again; the evidence is not needed.',
  '',
  'It holds REAL NAMES, addresses and paths from the evidence. Treat it like the evidence.',
  `Raw records are in zips with the password "${CUSTOMARY_PASSWORD}", which keeps scanners quiet, not readers out.`,
  'Everything else is packed columns and lists, described by afterpatch-case.json.',
  '',
].join('\r\n')

export interface WriteOptions {
  readonly packing?: Packing
  /** Told the share of the rows' columns that is written. */
  readonly onProgress?: (share: number) => void
}

/** A case as one zip, whose entries are stored: what is in them is packed already. */
export async function writeCase(
  kept: KeptCase,
  digest: Digest,
  options: WriteOptions = {},
): Promise<Blob> {
  const writer = new Writer(options.packing ?? bestPacking(), digest)
  const { table, hits, entries, hostOfEntry } = kept.input
  const lists = listsOf(kept)
  for (const name of Object.keys(lists) as ListStream[]) {
    await writer.add(name, jsonLineParts(lists[name]))
  }
  await writer.add(RAW_STREAM, jsonLineParts(kept.raw), true)
  await writer.add(HOST_STREAM, numberParts(Uint32Array.from(hostOfEntry)))
  await writer.add(HITS_STREAM, numberParts(hits))
  await writer.add(TEXT_STREAM, textParts(table.strings))
  for (const [at, name] of SAVED_COLUMNS.entries()) {
    await writer.add(`${COLUMN_STREAM}/${name}`, columnParts(kept, name))
    options.onProgress?.((at + 1) / SAVED_COLUMNS.length)
  }
  return writer.zip({
    rows: table.length,
    strings: table.strings.length,
    hits: hits.length,
    entries: entries.length,
  })
}

function listsOf({ demo, input, gathered, held, notes }: KeptCase) {
  const facts: Facts = {
    demo,
    complete: input.complete,
    campaigns: input.campaigns,
    judgements: input.judgements,
    hostNames: input.table.hosts,
    hostNameFrom: input.hostNameFrom,
    who: input.who,
    ownAddresses: input.ownAddresses.map((addresses) => [...addresses]),
    held,
    detections: DETECTIONS.map(({ id }) => id),
  }
  return {
    facts: [facts],
    evidence: input.evidence,
    entries: input.entries,
    results: input.results,
    warnings: input.warnings,
    builds: input.builds,
    findings: gathered.findings,
    actors: gathered.actors,
    coverage: gathered.coverage,
    notes: [notes],
  } satisfies Record<ListStream, readonly unknown[]>
}

function* textParts(texts: readonly string[]): Generator<Uint8Array<ArrayBuffer>> {
  for (let from = 0; from < texts.length;) {
    const { bytes, end } = textPart(texts, from)
    yield bytes
    from = end
  }
}

function* columnParts(
  { input: { table, entries } }: KeptCase,
  name: (typeof SAVED_COLUMNS)[number],
): Generator<Uint8Array<ArrayBuffer>> {
  const before = expectationOf(name, table, entries.length)
  for (let from = 0; from < table.length; from += PART_ROWS) {
    const to = Math.min(from + PART_ROWS, table.length)
    yield columnPart(table, name, from, to, before)
  }
}

/** Entries as they are made; the manifest, which tells of all, goes before them. */
class Writer {
  private readonly streams: Stream[] = []
  private readonly entries: (readonly [name: string, bytes: Uint8Array])[] = []

  constructor(
    private readonly packing: Packing,
    private readonly digest: Digest,
  ) {}

  /** `locked`: each part is a zip of its own with the customary password. */
  async add(name: string, parts: Iterable<Uint8Array<ArrayBuffer>>, locked = false): Promise<void> {
    const written: Part[] = []
    for (const bytes of parts) {
      const entry = partName(name, written.length)
      const stored = locked
        ? await lockedZip(`${entry.replace('/', '-')}.jsonl`, bytes, this.packing)
        : (await pack(bytes, this.packing)).bytes
      if (stored.length > MAX_ENTRY_BYTES) throw new Error(`${entry} is too long to be saved`)
      written.push({ size: bytes.length, sha256: this.digest(stored) })
      this.entries.push([entry, stored])
    }
    this.streams.push({ name, parts: written })
  }

  zip(counts: Pick<Parameters<typeof manifestOf>[0], 'rows' | 'strings' | 'hits' | 'entries'>) {
    const { packing, streams } = this
    const manifest = manifestOf({ packing, streams, ...counts })
    const zip = new JSZip()
    const how = { binary: true, createFolders: false, date: NO_DATE }
    zip.file(MANIFEST_NAME, JSON.stringify(manifest, null, 1), { ...how, binary: false })
    zip.file('README.txt', README, { ...how, binary: false })
    for (const [name, bytes] of this.entries) zip.file(name, bytes, how)
    return zip.generateAsync({ type: 'blob', compression: 'STORE' })
  }
}
