import { isBaselinePath } from '../src/model/web-baseline.js'
import { isExecutable } from './detections/shared/executable.js'
import { percentDecode } from './log-record.js'

/**
 * `none`: no script. `own`: one that Exchange ships or serves without a file. `exchange`: a script in
 * one of Exchange's folders that is neither. `other`: a script of something else on the same server.
 */
export type WebPathKind = 'none' | 'own' | 'exchange' | 'other'

export interface WebPath {
  readonly kind: WebPathKind
  /** The script's own path: lower case, decoded, without what stands behind it. */
  readonly script: string
}

const NONE: WebPath = { kind: 'none', script: '' }

/** Exchange's virtual directories and the folder below ClientAccess that each leads to. */
const DIRECTORIES: Readonly<Record<string, string>> = {
  owa: 'owa',
  ecp: 'ecp',
  ews: 'exchweb/ews',
  autodiscover: 'autodiscover',
  oab: 'oab',
  rpc: 'rpcproxy',
  mapi: 'mapi',
  powershell: 'powershell',
  psws: 'psws',
  api: 'rest',
  'microsoft-server-activesync': 'sync',
}
/** `/owa/15.1.2106.2/`, `/owa/auth/15.1.2106/`: the same files under a build's number. */
const VERSION_FOLDER = /\/\d{1,3}(?:\.\d{1,5}){2,3}(?=\/)/g
/** Served by code, no file behind them: handlers and services of OWA, Exchange Web Services. */
const VIRTUAL =
  /^\/(?:owa\/(?!auth\/)[^?]*\.(?:ashx|svc)|ews\/exchange\.asmx|autodiscover\/autodiscover\.svc|psws\/service\.svc|ecp\/errorfe\.aspx|owa\/auth\/errorfe\.aspx)$/

/** One record is asked about by several detections in a row. */
let last: { readonly target: string; readonly path: WebPath } = { target: '', path: NONE }

/** Where a request's path leads. */
export function classifyPath(target: string): WebPath {
  if (target !== last.target) last = { target, path: classify(target) }
  return last.path
}

function classify(target: string): WebPath {
  const path = percentDecode(target)
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
  const script = scriptOf(path.split('?', 1)[0] ?? '')
  if (script === '') return NONE
  if (script.startsWith('/aspnet_client/')) return { kind: 'exchange', script }
  const plainScript = script.replace(VERSION_FOLDER, '')
  const [, first = '', ...rest] = plainScript.split('/')
  const folder = Object.hasOwn(DIRECTORIES, first) ? DIRECTORIES[first] : undefined
  if (folder === undefined) return { kind: 'other', script }
  const below = rest.join('/')
  const own =
    VIRTUAL.test(plainScript) ||
    isBaselinePath(`frontend/httpproxy/${first}/${below}`) ||
    isBaselinePath(`clientaccess/${folder}/${below}`)
  return { kind: own ? 'own' : 'exchange', script }
}

const FOLDERS = new Map(Object.entries(DIRECTORIES).map(([name, folder]) => [folder, name]))

/**
 * The request path that a file on disk answers to, in lower case; '' where it lies in no folder that is
 * served. A path that is one already stays.
 */
export function pageOfFile(file: string): string {
  const path = file.toLowerCase().replaceAll('\\', '/')
  const shared = path.indexOf('aspnet_client/')
  if (shared === 0 || path[shared - 1] === '/') return `/${path.slice(shared)}`
  const [, front, back, site] =
    /(?:^|\/)(?:frontend\/httpproxy\/(.*)|clientaccess\/(.*)|inetpub\/wwwroot\/(.*))$/.exec(path) ??
    []
  if (front !== undefined || site !== undefined) return `/${front ?? site ?? ''}`
  if (back === undefined) return path.startsWith('/') ? path : ''
  const parts = back.split('/')
  for (const length of [2, 1]) {
    const name = FOLDERS.get(parts.slice(0, length).join('/'))
    if (name !== undefined) return `/${[name, ...parts.slice(length)].join('/')}`
  }
  return ''
}

/** The path up to its first segment that is a script; what follows is handed to that script. */
function scriptOf(path: string): string {
  let end = path.indexOf('/', 1)
  for (;;) {
    const part = end < 0 ? path : path.slice(0, end)
    if (isExecutable(part)) return part
    if (end < 0) return ''
    end = path.indexOf('/', end + 1)
  }
}

/** What is taken away in one piece; Exchange serves none of it from these folders. */
const STAGED = /^\/(?:owa\/auth|aspnet_client|ecp\/auth)\/.*\.(?:zip|rar|7z|cab|dmp|gz|pst)$/

/** Is it an archive or a dump in a folder that is there for pages? Path in lower case. */
export function isStaged(path: string): boolean {
  return STAGED.test(path)
}

/** Dumps and archives were fetched under such names too; neither folder has any of them. */
const MISPLACED =
  /^\/(?:aspnet_client\/.*\.(?:log|txt|csv|bak|gif|png|jpg)|(?:owa|ecp)\/auth\/[^/]*\.(?:log|txt|csv|bak))$/

/** Is it a text, log or picture in a folder that has none? Path in lower case. */
export function isMisplaced(path: string): boolean {
  return MISPLACED.test(path)
}

/**
 * Does a request for this path need to be looked at whole, whatever words it holds? It leads to a
 * script, an archive or another file that Exchange does not ship.
 */
export function isStrange(target: string): boolean {
  const { kind } = classifyPath(target)
  if (kind === 'exchange' || kind === 'other') return true
  const path = percentDecode(target).toLowerCase()
  return isStaged(path) || isMisplaced(path)
}

/** Names that public reports of March 2021 give for planted pages. */
const REPORTED_NAMES = new Set(
  (
    'web help document erroree erroreee errorew errorff healthcheck aspnet_www aspnet_client xx ' +
    'shell aspnet_iisstart one errorcheck t discover aspnettest error redirsuiteserverproxy ' +
    'shellex supp0rt httpproxy system_web outlooken timeoutlogout logout outlookjp outlookru ' +
    'outlookzh outlookus multiup errorpage'
  ).split(' '),
)

export function isReportedName(script: string): boolean {
  const name = script.slice(script.lastIndexOf('/') + 1)
  return REPORTED_NAMES.has(name.replace(/\.[a-z]+$/, ''))
}
