import { familyAt } from '../../src/model/families.js'
import { pageFiles, type PageFile } from '../correlations/shared/page-files.js'
import type { AnalysisInput } from './analysis.js'
import { latest } from './finding-parts.js'

/** Request paths of a host’s pages whose last record on disk says that they are gone. */
export function deletedPages(input: AnalysisInput, host: number): ReadonlySet<string> {
  const files = pageFiles(input).filter((file) => file.host === host && isDeleted(input, file))
  return new Set(files.map(({ page }) => page))
}

/** The table and the file itself show how the disk was left, the journal what came last. */
function isDeleted({ table }: AnalysisInput, { births, deleted, removed }: PageFile): boolean {
  const timeOf = (row: number): number => table.time[row] ?? NaN
  const ends = [...deleted, ...removed].map(timeOf)
  if (ends.length === 0) return false
  const last = latest(ends)
  return births.every((row) => {
    const { id } = familyAt(table.family[row] ?? 0)
    if (id === 'web-root') return false
    if (id !== 'mft') return timeOf(row) <= last
    const words = table.strings[table.action[row] ?? 0] ?? ''
    return !words.startsWith('File created') || words.includes(', since deleted')
  })
}
