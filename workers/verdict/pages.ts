import { familyAt } from '../../src/model/families.js'
import type { EntryIndex } from '../../src/model/units.js'
import { pageFiles, type PageFile } from '../correlations/shared/page-files.js'
import {
  FAILED,
  FETCHED_OK,
  scriptRequests,
  SENT_OK,
  type ScriptRequests,
} from '../correlations/shared/script-requests.js'
import type { PageEvent, PageTold } from '../protocol.js'
import { pageOfFile } from '../web-path.js'
import type { AnalysisInput } from './analysis.js'

/** Pages told of; a scanner asks for thousands that are not there. */
const MOST_PAGES = 2_000
/** Events of a page's life, and clients of it, that are told. */
const TOLD_EVENTS = 60
const TOLD_ACTORS = 12

interface Asked {
  sent: number
  fetched: number
  failed: number
  missing: number
  first: number
  last: number
  answered: number
  readonly actors: Map<string, number>
}

/** What the evidence tells of each page of a host that Exchange does not ship; on disk first. */
export function pagesOf(input: AnalysisInput, hostName: string): PageTold[] {
  const host = input.table.hosts.indexOf(hostName)
  const asked = new Map<string, Asked>()
  for (const requests of scriptRequests(input)) {
    if (requests.host !== host || requests.path.kind !== 'exchange') continue
    const { script } = requests.path
    const known = asked.get(script) ?? notAsked()
    asked.set(script, known)
    count(input, requests, known)
  }
  const disk = new Map<string, PageFile>()
  for (const file of pageFiles(input)) if (file.host === host) disk.set(file.page, file)
  const entries = entriesByPage(input, host)
  const pages = new Set([...disk.keys(), ...asked.keys()])
  const told = [...pages].map((page) =>
    tellPage(input, page, disk.get(page), asked.get(page) ?? notAsked(), entries.get(page) ?? []),
  )
  told.sort((a, b) => weight(b) - weight(a) || (a.page < b.page ? -1 : 1))
  return told.slice(0, MOST_PAGES)
}

/** What is on disk or answered weighs more than what was only asked for. */
function weight({ entries, life, sent, fetched, failed, missing }: PageTold): number {
  const there = entries.length + life.length > 0 ? 4e9 : 0
  return there + sent * 1e6 + fetched * 1e3 + failed * 10 + Math.min(missing, 9)
}

function notAsked(): Asked {
  const times = { first: NaN, last: NaN, answered: NaN }
  return { sent: 0, fetched: 0, failed: 0, missing: 0, ...times, actors: new Map() }
}

function count({ table }: AnalysisInput, { actor, marks }: ScriptRequests, asked: Asked): void {
  for (const { row, kind } of marks) {
    const time = table.time[row] ?? NaN
    if (!(time >= asked.first)) asked.first = Number.isNaN(time) ? asked.first : time
    if (!(time <= asked.last)) asked.last = Number.isNaN(time) ? asked.last : time
    if (kind === SENT_OK) asked.sent++
    else if (kind === FETCHED_OK) asked.fetched++
    else if (kind === FAILED) asked.failed++
    else asked.missing++
    if (kind <= FETCHED_OK && !(time <= asked.answered)) asked.answered = time
  }
  if (actor !== '') asked.actors.set(actor, (asked.actors.get(actor) ?? 0) + marks.length)
}

function tellPage(
  input: AnalysisInput,
  page: string,
  file: PageFile | undefined,
  asked: Asked,
  entries: readonly EntryIndex[],
): PageTold {
  const life = file ? lifeOf(input, file) : []
  const actors = [...asked.actors]
    .map(([address, requests]) => ({ address, requests }))
    .sort((a, b) => b.requests - a.requests || (a.address < b.address ? -1 : 1))
  return {
    page,
    path: file?.path ?? '',
    entries,
    life: life.slice(0, TOLD_EVENTS),
    lifeLeftOut: Math.max(0, life.length - TOLD_EVENTS),
    sent: asked.sent,
    fetched: asked.fetched,
    failed: asked.failed,
    missing: asked.missing,
    firstAsked: asked.first,
    lastAsked: asked.last,
    lastAnswered: asked.answered,
    actors: actors.slice(0, TOLD_ACTORS),
    actorCount: actors.length,
  }
}

function lifeOf(input: AnalysisInput, file: PageFile): PageEvent[] {
  const { table } = input
  const tell = (rows: readonly number[], what: string): [number, PageEvent][] =>
    rows.map((row) => [
      row,
      {
        time: table.time[row] ?? NaN,
        what,
        by: familyAt(table.family[row] ?? 0).label,
        entry: table.entry[row] ?? 0,
        offset: table.offset[row] ?? 0,
        size: table.size[row] ?? 0,
      },
    ])
  return [
    ...tell(file.births, 'came to be'),
    ...tell(file.compiled, 'compiled when it was first asked for'),
    ...tell(file.deleted, 'deleted'),
    ...tell(file.removed, 'acted on by an antivirus'),
  ]
    .sort(([a], [b]) => a - b)
    .map(([, event]) => event)
}

function entriesByPage(input: AnalysisInput, host: number): Map<string, EntryIndex[]> {
  const found = new Map<string, EntryIndex[]>()
  for (const { entry, parser } of input.results) {
    if (parser !== 'web-file' || (input.hostOfEntry[entry] ?? 0) !== host) continue
    const page = pageOfFile(input.entries[entry]?.path ?? '')
    if (page === '') continue
    const known = found.get(page)
    if (known) known.push(entry)
    else found.set(page, [entry])
  }
  return found
}
