import type { LogRecord } from '../detection.js'
import { normalForms } from './text.js'

/** What a forged back-end cookie pointed the front end at: `ServerInfo~host/path`. */
export interface AnchorTarget {
  /** Between `ServerInfo~` and the first slash, lower case. */
  readonly host: string
  /** From that slash on, lower case. */
  readonly path: string
}

const SERVER_INFO = 'serverinfo~'

/**
 * The forged target of an HttpProxy row, null where its AnchorMailbox is none. Exchange's own
 * `ServerInfo~host` has no slash.
 */
export function anchorTarget(record: LogRecord): AnchorTarget | null {
  if (record.group !== 'httpproxy') return null
  // Decoded first: what stands encoded in a path would else hide from the marks looked for in it.
  for (const anchor of normalForms(record.field('AnchorMailbox')).reverse()) {
    if (!anchor.startsWith(SERVER_INFO)) continue
    const slash = anchor.indexOf('/')
    if (slash < 0) continue
    return { host: anchor.slice(SERVER_INFO.length, slash), path: anchor.slice(slash) }
  }
  return null
}

/**
 * The target of vulnerability scanners: the server itself under the name localhost. Only that name
 * exactly: `localhost]@srv` is an attack that wears it.
 */
export function isLocalhost(target: AnchorTarget): boolean {
  return /^localhost(?:~\d*|:\d+)*$/.test(target.host)
}

export function isAutodiscover(target: AnchorTarget): boolean {
  return target.path.startsWith('/autodiscover')
}

export function isAnonymous(record: LogRecord): boolean {
  return record.field('AuthenticatedUser') === ''
}

/** The server answered as to a request that it carried out; a reshaped row's status says nothing. */
export function answered(record: LogRecord): boolean {
  return !record.reshaped && record.status >= 200 && record.status < 300
}
