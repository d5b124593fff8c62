/**
 * Log families: the independent sources that an Exchange server's story is told by. The index of a
 * family in FAMILIES is what the event table's `family` column holds, so the order is append-only.
 */
export type FamilyGroup =
  | 'iis'
  | 'httpproxy'
  | 'ecp'
  | 'files'
  /** Exchange's logs behind the front end, FTP's, and the kernel's log of refused requests. */
  | 'exchange'
  /** Windows event logs. */
  | 'evtx'
  /** NTFS's own records: the file table and the change journal. */
  | 'ntfs'
  | 'registry'
  /** Setup's log, configuration files, scheduled tasks, compiled pages, reports of crashes. */
  | 'system'
  /** What other tools say that they found. */
  | 'reported'

export interface Family {
  readonly id: string
  /** As printed: the folder or site a responder knows it by. */
  readonly label: string
  readonly group: FamilyGroup
}

export const FAMILIES = [
  { id: 'iis-front', label: 'IIS site 1 (front end)', group: 'iis' },
  { id: 'iis-back', label: 'IIS site 2 (back end)', group: 'iis' },
  { id: 'iis-other', label: 'IIS, site unknown', group: 'iis' },
  { id: 'httpproxy-autodiscover', label: 'HttpProxy\\Autodiscover', group: 'httpproxy' },
  { id: 'httpproxy-eas', label: 'HttpProxy\\Eas', group: 'httpproxy' },
  { id: 'httpproxy-ecp', label: 'HttpProxy\\Ecp', group: 'httpproxy' },
  { id: 'httpproxy-ews', label: 'HttpProxy\\Ews', group: 'httpproxy' },
  { id: 'httpproxy-mapi', label: 'HttpProxy\\Mapi', group: 'httpproxy' },
  { id: 'httpproxy-oab', label: 'HttpProxy\\Oab', group: 'httpproxy' },
  { id: 'httpproxy-owa', label: 'HttpProxy\\Owa', group: 'httpproxy' },
  { id: 'httpproxy-powershell', label: 'HttpProxy\\PowerShell', group: 'httpproxy' },
  { id: 'httpproxy-rpchttp', label: 'HttpProxy\\RpcHttp', group: 'httpproxy' },
  { id: 'httpproxy-other', label: 'HttpProxy, other protocol', group: 'httpproxy' },
  { id: 'ecp-server', label: 'ECP\\Server', group: 'ecp' },
  { id: 'web-root', label: 'Files under the web roots', group: 'files' },
  { id: 'iis-ftp', label: 'FTP service', group: 'exchange' },
  { id: 'reverse-proxy', label: 'Reverse proxy in front of IIS', group: 'iis' },
  { id: 'httperr', label: 'HTTPERR (HTTP.sys)', group: 'exchange' },
  { id: 'ecp-activity', label: 'ECP\\Activity', group: 'exchange' },
  { id: 'ews', label: 'EWS (back end)', group: 'exchange' },
  { id: 'autodiscover', label: 'Autodiscover (back end)', group: 'exchange' },
  { id: 'mapi', label: 'MAPI (back end)', group: 'exchange' },
  { id: 'oab-generator', label: 'OABGeneratorLog', group: 'exchange' },
  { id: 'cmdlet-infra', label: 'CmdletInfra (remote PowerShell)', group: 'exchange' },
  { id: 'admin-audit', label: 'Admin audit (CosmosQueue)', group: 'exchange' },
  { id: 'imap-pop', label: 'IMAP and POP', group: 'exchange' },
  { id: 'message-tracking', label: 'Message tracking', group: 'exchange' },
  { id: 'smtp', label: 'SMTP protocol', group: 'exchange' },
  { id: 'agent-log', label: 'Transport agents', group: 'exchange' },
  { id: 'exchange-other', label: 'Other Exchange logs', group: 'exchange' },
  { id: 'evtx-management', label: 'MSExchange Management events', group: 'evtx' },
  { id: 'evtx-application', label: 'Application events', group: 'evtx' },
  { id: 'evtx-security', label: 'Security events', group: 'evtx' },
  { id: 'evtx-system', label: 'System events', group: 'evtx' },
  { id: 'evtx-powershell', label: 'PowerShell events', group: 'evtx' },
  { id: 'evtx-sysmon', label: 'Sysmon events', group: 'evtx' },
  { id: 'evtx-defender', label: 'Defender events', group: 'evtx' },
  { id: 'evtx-tasks', label: 'Task Scheduler events', group: 'evtx' },
  { id: 'evtx-iis', label: 'IIS configuration events', group: 'evtx' },
  { id: 'evtx-remote', label: 'Remote desktop and WinRM events', group: 'evtx' },
  { id: 'evtx-other', label: 'Other Windows events', group: 'evtx' },
  { id: 'mft', label: 'File table ($MFT)', group: 'ntfs' },
  { id: 'usn', label: 'Change journal ($UsnJrnl)', group: 'ntfs' },
  { id: 'registry', label: 'Registry', group: 'registry' },
  { id: 'programs', label: 'Programs run (Amcache, Shimcache)', group: 'registry' },
  { id: 'exchange-setup', label: 'ExchangeSetup.log', group: 'system' },
  { id: 'configuration', label: 'Configuration files', group: 'system' },
  { id: 'scheduled-tasks', label: 'Scheduled task files', group: 'system' },
  { id: 'compiled-pages', label: 'Temporary ASP.NET Files', group: 'system' },
  { id: 'reported', label: 'Reported by other tools', group: 'reported' },
  { id: 'crash-reports', label: 'Windows Error Reports', group: 'system' },
] as const satisfies readonly Family[]

export type FamilyId = (typeof FAMILIES)[number]['id']

const BY_ID = new Map<string, number>(FAMILIES.map((family, index) => [family.id, index]))

/** Groups whose records are written as things happen, so that they say how far the evidence reaches. */
const LOGS: ReadonlySet<FamilyGroup> = new Set(['iis', 'httpproxy', 'ecp', 'exchange', 'evtx'])

/** Is the family a log? Times of files and keys reach years back and say nothing of what was logged. */
export function isLog(id: FamilyId): boolean {
  return LOGS.has(familyAt(familyIndex(id)).group)
}

/** Column value of a family. */
export function familyIndex(id: FamilyId): number {
  return BY_ID.get(id) ?? 0
}

export function familyAt(index: number): Family {
  const family = FAMILIES[index]
  if (!family) throw new RangeError(`no family ${String(index)}`)
  return family
}

/** Family of an HttpProxy protocol as its folder or its Protocol column names it. */
export function httpProxyFamily(protocol: string): FamilyId {
  const id = `httpproxy-${protocol.toLowerCase()}`
  return BY_ID.has(id) ? (id as FamilyId) : 'httpproxy-other'
}
