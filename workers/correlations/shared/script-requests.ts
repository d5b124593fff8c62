import { FLAG_RESHAPED } from '../../../src/model/event-table.js'
import { FAMILIES } from '../../../src/model/families.js'
import { MICROSECONDS_PER_MINUTE } from '../../../src/model/units.js'
import { actorOf } from '../../verdict/finding-parts.js'
import type { AnalysisInput } from '../../verdict/analysis.js'
import { classifyPath, type WebPath } from '../../web-path.js'

/** What a request to a script came to; the order is that of weight. */
export const SENT_OK = 0
export const FETCHED_OK = 1
export const FAILED = 2
export const NOT_THERE = 3

/** So many pages asked for by one address are a search, whatever their time. */
const SCAN_PAGES = 8
/** So many within five minutes are one too. */
const SCAN_PAGES_FAST = 5
const SCAN_FAST = 5 * MICROSECONDS_PER_MINUTE

export interface RequestMark {
  readonly row: number
  readonly kind: number
}

/** Requests of one actor for one script that Exchange does not ship. */
export interface ScriptRequests {
  readonly host: number
  readonly actor: string
  readonly path: WebPath
  readonly marks: RequestMark[]
}

const known = new WeakMap<AnalysisInput, readonly ScriptRequests[]>()

/** All of them in table order; worked out once per analysis. */
export function scriptRequests(input: AnalysisInput): readonly ScriptRequests[] {
  const cached = known.get(input)
  if (cached) return cached
  const found = collect(input)
  known.set(input, found)
  return found
}

function collect(input: AnalysisInput): ScriptRequests[] {
  const { table, ownAddresses } = input
  const isRequest = FAMILIES.map(({ group }) => group === 'iis' || group === 'httpproxy')
  const paths = new Map<number, WebPath>()
  // 0: not asked yet, 1: nothing to follow, 2: a script to follow.
  const follow = new Uint8Array(table.strings.length)
  const groups = new Map<string, ScriptRequests>()
  for (let row = 0; row < table.length; row++) {
    const target = table.target[row] as number
    if (follow[target] === 1 || !isRequest[table.family[row] as number]) continue
    if (follow[target] === 0) {
      const path = classifyPath(table.strings[target] ?? '')
      const wanted = path.kind === 'exchange' || path.kind === 'other'
      follow[target] = wanted ? 2 : 1
      if (!wanted) continue
      paths.set(target, path)
    }
    const path = paths.get(target)
    if (!path) continue
    const host = table.host[row] ?? 0
    const actor = actorOf(table.strings[table.client[row] ?? 0] ?? '', ownAddresses[host])
    const key = [host, actor, path.script].join('\n')
    let group = groups.get(key)
    if (!group) {
      group = { host, actor, path, marks: [] }
      groups.set(key, group)
    }
    group.marks.push({ row, kind: kindOf(input, row) })
  }
  return [...groups.values()]
}

function kindOf({ table }: AnalysisInput, row: number): number {
  const status = table.status[row] ?? 0
  const sure = ((table.flags[row] ?? 0) & FLAG_RESHAPED) === 0
  if (sure && status >= 200 && status < 300)
    return table.strings[table.action[row] ?? 0]?.toUpperCase() === 'POST' ? SENT_OK : FETCHED_OK
  return status >= 500 ? FAILED : NOT_THERE
}

export function countKind(requests: ScriptRequests, kind: number): number {
  return requests.marks.reduce((sum, mark) => sum + (mark.kind === kind ? 1 : 0), 0)
}

/** `host\nactor` of those who asked for many planted pages: they look for what others left. */
export function searchers(input: AnalysisInput): ReadonlySet<string> {
  const firsts = new Map<string, number[]>()
  for (const requests of scriptRequests(input)) {
    if (requests.path.kind !== 'exchange' || requests.actor === '') continue
    const key = actorKey(requests)
    const times = firsts.get(key) ?? []
    times.push(input.table.time[requests.marks[0]?.row ?? 0] ?? NaN)
    firsts.set(key, times)
  }
  const found = [...firsts].filter(([, times]) => isSearch(times)).map(([key]) => key)
  return new Set(found)
}

export function actorKey(requests: ScriptRequests): string {
  return `${String(requests.host)}\n${requests.actor}`
}

function isSearch(times: number[]): boolean {
  if (times.length >= SCAN_PAGES) return true
  times.sort((a, b) => a - b)
  return times.some((time, at) => (times[at + SCAN_PAGES_FAST - 1] ?? NaN) - time <= SCAN_FAST)
}
