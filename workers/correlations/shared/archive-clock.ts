import type { AnalysisInput } from '../../verdict/analysis.js'

const STATED = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/

/** The archive's time of a row's file as if its clock were UTC: it states no zone. NaN where it states none. */
export function archiveClock({ table, entries }: AnalysisInput, row: number): number {
  const stated = entries[table.entry[row] ?? -1]?.archiveTime ?? ''
  const [year = 0, month = 0, ...rest] = STATED.exec(stated)?.slice(1).map(Number) ?? []
  if (year === 0) return NaN
  const [day = 1, hour = 0, minute = 0, second = 0] = rest
  return Date.UTC(year, month - 1, day, hour, minute, second) * 1_000
}
