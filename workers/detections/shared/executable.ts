/** Extensions that IIS hands to a script engine; `.svc` and `.asmx` are services and run as well. */
export const EXTENSIONS = [
  '.aspx',
  '.ashx',
  '.asmx',
  '.asp',
  '.asa',
  '.cer',
  '.cdx',
  '.svc',
  '.soap',
  '.cshtml',
  '.vbhtml',
] as const

/** Does a path in lower case end in one of them? */
export function isExecutable(path: string): boolean {
  return EXTENSIONS.some((extension) => path.endsWith(extension))
}
