import type { WindowsEvent } from './windows-event.js'

/** Data of MsiInstaller: product, version or update, language, result. */
const PRODUCT = 0
const SECOND = 1
const RESULT = 3
const INSTALLED = new Set([1033, 1035])
const UPDATED = new Set([1022, 1036])

const EXCHANGE = /^(?:Microsoft )?Exchange Server\b|\bfor (?:Microsoft )?Exchange Server\b/i
const BUILD = /(?:^|[\s(])(\d{2}\.\d{1,2}\.\d{1,5}\.\d{1,5})(?=$|[\s)])/

/** Texts are looked at so far: names of products are short. */
const MAX_TEXT = 1_024

/** Product, then its version or the update's name. */
export function installed({ values }: WindowsEvent): string {
  const product = (values[PRODUCT] ?? '').trim()
  const second = (values[SECOND] ?? '').trim()
  return second === '' || second === '(NULL)' ? product : `${product} ${second}`
}

/** Build of Exchange that a successful installation states, as written; '' where it states none. */
export function installedBuild(event: WindowsEvent): string {
  const { id, values } = event
  const product = (values[PRODUCT] ?? '').slice(0, MAX_TEXT)
  if (!EXCHANGE.test(product)) return ''
  if (INSTALLED.has(id)) return values[RESULT] === '0' ? buildIn(values[SECOND] ?? '') : ''
  return UPDATED.has(id) ? buildIn(values[SECOND] ?? '') : ''
}

function buildIn(text: string): string {
  return BUILD.exec(text.slice(0, MAX_TEXT))?.[1] ?? ''
}
