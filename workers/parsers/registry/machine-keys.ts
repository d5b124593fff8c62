import { MICROSECONDS_PER_SECOND } from '../../../src/model/units.js'
import { fileTime } from './file-time.js'
import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'
import { beforeNul } from './value-text.js'

/** Which Windows it is, and when it was installed: seconds since 1970, and a FILETIME from 10 on. */
export function tellWindows(key: KeyFacts, rows: KeyRows): void {
  const product = key.text('ProductName')
  if (product === '') return
  const build = key.text('CurrentBuildNumber') || key.text('CurrentBuild')
  const revision = key.number('UBR')
  const detail = [
    product,
    key.text('DisplayVersion') || key.text('ReleaseId'),
    build === '' ? '' : `build ${build}${Number.isNaN(revision) ? '' : `.${revision}`}`,
    key.text('RegisteredOwner') === '' ? '' : `registered to ${key.text('RegisteredOwner')}`,
  ]
    .filter(Boolean)
    .join(', ')
  rows.add(key, { action: 'Windows version', detail })
  const installed = key.number('InstallDate') * MICROSECONDS_PER_SECOND
  if (installed > 0) rows.add(key, { action: 'Windows installed', detail, time: installed })
}

export function tellComputerName(key: KeyFacts, rows: KeyRows): void {
  const name = key.text('ComputerName')
  if (name === '') return
  rows.add(key, { action: 'Name of the computer', detail: name })
  rows.server = name
}

/** Minutes to add to local time, as Windows counts them. */
export function tellTimeZone(key: KeyFacts, rows: KeyRows): void {
  const active = signed(key.number('ActiveTimeBias'))
  const usual = signed(key.number('Bias'))
  const name = beforeNul(key.text('TimeZoneKeyName')) || beforeNul(key.text('StandardName'))
  if (name === '' && Number.isNaN(usual)) return
  const fixed = key.number('DynamicDaylightTimeDisabled') === 1
  const detail = [
    name === '' ? 'zone not named' : name,
    Number.isNaN(active) ? '' : `local time is ${offset(active)} when the hive was written`,
    Number.isNaN(usual) ? '' : `${offset(usual)} without daylight saving`,
    fixed ? 'daylight saving is turned off' : '',
  ]
    .filter(Boolean)
    .join('; ')
  rows.add(key, { action: 'Time zone of the server', detail })
}

/** When Windows was last shut down in order. */
export function tellShutdown(key: KeyFacts, rows: KeyRows): void {
  const data = key.data('ShutdownTime')
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const { written, tenths } = fileTime(view, 0)
  if (Number.isNaN(written)) return
  rows.add(key, { action: 'Windows shut down', time: written, tenths })
}

/** An account that has logged on here. Its folder's key is written at logon and logoff. */
export function tellProfile(key: KeyFacts, rows: KeyRows): void {
  const folder = key.text('ProfileImagePath')
  if (folder === '') return
  const user = folder.slice(folder.lastIndexOf('\\') + 1)
  rows.add(key, { action: 'Profile of an account', detail: folder, user })
  for (const [name, words] of [
    ['Load', 'Profile loaded: account logged on'],
    ['Unload', 'Profile unloaded: account logged off'],
  ] as const) {
    const view = new DataView(new ArrayBuffer(8))
    view.setUint32(0, key.number(`LocalProfile${name}TimeLow`), true)
    view.setUint32(4, key.number(`LocalProfile${name}TimeHigh`), true)
    const { written, tenths } = fileTime(view, 0)
    if (!Number.isNaN(written)) {
      rows.add(key, { action: words, detail: folder, user, time: written, tenths })
    }
  }
}

/** UTC+05:30 for -330. */
function offset(bias: number): string {
  const minutes = Math.abs(bias)
  const two = (value: number) => String(value).padStart(2, '0')
  const sign = bias <= 0 ? '+' : '-'
  return `UTC${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)} (bias ${bias} minutes)`
}

function signed(word: number): number {
  return Number.isNaN(word) ? NaN : word | 0
}
