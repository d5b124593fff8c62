/** What a file is by its first bytes, for telling why it is not read. */
export interface Signature {
  /** Reads after "it looks like …". */
  readonly name: string
  /** An archive, a compressed file or a disk image: something to be unpacked before it is read. */
  readonly container: boolean
}

const FROM_START: readonly (readonly [bytes: string, name: string, container: boolean])[] = [
  ['504b0304', 'a zip archive', true],
  ['504b0506', 'an empty zip archive', true],
  ['504b0708', 'a part of a split zip archive', true],
  ['377abcaf271c', 'a 7-Zip archive', true],
  ['526172211a07', 'a RAR archive', true],
  ['1f8b', 'a gzip file', true],
  ['fd377a585a00', 'an XZ file', true],
  ['28b52ffd', 'a Zstandard file', true],
  ['425a68', 'a bzip2 file', true],
  ['4d534346', 'a cabinet file', true],
  ['7668647866696c65', 'a VHDX disk image', true],
  ['636f6e6563746978', 'a VHD disk image', true],
  ['455646090d0aff00', 'an EnCase (E01) disk image', true],
  ['45564632', 'an EnCase (Ex01) disk image', true],
  ['456c6646696c6500', 'a Windows event log', false],
  ['72656766', 'a registry hive', false],
  ['46494c4530', 'an NTFS master file table', false],
  ['4d5a', 'a Windows program', false],
  ['25504446', 'a PDF document', false],
  ['fffe', 'UTF-16 text', false],
  ['feff', 'UTF-16 text', false],
  ['efbbbf', 'UTF-8 text', false],
]
const TAR_MARK_AT = 257
const TAR_MARK = '7573746172'
/** Enough for every signature here, the tar mark being the furthest. */
export const SIGNATURE_BYTES = 512

export function signatureOf(head: Uint8Array): Signature {
  if (head.length === 0) return { name: 'an empty file', container: false }
  const start = hex(head.subarray(0, 16))
  for (const [bytes, name, container] of FROM_START) {
    if (start.startsWith(bytes)) return { name, container }
  }
  if (hex(head.subarray(TAR_MARK_AT, TAR_MARK_AT + 5)) === TAR_MARK) {
    return { name: 'a tar archive', container: true }
  }
  if (head.every((byte) => byte === 0)) return { name: 'nothing but zero bytes', container: false }
  if (head.every(isTextByte)) return { name: 'text', container: false }
  const shown = start.slice(0, 16).replace(/../g, '$& ').trim()
  return { name: `an unknown file (first bytes ${shown})`, container: false }
}

/** Documents and programs that are zips inside: as a file of a web root they are no archive. */
const ZIP_BASED =
  /\.(docx|docm|xlsx|xlsm|pptx|pptm|odt|ods|odp|jar|war|ear|nupkg|vsix|xap|apk|epub|appx|msix)$/i
const CONTAINER_NAME =
  /\.(zip|7z|rar|gz|tgz|tar|xz|txz|bz2|tbz2|zst|cab|vhdx?|e01|ex01|zipx|7z\.\d+|z\d\d)$/i

/** Whether a name says archive, compressed file or disk image. */
export function isContainerName(name: string): boolean {
  return CONTAINER_NAME.test(name)
}

/** Whether the first bytes say so, documents that are zips inside left aside. */
export function isContainer(head: Uint8Array, name: string): boolean {
  return signatureOf(head).container && !ZIP_BASED.test(name)
}

function isTextByte(byte: number): boolean {
  return byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
