import type { EventTable } from '../../src/model/event-table.js'
import { INTERNED } from '../../src/model/event-table.js'
import { FAMILIES } from '../../src/model/families.js'
import { orderedJudgements } from '../../src/model/judgement.js'
import { MANIFEST_NAME, type SavedNotes, type SavedBy } from '../../src/model/saved-case.js'
import { SavedArchive } from './archive.js'
import { emptyColumns, expectationOf, fillColumn, PART_ROWS, SAVED_COLUMNS } from './columns.js'
import { BadSavedCase, damaged } from './damage.js'
import { currentHits } from './hits.js'
import { jsonLinesOf } from './json-lines.js'
import type { KeptCase } from './kept-case.js'
import { unlockZip } from './locked-zip.js'
import { partName, readManifest, type Manifest, type Stream } from './manifest.js'
import { numbersOf } from './number-list.js'
import { unpack, type Digest } from './packing.js'
import { PartReader } from './planes.js'
import type { Shape } from './shape.js'
import * as shapes from './shapes.js'
import {
  COLUMN_STREAM,
  HITS_STREAM,
  HOST_STREAM,
  RAW_STREAM,
  TEXT_STREAM,
  type ListStream,
} from './streams.js'
import { textsOf } from './texts.js'

/** Values of a list that has no count of its own: findings, warnings. More than any case has. */
const MOST_VALUES = 5_000_000

export interface OpenedCase extends KeptCase {
  readonly saved: SavedBy
}

/**
 * Reads a saved case, whoever made it. Rejects with a `BadSavedCase` that says what is wrong and where;
 * nothing that it gives needs to be checked again.
 */
export async function readCase(file: Blob, digest: Digest): Promise<OpenedCase> {
  try {
    return await new Reader(await SavedArchive.open(file), digest).read()
  } catch (error) {
    if (error instanceof BadSavedCase) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new BadSavedCase(`the saved case could not be read: ${why}`)
  }
}

class Reader {
  private manifest: Manifest | null = null

  constructor(
    private readonly archive: SavedArchive,
    private readonly digest: Digest,
  ) {}

  async read(): Promise<OpenedCase> {
    const manifest = readManifest(await this.archive.bytes(MANIFEST_NAME))
    this.manifest = manifest
    const facts = await this.one('facts', shapes.facts)
    const evidence = await this.list('evidence', shapes.evidence)
    const counts = {
      entries: manifest.entries,
      evidence: evidence.length,
      hosts: facts.hostNames.length,
    }
    const entries = await this.list('entries', shapes.entry(counts), manifest.entries)
    mustBe('evidence', 'in their order', !evidence.some(({ index }, at) => index !== at))
    mustBe('entries', 'as many as stated', entries.length === manifest.entries)
    mustBe('entries', 'in their order', !entries.some(({ index }, at) => index !== at))
    for (const list of [facts.hostNameFrom, facts.who, facts.ownAddresses]) {
      mustBe('facts', 'one for each server', list.length === counts.hosts)
    }
    const table = await this.table(facts.hostNames)
    const hits = await this.numbers(HITS_STREAM, manifest.hits)
    const hostOfEntry = await this.numbers(HOST_STREAM, manifest.entries)
    mustBe(HOST_STREAM, 'a server each', allBelow(hostOfEntry, Math.max(1, counts.hosts)))
    return {
      saved: manifest.saved,
      demo: facts.demo,
      held: facts.held,
      gathered: {
        findings: await this.list('findings', shapes.finding(counts)),
        actors: await this.list('actors', shapes.actor),
        coverage: await this.list('coverage', shapes.coverage),
      },
      raw: await this.list(RAW_STREAM, shapes.rawRow(counts)),
      notes: await this.one('notes', notes),
      input: {
        table,
        hits: currentHits(hits, facts.detections, table.length),
        evidence,
        entries,
        results: await this.list('results', shapes.result(counts)),
        warnings: await this.list('warnings', shapes.warning),
        builds: await this.list('builds', shapes.build(counts)),
        // They stand as holes in the coverage that is kept.
        gaps: [],
        // They stand as stories and actors that are kept.
        sessions: [],
        hostOfEntry: Uint16Array.from(hostOfEntry),
        hostNameFrom: facts.hostNameFrom,
        ownAddresses: facts.ownAddresses.map((addresses) => new Set(addresses)),
        who: facts.who,
        campaigns: facts.campaigns,
        judgements: orderedJudgements(facts.judgements),
        complete: facts.complete,
      },
    }
  }

  private async table(hosts: readonly string[]): Promise<EventTable> {
    const { rows, strings: texts, entries } = this.known
    // Before so much memory is asked for.
    for (const name of SAVED_COLUMNS) {
      const stream = `${COLUMN_STREAM}/${name}`
      const { parts } = this.stream(stream)
      mustBe(stream, 'as many rows as stated', parts.length === Math.ceil(rows / PART_ROWS))
    }
    const columns = emptyColumns(rows)
    for (const name of SAVED_COLUMNS) {
      const before = expectationOf(name, columns, entries)
      let from = 0
      for await (const part of this.readers(`${COLUMN_STREAM}/${name}`)) {
        const to = Math.min(from + PART_ROWS, rows)
        fillColumn(columns, name, from, to, before, part)
        from = to
      }
    }
    const strings: string[] = []
    for await (const part of this.readers(TEXT_STREAM)) {
      for (const text of textsOf(part)) strings.push(text)
    }
    mustBe(TEXT_STREAM, 'as many as stated', strings.length === texts)
    for (const name of INTERNED) {
      mustBe(`${COLUMN_STREAM}/${name}`, 'texts there are', allBelow(columns[name], texts))
    }
    mustBe(`${COLUMN_STREAM}/entry`, 'entries there are', allBelow(columns.entry, entries))
    mustBe(`${COLUMN_STREAM}/host`, 'servers there are', allBelow(columns.host, hosts.length))
    mustBe(`${COLUMN_STREAM}/family`, 'logs we know', allBelow(columns.family, FAMILIES.length))
    mustBe(`${COLUMN_STREAM}/time`, 'in their order', isInOrder(columns.time))
    return { ...columns, strings, hosts }
  }

  private async one<T>(name: ListStream, shape: Shape<T>): Promise<T> {
    const [value] = await this.list(name, shape, 1)
    if (value === undefined) throw damaged(name, 'it is empty')
    return value
  }

  private list<T>(
    name: ListStream | typeof RAW_STREAM,
    shape: Shape<T>,
    most = MOST_VALUES,
  ): Promise<T[]> {
    return jsonLinesOf(shape, most, name, this.parts(name))
  }

  private async numbers(name: string, count: number): Promise<Uint32Array> {
    const numbers = await numbersOf(count, this.readers(name))
    mustBe(name, 'as many as stated', numbers.length === count)
    return numbers
  }

  private async *readers(name: string): AsyncGenerator<PartReader> {
    let index = 0
    for await (const bytes of this.parts(name)) {
      yield new PartReader(bytes, partName(name, index++))
    }
  }

  /** The parts of a stream, unpacked one after another. */
  private async *parts(name: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (const [index, { size, sha256 }] of this.stream(name).parts.entries()) {
      const entry = partName(name, index)
      const stored = await this.archive.bytes(entry)
      if (this.digest(stored) !== sha256) throw damaged(entry, 'its SHA-256 differs')
      yield name === RAW_STREAM
        ? await unlockZip(stored, size, entry)
        : await unpack(stored, size, this.known.packing, entry)
    }
  }

  private stream(name: string): Stream {
    const stream = this.known.streams.find((one) => one.name === name)
    if (!stream) throw damaged(name, 'it is missing')
    return stream
  }

  private get known(): Manifest {
    if (!this.manifest) throw new Error('the manifest is not read yet')
    return this.manifest
  }
}

/** Who wrote them looks into them. */
const notes: Shape<SavedNotes> = {
  read: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as SavedNotes)
      : {},
}

function mustBe(where: string, what: string, holds: boolean): void {
  if (!holds) throw damaged(where, `not ${what}`)
}

function allBelow(numbers: ArrayLike<number>, end: number): boolean {
  for (let at = 0; at < numbers.length; at++) if ((numbers[at] as number) >= end) return false
  return true
}

/** Rows without a time stand last. */
function isInOrder(times: Float64Array): boolean {
  for (let row = 1; row < times.length; row++) {
    const before = times[row - 1] as number
    const time = times[row] as number
    if (time < before || (Number.isNaN(before) && !Number.isNaN(time))) return false
  }
  return true
}
