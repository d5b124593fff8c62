import { plain } from '../src/model/plain.js'

/** Clients that Exchange's PowerShell site knows; the last is the column's own name, repeated. */
const POWERSHELL_CLIENTS = ['microsoft winrm client', 'exchange backend probes', 'clientinfo']

/** Is it an agent of remote PowerShell or of Exchange itself? In lower case. */
export function isPowerShellClient(agent: string): boolean {
  return POWERSHELL_CLIENTS.some((name) => agent.startsWith(name))
}

/** Programs that were made to steer web shells, by the agent that they give themselves. */
const SHELL_PROGRAMS = new RegExp(
  plain('^(?:ant¦sword|behin¦der|god¦zilla|weev¦ely|china ?chop¦per)'),
)

/** Does a program that steers web shells name itself? Agent in normal form. */
export function isShellProgram(agent: string): boolean {
  return SHELL_PROGRAMS.test(agent)
}

/** Programs that read mailboxes with stolen passwords, or try passwords, by name. */
const MAIL_PROGRAMS = new RegExp(
  plain(
    '^(?:mail¦sniper|ru¦ler|pe¦as|go-?mapi¦enum|atom¦izer|spray¦ing ?toolkit|ntlm¦recon|mail¦snipe)(?:$|[ /0-9])',
  ),
)

/** Does a program for the theft of mail name itself? Agent in normal form. */
export function isMailProgram(agent: string): boolean {
  return MAIL_PROGRAMS.test(agent)
}

/** Names that programming libraries give themselves where nobody changed them. */
const LIBRARIES =
  /^(?:python-(?:requests|urllib3?|httpx)|python\/|aiohttp|curl\/|wget\/|go-http-client|java\/|okhttp|apache-httpclient|libwww-perl|powershell\/|mozilla\/5\.0 \(windows nt; windows nt [^)]{1,40}\) windowspowershell)/

/** Is it the name of a library rather than that of a browser or mail program? Agent in normal form. */
export function isLibrary(agent: string): boolean {
  return LIBRARIES.test(agent)
}
