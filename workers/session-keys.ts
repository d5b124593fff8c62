import type { SessionKeys } from '../src/model/event-table.js'
import type { LogRecord } from './detections/detection.js'
import { isStrange } from './web-path.js'

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const NAMED = new RegExp(`[?&;](?:cafereqid|requestid)=(${GUID})`, 'g')
const WHOLE = new RegExp(`^${GUID}$`)
const NOBODY = /^[0-]+$/
/** The control panel's token against forged requests, one for each session. */
const CANARY = /[?&]msexchecpcanary=([^&#;\s]{8,300})/
/** A command given to a page is told by the names of its parameters, few and short. */
const MOST_PARAMETERS = 8
const LONGEST_NAME = 40
/** Looked into so far: a client can send more. */
const LOOKED_INTO = 8_192

/**
 * What ties a record to others of the same request, of the same session in the control panel, or of the
 * same program that talks to a planted page; null where nothing does. Asked of candidates only.
 */
export function sessionKeys(record: LogRecord): SessionKeys | null {
  const request = requestOf(record)
  const canary = canaryOf(record)
  const style = styleOf(record)
  return request === '' && canary === '' && style === '' ? null : { request, canary, style }
}

function requestOf(record: LogRecord): string {
  const { group } = record
  if (group !== 'iis') {
    if (group !== 'httpproxy' && group !== 'exchange') return ''
    const id = record.field('RequestId').toLowerCase()
    return WHOLE.test(id) && !NOBODY.test(id) ? id : ''
  }
  const query = `?${record.field('cs-uri-query')}`.slice(-LOOKED_INTO).toLowerCase()
  // Exchange appends its own behind what the client sent.
  const id = [...query.matchAll(NAMED)].at(-1)?.[1] ?? ''
  return NOBODY.test(id) ? '' : id
}

function canaryOf(record: LogRecord): string {
  for (const text of [...record.urls, record.field('AnchorMailbox'), record.item('URL')]) {
    const canary = CANARY.exec(text.slice(0, LOOKED_INTO).toLowerCase())?.[1]
    if (canary !== undefined) return canary
  }
  return ''
}

/** Names of a strange page's parameters, in order: `POST exec_code, orange`; '' where there are none. */
function styleOf(record: LogRecord): string {
  if (record.group !== 'iis' || record.query === '' || !isStrange(record.stem)) return ''
  const names = record.query
    .slice(0, LOOKED_INTO)
    .split('&', MOST_PARAMETERS + 1)
    .map((part) => part.split('=', 1)[0] ?? '')
    .filter((name) => /^[\w.-]+$/.test(name) && name.length <= LONGEST_NAME)
  if (names.length === 0 || names.length > MOST_PARAMETERS) return ''
  return `${record.method} ${[...new Set(names)].sort().join(', ')}`
}
