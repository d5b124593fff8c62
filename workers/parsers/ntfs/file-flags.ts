const FILE_FLAGS: readonly (readonly [bit: number, word: string])[] = [
  [0x1, 'read-only'],
  [0x2, 'hidden'],
  [0x4, 'system'],
  [0x20, 'archive'],
  [0x10, 'folder'],
  [0x40, 'device'],
  [0x80, 'normal'],
  [0x100, 'temporary'],
  [0x200, 'sparse'],
  [0x400, 'reparse point'],
  [0x800, 'compressed'],
  [0x1000, 'offline'],
  [0x2000, 'not indexed'],
  [0x4000, 'encrypted'],
]

/** Attribute bits of a file in words. */
export function fileFlags(bits: number): string {
  const words = FILE_FLAGS.filter(([bit]) => (bits & bit) !== 0).map(([, word]) => word)
  return words.length === 0 ? 'none' : words.join(', ')
}
