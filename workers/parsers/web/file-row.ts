import { FLAG_CANDIDATE } from '../../../src/model/event-table.js'
import type { Entry } from '../../../src/model/evidence.js'
import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import type { EventSink } from '../../event-sink.js'
import { LazyRecord, type RecordSource } from '../../log-record.js'
import { decodeOnce } from './content.js'
import { statedChange } from './stated-time.js'

const UINT32_MAX = 0xffff_ffff

/** A file as detections see it: its path and what it holds. */
export class WebFile implements RecordSource {
  constructor(
    private readonly path: string,
    private readonly content: string,
  ) {}

  client(): string {
    return ''
  }

  user(): string {
    return ''
  }

  agent(): string {
    return ''
  }

  method(): string {
    return ''
  }

  stem(): string {
    return this.path
  }

  query(): string {
    return ''
  }

  field(name: string): string {
    if (name === 'content') return this.content
    return name === 'content-decoded' ? decodeOnce(this.content) : ''
  }

  item(): string {
    return ''
  }
}

/** Adds the row of a file under a web root and has its content examined. */
export function addWebFile(sink: EventSink, entry: Entry, text: string): void {
  addContent(sink, entry, 'web-root', entry.path, text)
}

/**
 * Adds the row of a file whose content a web server runs, and has it examined as what lies at `path`.
 * Its time is the file's own where the archive states it in UTC, else the one that the text states.
 */
export function addContent(
  sink: EventSink,
  entry: Entry,
  family: FamilyId,
  path: string,
  text: string,
): number {
  const row = sink.row()
  const { columns } = sink
  columns.time[row] = Number.isNaN(entry.modified) ? statedChange(text) : entry.modified
  columns.family[row] = familyIndex(family)
  columns.flags[row] = FLAG_CANDIDATE
  columns.size[row] = Math.min(entry.size, UINT32_MAX)
  columns.target[row] = sink.internText(path)
  const facts = { family: familyIndex(family), fromSelf: false, status: 0, reshaped: false }
  sink.detect(new LazyRecord(new WebFile(path, text), facts), row)
  return row
}
