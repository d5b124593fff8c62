import type { Entry, EntryResult } from '../model/evidence.js'
import type { Bytes, EntryIndex } from '../model/units.js'
import type { EntryFound, ReadRowsTask, SearchHit } from '../../workers/protocol.js'
import { isLost, type Lost } from './pool.js'

/** A text of fewer characters is in nearly every line. */
export const SHORTEST_SEARCH = 3
/** Longer than any id or path; the match kernel takes twice as much. */
export const LONGEST_SEARCH = 400
/** Hits shown of one file: what is there more often is better asked for among the events. */
export const MOST_OF_A_FILE = 200
/** Hits shown in all: nobody reads more. */
export const MOST_HITS = 2_000

export interface RawSearchState {
  readonly hits: readonly SearchHit[]
  /** Files looked through, of those that there are. */
  readonly files: number
  readonly filesTotal: number
  readonly bytes: Bytes
  readonly bytesTotal: Bytes
  /** What was not looked at or is not shown, in words; grows while it goes on. */
  readonly limits: readonly string[]
}

export interface RawSearchContext {
  readonly pool: {
    searchEntry(
      task: ReadRowsTask,
      search: { readonly text: string; readonly most: number },
    ): Promise<EntryFound | Lost>
  }
  readonly taskOf: (entry: EntryIndex) => ReadRowsTask | undefined
  /** Searches that run side by side. */
  readonly workers: number
}

/**
 * Looks for a text in every byte of every file that was read. `onState` is told whenever a file is done.
 * Ends early, without an error, when the signal says so.
 */
export async function searchRaw(
  text: string,
  entries: readonly Entry[],
  results: readonly EntryResult[],
  { pool, taskOf, workers }: RawSearchContext,
  signal: AbortSignal,
  onState: (state: RawSearchState) => void,
): Promise<void> {
  const { wanted, unread, gone } = filesToSearch(entries, results, taskOf)
  const bytesTotal = wanted.reduce((sum, { entry }) => sum + (entry.size || 0), 0)
  const hits: SearchHit[] = []
  const counts = { files: 0, bytes: 0, lost: 0, cut: 0 }
  const ended = (): boolean => signal.aborted
  const full = (): boolean => hits.length >= MOST_HITS
  const tell = (): void => {
    const limits = [
      ...said(unread, 'was not read, and not searched'),
      ...said(gone, 'is not attached, and was not searched'),
      ...said(counts.lost, 'could not be searched'),
      ...said(
        counts.cut,
        `holds it more than ${String(MOST_OF_A_FILE)} times; the first are shown`,
      ),
      ...(full() ? [`stopped at ${String(MOST_HITS)} hits`] : []),
    ]
    const { files, bytes } = counts
    onState({ hits: [...hits], files, filesTotal: wanted.length, bytes, bytesTotal, limits })
  }
  tell()
  let next = 0
  const work = async (): Promise<void> => {
    while (next < wanted.length && !ended() && !full()) {
      const { entry, task } = wanted[next++] as Searched
      const most = Math.min(MOST_OF_A_FILE, MOST_HITS - hits.length)
      const found = await pool.searchEntry(task, { text, most })
      if (ended()) return
      counts.files++
      counts.bytes += entry.size || 0
      if (isLost(found)) counts.lost++
      else {
        hits.push(...found.hits.slice(0, MOST_HITS - hits.length))
        if (found.more) counts.cut++
      }
      tell()
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
}

interface Searched {
  readonly entry: Entry
  readonly task: ReadRowsTask
}

function filesToSearch(
  entries: readonly Entry[],
  results: readonly EntryResult[],
  taskOf: (entry: EntryIndex) => ReadRowsTask | undefined,
) {
  const wanted: Searched[] = []
  let unread = 0
  let gone = 0
  for (const { entry: index, state } of results) {
    const entry = entries[index]
    // The files of an archive are entries of their own.
    if (!entry || state === 'unpacked') continue
    const task = taskOf(index)
    if (state === 'not-read') unread++
    else if (task) wanted.push({ entry, task })
    else gone++
  }
  // Files that decide are looked through first, as when they were read.
  wanted.sort((a, b) => a.entry.priority - b.entry.priority || a.entry.index - b.entry.index)
  return { wanted, unread, gone }
}

function said(files: number, one: string): string[] {
  if (files === 0) return []
  return [files === 1 ? `1 file ${one}` : `${String(files)} files: each ${one}`]
}
