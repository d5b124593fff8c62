/** What NTFS keeps of files: the table and the journal of changes. */
import { fileTable, type FileSpec, type Stream } from '../../test/workers/parsers/ntfs/build-mft.js'
import { journal, type UsnSpec } from '../../test/workers/parsers/ntfs/build-usn.js'
import type { Milliseconds } from './server.js'

const EPOCH = 116_444_736_000_000_000n
const FIRST_RECORD = 40
const OLD_NAME = 0x1000
const NEW_NAME = 0x8000_2000

export interface DiskFile {
  /** `inetpub/wwwroot/aspnet_client/x.aspx` */
  readonly path: string
  readonly created: Milliseconds
  readonly modified?: Milliseconds
  /** Where somebody set the times back: what they were set to. */
  readonly claimed?: Milliseconds
  readonly deleted?: boolean
  /** Short contents lie in the record itself. */
  readonly content?: string
}

const fileTime = (time: Milliseconds, units: bigint): bigint =>
  EPOCH + BigInt(time) * 10_000n + units

/** A disk whose table and journal agree on the numbers of files and folders. */
export class Disk {
  private readonly records = new Map<string, number>()
  private readonly specs: FileSpec[] = []
  private readonly changes: { readonly time: Milliseconds; readonly spec: UsnSpec }[] = []
  private next = FIRST_RECORD

  add(file: DiskFile): void {
    const { path, created, claimed, deleted = false, content } = file
    const { parent, name } = this.placeOf(path)
    const record = this.number(path)
    const stated = claimed ?? created
    // Times that a program sets are whole seconds; Windows' own are not.
    const units = claimed === undefined ? 1_234_567n : 0n
    const bytes = new TextEncoder().encode(content ?? '')
    const stream: Stream = content === undefined ? {} : { content: bytes }
    this.specs.push({
      ...{ record, inUse: !deleted, created: fileTime(stated, units) },
      modified: fileTime(claimed ?? file.modified ?? created, units),
      changed: fileTime(file.modified ?? created, 1_234_567n),
      names: [{ text: name, parent, space: 3, created: fileTime(created, 1_234_567n) }],
      streams: [stream],
    })
  }

  rename(path: string, to: string, time: Milliseconds): void {
    const { parent, name } = this.placeOf(path)
    const spec = { file: this.number(path), parent, time: fileTime(time, 77n) }
    this.changes.push({ time, spec: { ...spec, name, reason: OLD_NAME } })
    this.changes.push({ time, spec: { ...spec, name: to, reason: NEW_NAME } })
  }

  change(path: string, time: Milliseconds, reason: number): void {
    const { parent, name } = this.placeOf(path)
    const file = this.number(path)
    this.changes.push({ time, spec: { file, parent, name, reason, time: fileTime(time, 77n) } })
  }

  get rows(): number {
    return this.specs.length
  }

  get changed(): number {
    return this.changes.length
  }

  table(): Uint8Array {
    return fileTable(this.specs)
  }

  journal(): Uint8Array {
    const ordered = [...this.changes].sort((a, b) => a.time - b.time)
    return journal(ordered.map(({ spec }) => spec))
  }

  private placeOf(path: string): { parent: number; name: string } {
    const at = path.lastIndexOf('/')
    return { parent: at < 0 ? 5 : this.folder(path.slice(0, at)), name: path.slice(at + 1) }
  }

  private folder(path: string): number {
    const known = this.records.get(path)
    if (known !== undefined) return known
    const { parent, name } = this.placeOf(path)
    const record = this.number(path)
    const top = parent === 5
    const names = [{ text: name, parent, parentSequence: top ? 5 : 1, space: 3 }]
    this.specs.push({ record, directory: true, names })
    return record
  }

  private number(path: string): number {
    const known = this.records.get(path)
    if (known !== undefined) return known
    const record = this.next++
    this.records.set(path, record)
    return record
  }
}
