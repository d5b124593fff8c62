import { familyIndex, type FamilyId } from '../../../src/model/families.js'
import type { Bytes, Microseconds } from '../../../src/model/units.js'
import type { EventSink } from '../../event-sink.js'
import { judgeRow } from './judge-row.js'

const UINT32_MAX = 0xffff_ffff
/** Longest text a column takes; the raw record has the rest. */
const MAX_TEXT = 2_048

/** One thing that a file states, in the words of the table's columns. */
export interface Fact {
  readonly time: Microseconds
  readonly offset: Bytes
  readonly size: Bytes
  readonly action: string
  readonly target: string
  readonly user?: string
  readonly agent?: string
  readonly client?: string
  readonly status?: number
}

/** Adds a fact as a row of its family; index of the row. For files whose records are few. */
export function addFact(sink: EventSink, family: FamilyId, fact: Fact): number {
  const { time, offset, size, action, target, user = '', agent = '', client = '' } = fact
  const row = sink.row()
  const { columns } = sink
  columns.time[row] = time
  columns.family[row] = familyIndex(family)
  columns.offset[row] = offset
  columns.size[row] = Math.min(size, UINT32_MAX)
  columns.action[row] = intern(sink, action)
  columns.target[row] = intern(sink, target)
  columns.user[row] = intern(sink, user)
  columns.agent[row] = intern(sink, agent)
  columns.client[row] = intern(sink, client)
  columns.status[row] = fact.status ?? 0
  judgeRow(sink, row, familyIndex(family))
  return row
}

function intern(sink: EventSink, text: string): number {
  return sink.internText(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text)
}
