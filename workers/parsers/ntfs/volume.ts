/** `C:` of a file that a collector took from that drive's root; '' where the path names none. */
export function volumeOf(path: string): string {
  return /^[A-Za-z]:(?=\/)/.exec(path)?.[0].toUpperCase() ?? ''
}
