import { REASON } from './usn-record.js'

/** What each bit of a reason says, as a part of a sentence. */
const WORDS: readonly (readonly [bit: number, words: string])[] = [
  [REASON.created, 'created'],
  [REASON.deleted, 'deleted'],
  [REASON.renamedOld, 'renamed (new name not recorded)'],
  [REASON.renamedNew, 'renamed (old name not recorded)'],
  [0x1, 'data overwritten'],
  [0x2, 'data added'],
  [0x4, 'data cut off'],
  [0x10, 'stream overwritten'],
  [0x20, 'stream extended'],
  [0x40, 'stream cut off'],
  [0x400, 'extended attributes changed'],
  [0x800, 'permissions changed'],
  [0x4000, 'indexing changed'],
  [0x8000, 'attributes or times changed'],
  [0x1_0000, 'hard link made or removed'],
  [0x2_0000, 'compression changed'],
  [0x4_0000, 'encryption changed'],
  [0x8_0000, 'object id changed'],
  [0x10_0000, 'reparse point changed'],
  [0x20_0000, 'stream made, removed or renamed'],
  [0x40_0000, 'changed in a transaction'],
  [0x80_0000, 'integrity changed'],
]
const RENAMES = REASON.renamedOld | REASON.renamedNew
const KNOWN = WORDS.reduce<number>((bits, [bit]) => bits | bit, REASON.close)

/** A row's words: `File created, data added`. */
export function changeWords(reason: number, isFolder: boolean): string {
  const words = reasonWords(reason)
  return `${isFolder ? 'Folder' : 'File'} ${words.join(', ')}`
}

/** Words of a rename whose both names are known. */
export function renameWords(
  reason: number,
  isFolder: boolean,
  isMoved: boolean,
  from: string,
): string {
  const also = reasonWords(reason & ~RENAMES)
  const how = isMoved ? 'moved' : 'renamed'
  const rest = also.length === 0 ? '' : ` (${also.join(', ')})`
  return `${isFolder ? 'Folder' : 'File'} ${how} from ${from}${rest}`
}

/** All bits of a reason in words, but that the file was closed. */
export function reasonWords(reason: number): string[] {
  const words = WORDS.filter(([bit]) => (reason & bit) !== 0).map(([, said]) => said)
  const rest = (reason & ~KNOWN) >>> 0
  return rest === 0 ? words : [...words, `changed (0x${rest.toString(16)})`]
}
