/** Fields that IIS gives FTP's logs alone. */
const OF_FTP = ['x-session', 'x-fullpath', 'x-debug']

/** `#Fields` names in lower case of a log of the FTP service, which has no query; its folder helps. */
export function isFtp(names: readonly string[], path: string): boolean {
  if (names.includes('cs-uri-query')) return false
  if (OF_FTP.some((name) => names.includes(name))) return true
  return names.includes('cs-method') && /(?:^|\/)(?:ms)?ftpsvc\d*\/[^/]*$/i.test(path)
}

/** Blank-separated names of a `#Fields` line in lower case; none where the line is no such. */
export function fieldNames(line: string): string[] {
  return /^#Fields:\s*(.*)$/i.exec(line)?.[1]?.toLowerCase().split(/\s+/) ?? []
}
