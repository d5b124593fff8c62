import type { LogRecord } from '../detection.js'

/** A request to autodiscover's JSON page that names, behind an address, another page of the back end. */
export interface BorrowedPath {
  readonly reaches: 'powershell' | 'mapi' | 'ews' | 'other'
  /** Carries the token, or the address in the form, that ProxyShell's tools write. */
  readonly proxyShell: boolean
}

const PAGE = 'autodiscover.json'
/** What comes before an address ends at `@`, `%40` being undone once. */
const TARGETS = [
  ['powershell', '/powershell'],
  ['mapi', '/mapi/'],
  ['ews', '/ews/'],
] as const

/** Both flaws confuse the front end by an address in the path or query of `autodiscover.json`. */
export function borrowedPath({ group, urls }: LogRecord): BorrowedPath | null {
  if (group !== 'iis' && group !== 'httpproxy') return null
  for (const url of [...urls].reverse()) {
    const page = url.indexOf(PAGE)
    if (page < 0 || !url.includes('@', page)) continue
    const behind = url.slice(page + PAGE.length)
    const target = TARGETS.find(([, path]) => behind.includes(path))
    const proxyShell =
      behind.includes('x-rps-cat=') || /email=autodiscover\/autodiscover\.json/.test(behind)
    if (!target && !proxyShell) continue
    return { reaches: target?.[0] ?? 'other', proxyShell }
  }
  return null
}
