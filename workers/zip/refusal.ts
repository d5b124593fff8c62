import type { Bytes } from '../../src/model/units.js'
import type { ByteWindow } from './byte-window.js'
import type { ArchiveWarning } from './directory.js'
import type { EndRecord } from './end-record.js'
import { SIGNATURE_BYTES, signatureOf } from './signature.js'

export interface Refusal {
  readonly warning: ArchiveWarning
  /** Whether looking for local headers can give anything. */
  readonly salvage: boolean
}

const WHOLE = 'a whole zip archive'
const SPLIT = 'a part of a split zip archive'

/** What is wrong with an archive as a whole and what to do about it; null where nothing is. */
export async function whatIsWrong(
  window: ByteWindow,
  name: string,
  end: EndRecord | null,
): Promise<Refusal | null> {
  const label = name || 'the file'
  const size = `${String(window.size)} bytes`
  const says = (
    salvage: boolean,
    offset: Bytes,
    what: string,
    wanted = WHOLE,
    found = size,
  ): Refusal => ({ salvage, warning: { offset, what, wanted, found } })

  if (window.size === 0) return says(false, NaN, `${label} is empty (0 bytes); copy it again`)
  const looks = signatureOf((await window.at(0, SIGNATURE_BYTES)).slice())
  if (end ? end.disk > 0 : looks.name === SPLIT) {
    const what = `${label} is one part of a split archive; join its parts and drop the result`
    return says(true, end?.at ?? 0, what, 'a zip in one piece')
  }
  if (end?.hidden) {
    const what = `the list of names in ${label} is encrypted; unpack it first`
    return says(true, end.directoryAt, what)
  }
  if (end?.sound) return null
  if (end) {
    const what = `the directory of ${label} is not where the archive says; copy it again`
    const stated = Number.isSafeInteger(end.statedAt) ? String(end.statedAt) : 'no offset'
    const wanted = `${String(end.count)} entries in a directory at ${stated}`
    return says(true, end.directoryAt, what, wanted, `no directory; ${size}`)
  }
  if (looks.name.endsWith('zip archive')) {
    const what = `${label}: the archive ends before its directory; ${size}. Copy it again from where it was made`
    return says(true, window.size, what, 'the directory at the end')
  }
  const what = `${label} is not a zip archive; it looks like ${looks.name}`
  // What is packed by another method has no headers to be found; a program may unpack itself.
  return says(!looks.container, NaN, what, WHOLE, looks.name)
}
