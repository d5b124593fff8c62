/** Is it an account that somebody signs in with: none of Exchange's probes, no computer, no stand-in? */
export function isPersonal(account: string): boolean {
  const name = bareName(account)
  if (name === '' || name === '-' || name.endsWith('$')) return false
  return !/^healthmailbox|^anonymous|^s-1-5-|^nt authority/.test(name)
}

/** Without its domain, in lower case. */
export function bareName(account: string): string {
  return account
    .slice(account.lastIndexOf('\\') + 1)
    .replace(/@.*$/, '')
    .toLowerCase()
}
