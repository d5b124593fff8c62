import type { LogRecord } from '../detection.js'

/** A request to autodiscover's JSON page that names, behind an address, another page of the back end. */
export interface BorrowedPath {
  readonly reaches: 'powershell' | 'mapi' | 'ews' | 'owa' | 'other'
  /**
   * Whose way it is. ProxyShell needs no account: its token opens PowerShell, and MAPI gives what the
   * token is made of. ProxyNotShell asks for PowerShell itself, or tests the way with a harmless page.
   */
  readonly flaw: 'proxyshell' | 'proxynotshell'
}

const PAGE = 'autodiscover.json'
const TOKEN = 'x-rps-cat='
/** ProxyNotShell's tests give a parameter this value, against rules that look at paths alone. */
const NAMED = 'fooprotocol=powershell'
const EMAIL = /email=autodiscover\/autodiscover\.json/
/** What comes before an address ends at `@`, `%40` being undone once. */
const TARGETS = [
  ['powershell', '/powershell'],
  ['mapi', '/mapi/'],
  ['ews', '/ews/'],
  ['owa', '/owa/'],
] as const

/** Both flaws confuse the front end by an address in the path or query of `autodiscover.json`. */
export function borrowedPath({ group, urls }: LogRecord): BorrowedPath | null {
  if (group !== 'iis' && group !== 'httpproxy') return null
  for (const url of [...urls].reverse()) {
    const found = borrowedBy(url)
    if (found) return found
  }
  return null
}

function borrowedBy(url: string): BorrowedPath | null {
  const page = url.indexOf(PAGE)
  if (page < 0) return null
  const behind = url.slice(page + PAGE.length)
  const hasToken = behind.includes(TOKEN)
  if (url.includes('@') && (url.includes('/powershell') || behind.includes(NAMED)))
    return { reaches: 'powershell', flaw: hasToken ? 'proxyshell' : 'proxynotshell' }
  if (!behind.includes('@') && !hasToken) return null
  const reaches = TARGETS.find(([, path]) => behind.includes(path))?.[0] ?? 'other'
  if (reaches === 'other' && !hasToken && !EMAIL.test(behind)) return null
  return { reaches, flaw: reaches === 'owa' && !hasToken ? 'proxynotshell' : 'proxyshell' }
}
