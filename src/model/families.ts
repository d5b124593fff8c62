/**
 * Log families: the independent sources that an Exchange server's story is told by. The index of a
 * family in FAMILIES is what the event table's `family` column holds, so the order is append-only.
 */
export type FamilyGroup = 'iis' | 'httpproxy' | 'ecp' | 'files'

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
] as const satisfies readonly Family[]

export type FamilyId = (typeof FAMILIES)[number]['id']

const BY_ID = new Map<string, number>(FAMILIES.map((family, index) => [family.id, index]))

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
