/** Folders whose files come with Windows, IIS or Exchange, in lower case with forward slashes. */
const KNOWN_FOLDERS = [
  '%windir%/',
  '%systemroot%/',
  '%iis_bin%/',
  '%exchangeinstalldir%/',
  '%programfiles%/iis/',
  '%programfiles(x86)%/iis/',
  '%systemdrive%/inetpub/',
]
const KNOWN_FOLDER =
  /^[a-z]:\/(?:windows|inetpub|program files(?: \(x86\))?\/iis)\/|\/microsoft\/exchange server\/v\d+\/|(?:^|\/)(?:frontend\/httpproxy|clientaccess)\//

/** First folders below ProgramData that pages were served from in August 2021, by signature-base. */
const ATTACK_FOLDER = /^(?:com\d?|who|zing|zoo|xyz|aux|con)$/

/** What is to be said of where a program, module or folder lies; '' where it lies as usual. */
export function placeInWords(path: string): string {
  const lower = path
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^\/+[?.]\/+/, '')
  if (lower === '') return ''
  const data =
    /^(?:[a-z]:|%systemdrive%)\/(?:programdata|users\/all users)(?:\/|$)|^%(?:programdata|allusersprofile)%(?:\/|$)/.exec(
      lower,
    )
  if (data) {
    return ATTACK_FOLDER.test(lower.slice(data[0].length).split('/')[0] ?? '')
      ? 'in ProgramData, in a folder of a name used in the ProxyShell attacks of August 2021'
      : 'in ProgramData'
  }
  if (lower.includes('/../') || lower.endsWith('/..')) return 'by a path with ..'
  if (
    /^[a-z]:\/(?:perflogs|temp|recovery|\$recycle\.bin)\/|\/temp\/|^[a-z]:\/users\//.test(lower)
  ) {
    return 'in a folder that any user or service may write to'
  }
  if (KNOWN_FOLDERS.some((folder) => `${lower}/`.startsWith(folder))) return ''
  return KNOWN_FOLDER.test(`${lower}/`) ? '' : 'outside the folders of Windows, IIS and Exchange'
}

/** A .NET type of Microsoft's own namespaces, by its name alone: `System.Web.UI.PageHandlerFactory, …`. */
export function isMicrosoftType(type: string): boolean {
  return /^\s*(?:System|Microsoft)\./.test(type)
}
