import { COLUMN_NAMES, type EventBatch } from '../../../src/model/event-table.js'
import { FAMILIES } from '../../../src/model/families.js'
import { formatIso } from '../../../src/model/time.js'
import type { LogRecord } from '../../../workers/detections/detection.js'
import { EventSink, type SinkTotals } from '../../../workers/event-sink.js'
import type { Parser } from '../../../workers/parsers/parser.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { MemoryInput, type MemoryOptions } from './memory-input.js'

const kernels = await loadKernels()

export interface ReadRow {
  readonly time: string
  readonly family: string
  readonly flags: number
  readonly offset: number
  readonly size: number
  readonly client: string
  /** First address of X-Forwarded-For, '' where there is none. */
  readonly forwarded: string
  readonly user: string
  readonly agent: string
  readonly action: string
  readonly target: string
  readonly status: number
}

/** A record with every getter asked while its row was at hand. */
export type SeenRecord = Pick<
  LogRecord,
  'fromSelf' | 'reshaped' | 'method' | 'stem' | 'query' | 'urls' | 'agent' | 'client' | 'user'
> & { readonly fields: Readonly<Record<string, string>> }

export interface ReadLog {
  readonly rows: readonly ReadRow[]
  readonly seen: readonly SeenRecord[]
  readonly totals: SinkTotals
  /** `what (wanted: found)` of each warning. */
  readonly warnings: readonly string[]
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Runs a parser over bytes in memory and gives rows and warnings in readable form. */
export async function readAll(
  parser: Parser,
  bytes: Uint8Array,
  options: MemoryOptions & { readonly fields?: readonly string[] } = {},
): Promise<ReadLog> {
  const batches: EventBatch[] = []
  const seen: SeenRecord[] = []
  const probe = {
    match(record: LogRecord): number {
      const { fromSelf, reshaped, method, stem, query, urls, agent, client, user } = record
      const fields = Object.fromEntries(
        (options.fields ?? []).map((name) => [
          name,
          name.startsWith('item ') ? record.item(name.slice(5)) : record.field(name),
        ]),
      )
      seen.push({ fromSelf, reshaped, method, stem, query, urls, agent, client, user, fields })
      return -1
    },
  }
  const deliver = (batch: EventBatch): Promise<void> => {
    batches.push(batch)
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, [probe], kernels)
  await parser.parse(new MemoryInput(bytes, options), sink)
  const totals = await sink.finish()
  const rows = rowsOf(batches)
  const warnings = totals.warnings.map(
    (warning) =>
      `${String(warning.offset)} ${warning.what} (${warning.wanted}: ${warning.found}) x${String(warning.count)}`,
  )
  return { rows, seen, totals, warnings }
}

function rowsOf(batches: readonly EventBatch[]): ReadRow[] {
  const strings: string[] = []
  const rows: ReadRow[] = []
  for (const { columns, newStrings, lateStrings = [] } of batches) {
    strings.push(...newStrings)
    for (const [index, text] of lateStrings) strings[index] = text
    for (const name of COLUMN_NAMES) {
      if (columns[name].length < columns.length) throw new Error(`column ${name} is too short`)
    }
    for (let row = 0; row < columns.length; row++) {
      const text = (index: number | undefined): string => strings[index ?? -1] ?? '(no such string)'
      rows.push({
        time: formatIso(columns.time[row] ?? NaN, columns.tenths[row]),
        family: FAMILIES[columns.family[row] ?? 0]?.id ?? '',
        flags: columns.flags[row] ?? 0,
        offset: columns.offset[row] ?? -1,
        size: columns.size[row] ?? -1,
        client: text(columns.client[row]),
        forwarded: text(columns.forwarded[row]),
        user: text(columns.user[row]),
        agent: text(columns.agent[row]),
        action: text(columns.action[row]),
        target: text(columns.target[row]),
        status: columns.status[row] ?? -1,
      })
    }
  }
  return rows
}
