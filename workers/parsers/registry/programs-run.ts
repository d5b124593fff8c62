import { fileTime } from './file-time.js'
import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'

/** In a value of UserAssist from Windows 7 on: how often, and when last. */
const USER_ASSIST_BYTES = 72
const RUNS_AT = 4
const LAST_RUN_AT = 60
const LAST_RUN = 'time: last run'

/** The background activity moderator: a key an account, a value a program with when it last ran. */
export function tellModerated(key: KeyFacts, rows: KeyRows): void {
  for (const { name, view } of values(key)) {
    const { written, tenths } = fileTime(view, 0)
    if (!name.includes('\\') || Number.isNaN(written)) continue
    rows.addProgram(key, {
      action: 'Program run (BAM)',
      path: name,
      about: LAST_RUN,
      user: key.name,
      time: written,
      tenths,
    })
  }
}

/** What an account started from its desktop; names are shifted by thirteen letters. */
export function tellUserAssist(key: KeyFacts, rows: KeyRows): void {
  for (const { name, view } of values(key)) {
    if (view.byteLength < USER_ASSIST_BYTES) continue
    const { written, tenths } = fileTime(view, LAST_RUN_AT)
    if (Number.isNaN(written)) continue
    rows.addProgram(key, {
      action: 'Program run (UserAssist)',
      path: shifted(name),
      about: `${LAST_RUN}; ${view.getUint32(RUNS_AT, true)} in all`,
      time: written,
      tenths,
    })
  }
}

function* values(key: KeyFacts): Generator<{ readonly name: string; readonly view: DataView }> {
  for (const value of key.values) {
    const data = key.dataOf(value)
    yield {
      name: value.name,
      view: new DataView(data.buffer, data.byteOffset, data.byteLength),
    }
  }
}

function shifted(name: string): string {
  return name.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0)
    const first = code < 0x61 ? 0x41 : 0x61
    return String.fromCharCode(first + ((code - first + 13) % 26))
  })
}
