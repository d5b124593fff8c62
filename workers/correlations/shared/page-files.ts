import { FLAG_CANDIDATE } from '../../../src/model/event-table.js'
import { FAMILIES, type FamilyId } from '../../../src/model/families.js'
import { EXTENSIONS } from '../../detections/shared/executable.js'
import type { AnalysisInput } from '../../verdict/analysis.js'
import { classifyPath, pageOfFile } from '../../web-path.js'

/** What records of disk tell of one page in Exchange's folders that Exchange does not ship. */
export interface PageFile {
  readonly host: number
  /** The request path that it answers to. */
  readonly page: string
  /** As recorded, of the file itself where it is in the evidence. */
  path: string
  /** Rows at which it came to be, in order of time. */
  readonly births: number[]
  /** Rows that say that it is deleted. */
  readonly deleted: number[]
  /** Rows that say that an antivirus acted on it. */
  readonly removed: number[]
  /** Rows of what ASP.NET made of it when it was first asked for. */
  readonly compiled: number[]
}

const BIRTH = 1
const DELETED = 2
const REMOVED = 4
/** A birth that says nothing of what the file is: only a candidate row is a page's. */
const ANY_BIRTH = 8
const UNKNOWN = 255

type Source = 'disk' | 'table' | 'file' | 'compiled' | 'antivirus'
const SOURCES: Readonly<Partial<Record<FamilyId, Source>>> = {
  mft: 'table',
  usn: 'disk',
  'evtx-sysmon': 'disk',
  'web-root': 'file',
  'compiled-pages': 'compiled',
  'evtx-defender': 'antivirus',
}
const SOURCE_OF = FAMILIES.map(({ id }) => SOURCES[id])

const known = new WeakMap<AnalysisInput, readonly PageFile[]>()

/** All of them; worked out once per analysis, in one pass. */
export function pageFiles(input: AnalysisInput): readonly PageFile[] {
  const cached = known.get(input)
  if (cached) return cached
  const found = collect(input)
  known.set(input, found)
  return found
}

function collect({ table }: AnalysisInput): PageFile[] {
  const { strings, family, target: targets, action: actions, flags } = table
  const pages = new Map<number, string>()
  // 0: not asked yet, 1: no such page, 2: a page.
  const kinds = new Uint8Array(strings.length)
  const words = new Uint8Array(strings.length).fill(UNKNOWN)
  const files = new Map<string, PageFile>()
  for (let row = 0; row < table.length; row++) {
    const source = SOURCE_OF[family[row] as number]
    if (source === undefined) continue
    const target = targets[row] as number
    if (kinds[target] === 1) continue
    const told = wordsOf(strings, words, actions[row] as number)
    if (source !== 'file' && source !== 'compiled') {
      if (told === 0) continue
      // Of a file table's millions only pages are candidates.
      if (told === ANY_BIRTH && source === 'table' && !((flags[row] as number) & FLAG_CANDIDATE))
        continue
    }
    if (kinds[target] === 0) {
      const page = pageOf(strings[target] ?? '', source)
      kinds[target] = page === '' ? 1 : 2
      if (page === '') continue
      pages.set(target, page)
    }
    const page = pages.get(target) ?? ''
    const host = table.host[row] ?? 0
    const key = `${String(host)}\n${page}`
    let file = files.get(key)
    if (!file) {
      const path = source === 'file' || source === 'table' ? (strings[target] ?? '') : page
      file = { host, page, path, births: [], deleted: [], removed: [], compiled: [] }
      files.set(key, file)
    }
    place(file, row, source, told, strings[target] ?? '')
  }
  return [...files.values()]
}

function place(file: PageFile, row: number, source: Source, told: number, path: string): void {
  if (source === 'file') file.path = path
  if (source === 'compiled') file.compiled.push(row)
  else if (source === 'antivirus') {
    if (told & REMOVED) file.removed.push(row)
  } else {
    if (source === 'file' || told & (BIRTH | ANY_BIRTH)) file.births.push(row)
    if (told & DELETED) file.deleted.push(row)
  }
}

/** What an action says of a file, asked once per distinct text. */
function wordsOf(strings: readonly string[], words: Uint8Array, action: number): number {
  const asked = words[action] as number
  if (asked !== UNKNOWN) return asked
  const told = judgeWords(strings[action] ?? '')
  words[action] = told
  return told
}

function judgeWords(action: string): number {
  if (action.startsWith('Defender')) return /acted|deleted/.test(action) ? REMOVED : 0
  if (!action.startsWith('File')) return 0
  if (action === 'File created') return ANY_BIRTH
  let told = /^File (?:created|renamed from|moved from|name entered|renamed \(old)/.test(action)
    ? BIRTH
    : 0
  if (/, deleted|^File deleted/.test(action)) told |= DELETED
  return told
}

const ENDS = new Set(EXTENSIONS.map((extension) => extension.slice(-2)))
const LAST = new Set(EXTENSIONS.map((extension) => extension.charCodeAt(extension.length - 1)))
const TO_LOWER = 0x20
/** Files that an antivirus names, among other things. */
const NAMED =
  /[a-z]:[\\/][^;|<>"*?:]{1,400}?\.(?:asp|ash|asm|soap|cshtml|svc|cer|asa|cdx)[a-z]{0,4}/gi

function pageOf(target: string, source: Source): string {
  if (source === 'antivirus') {
    for (const [path] of target.matchAll(NAMED)) {
      const page = strangePage(path)
      if (page !== '') return page
    }
    return ''
  }
  if (source === 'compiled') return strangePage(target.split(' with ', 1)[0] ?? '')
  // There may be millions of paths, few of them of pages.
  if (!LAST.has(target.charCodeAt(target.length - 1) | TO_LOWER)) return ''
  return ENDS.has(target.slice(-2).toLowerCase()) ? strangePage(target) : ''
}

function strangePage(path: string): string {
  const page = pageOfFile(path)
  if (page === '') return ''
  const { kind, script } = classifyPath(page)
  return kind === 'exchange' && script === page ? page : ''
}
