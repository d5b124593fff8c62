import type { RecordLocation } from '../model/event-table.js'
import { requestIds } from '../model/request-id.js'
import {
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
  type EntryIndex,
  type Microseconds,
} from '../model/units.js'
import type {
  CaseApi,
  ChainRow,
  LineSearch,
  LogStretch,
  RawRow,
  ReadRowsTask,
} from '../../workers/protocol.js'
import { isLost, type Lost } from './pool.js'

/** Records of one log that are shown of one request. */
const MOST_OF_A_LOG = 10

/** A record in another log that holds an id of the request. */
export interface ChainLink {
  readonly raw: RawRow
  /** What the case's table says of it; null where no row stands for it. */
  readonly row: ChainRow | null
}

/** The records of one request. */
export interface RequestChain {
  /** Ids that the record at hand names; none: nothing was looked for. */
  readonly ids: readonly string[]
  /** In order of time. */
  readonly links: readonly ChainLink[]
  /** Other logs of the same host that were searched. */
  readonly searched: number
  /** What was not searched or is not shown, each in words. */
  readonly limits: readonly string[]
}

export type ChainedRow = RecordLocation & { readonly time: Microseconds }

export interface ChainContext {
  readonly pool: {
    findLines(task: ReadRowsTask, search: LineSearch): Promise<RawRow[] | Lost>
  }
  readonly caseApi: {
    logsAround(...of: Parameters<CaseApi['logsAround']>): Promise<ReturnType<CaseApi['logsAround']>>
    chainRows(...of: Parameters<CaseApi['chainRows']>): Promise<ReturnType<CaseApi['chainRows']>>
  }
  readonly taskOf: (entry: EntryIndex) => ReadRowsTask | undefined
  readonly signal: AbortSignal
}

/** Searches the host's other logs around a record for the ids that its raw text names. */
export async function requestChain(
  row: ChainedRow,
  text: string,
  { pool, caseApi, taskOf, signal }: ChainContext,
): Promise<RequestChain> {
  const ids = requestIds(text)
  const nothing = { ids, links: [], searched: 0 }
  if (ids.length === 0) return { ...nothing, limits: [] }
  if (Number.isNaN(row.time)) {
    return { ...nothing, limits: ['the record states no time to search around'] }
  }
  const { stretches, leftOut } = await caseApi.logsAround(row.entry, row.time)
  const found: RawRow[] = []
  let unread = 0
  let more = 0
  // One log after the other: somebody may have gone on to another record.
  for (const stretch of stretches) {
    signal.throwIfAborted()
    const task = taskOf(stretch.entry)
    const search = { stretch, needles: ids, most: MOST_OF_A_LOG }
    const lines = task ? await pool.findLines(task, search).catch(() => null) : null
    if (lines === null || isLost(lines)) unread++
    else {
      found.push(...lines)
      if (lines.length === MOST_OF_A_LOG) more++
    }
  }
  signal.throwIfAborted()
  const rows = await caseApi.chainRows(found.map(placeOf), row.time)
  return {
    ids,
    links: inOrder(found, rows),
    searched: stretches.length - unread,
    limits: [
      ...narrowed(stretches),
      ...said(leftOut, 'has too much around that time', 'have too much around that time'),
      ...said(unread, 'could not be read again', 'could not be read again'),
      ...said(more, 'holds more of it than is shown', 'hold more of it than is shown'),
    ],
  }
}

function placeOf({ entry, offset, size }: RawRow): RecordLocation {
  return { entry, offset, size }
}

function inOrder(found: readonly RawRow[], rows: readonly ChainRow[]): ChainLink[] {
  const links = found.map((raw) => ({
    raw,
    row: rows.find((row) => row.entry === raw.entry && row.offset === raw.offset) ?? null,
  }))
  return links.sort((a, b) => (a.row?.time ?? Infinity) - (b.row?.time ?? Infinity) || 0)
}

function said(logs: number, one: string, many: string): string[] {
  return logs === 0 ? [] : [`${String(logs)} ${logs === 1 ? `log ${one}` : `logs ${many}`}`]
}

/** Logs of which less than the usual was searched. */
function narrowed(stretches: readonly LogStretch[]): string[] {
  const of = (window: Microseconds): number =>
    stretches.filter((stretch) => stretch.window === window).length
  return [
    ...said(
      of(MICROSECONDS_PER_MINUTE),
      'was searched a minute either side only',
      'were searched a minute either side only',
    ),
    ...said(
      of(10 * MICROSECONDS_PER_SECOND),
      'was searched ten seconds either side only',
      'were searched ten seconds either side only',
    ),
  ]
}
