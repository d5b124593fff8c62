import { fileTime } from './file-time.js'
import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'
import { text } from './value-text.js'
import { counted } from './words.js'

/** Offsets in the F value. */
const LAST_LOGON = 8
const PASSWORD_SET = 24
const LAST_FAILURE = 40
const FLAGS = 56
const LOGONS = 66
const DISABLED = 1
/** In the V value: where the name's offset and size stand, and what offsets count from. */
const NAME_OFFSET = 12
const NAME_SIZE = 16
const TEXTS = 0xcc
const MAX_NAME_BYTES = 512

const TIMES = [
  [LAST_LOGON, 'Local account last logged on'],
  [PASSWORD_SET, 'Password of a local account set'],
  [LAST_FAILURE, 'Local account last failed to log on'],
] as const

/** A local account by its number. Times of the F value; libyal/winreg-kb describes it. */
export function tellAccount(key: KeyFacts, rows: KeyRows): void {
  const fixed = key.data('F')
  if (fixed.length < LOGONS + 2) return
  const view = new DataView(fixed.buffer, fixed.byteOffset, fixed.byteLength)
  const user = nameOf(key.data('V'))
  const logons = view.getUint16(LOGONS, true)
  const off = (view.getUint32(FLAGS, true) & DISABLED) !== 0
  const state = `${off ? 'disabled' : 'enabled'}, ${counted(logons, 'logon')}`
  rows.add(key, {
    action: 'Local account',
    detail: user === '' ? state : `${user}, ${state}`,
    user,
  })
  for (const [at, action] of TIMES) {
    const { written, tenths } = fileTime(view, at)
    if (!Number.isNaN(written)) {
      rows.add(key, { action, detail: user, user, time: written, tenths })
    }
  }
}

/** The key of an account's name: written when the account is made or renamed. */
export function tellAccountName(key: KeyFacts, rows: KeyRows): void {
  rows.add(key, { action: 'Local account made or renamed', user: key.name })
}

function nameOf(data: Uint8Array): string {
  if (data.length < TEXTS) return ''
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const start = TEXTS + view.getUint32(NAME_OFFSET, true)
  const end = start + view.getUint32(NAME_SIZE, true)
  return end > data.length ? '' : text(data.subarray(start, end), MAX_NAME_BYTES)
}
