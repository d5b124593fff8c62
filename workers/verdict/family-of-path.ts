import { httpProxyFamily, type FamilyId } from '../../src/model/families.js'

/** Folders and names that only one family has, in lower case; the first that fits counts. */
const PLACES: readonly (readonly [pattern: RegExp, family: FamilyId])[] = [
  [/ecp\/server\/[^/]*\.log$|(?:^|\/)ecpserver[^/]*\.log$/, 'ecp-server'],
  [/w3svc1\/[^/]*\.log$/, 'iis-front'],
  [/w3svc2\/[^/]*\.log$/, 'iis-back'],
  [/w3svc\d+\/[^/]*\.log$/, 'iis-other'],
  [/ftpsvc\d+\/[^/]*\.log$/, 'iis-ftp'],
  [/httperr\/[^/]*\.log$/, 'httperr'],
  [/ecp\/activity\/[^/]*\.log$/, 'ecp-activity'],
  [/logging\/ews\/[^/]*\.log$/, 'ews'],
  [/logging\/autodiscover\/[^/]*\.log$/, 'autodiscover'],
  [/logging\/(?:mapi|mapihttp|mapi client access)\/[^/]*\.log$/, 'mapi'],
  [/oabgeneratorlog\/[^/]*\.log$/, 'oab-generator'],
  [/(?:cmdletinfra|localpowershell)\/(?:[^/]+\/)*[^/]*\.log$/, 'cmdlet-infra'],
  [/(?:^|\/)(?:imap4|pop3)[^/]*\.log$|logging\/(?:imap4|pop3)\/[^/]*\.log$/, 'imap-pop'],
  [/messagetracking\/[^/]*\.log$|(?:^|\/)msgtrk[a-z]*\d+[^/]*\.log$/, 'message-tracking'],
  [/protocollog\/(?:smtpreceive|smtpsend)\/[^/]*\.log$/, 'smtp'],
  [/cosmosqueue\/audit\/[^/]*\.log$/, 'admin-audit'],
  [/agentlog\/[^/]*\.log$/, 'agent-log'],
  [/(?:^|\/)msexchange management[^/]*\.evtx$/, 'evtx-management'],
  [/(?:^|\/)application[^/]*\.evtx$/, 'evtx-application'],
  [/(?:^|\/)security[^/]*\.evtx$/, 'evtx-security'],
  [/(?:^|\/)system[^/]*\.evtx$/, 'evtx-system'],
  [/powershell[^/]*\.evtx$/, 'evtx-powershell'],
  [/sysmon[^/]*\.evtx$/, 'evtx-sysmon'],
  [/windows defender[^/]*\.evtx$/, 'evtx-defender'],
  [/taskscheduler[^/]*\.evtx$/, 'evtx-tasks'],
  [/iis-configuration[^/]*\.evtx$/, 'evtx-iis'],
  [/(?:terminalservices|winrm)[^/]*\.evtx$/, 'evtx-remote'],
  [/\.evtx$/, 'evtx-other'],
  [/(?:^|\/)\$mft$/, 'mft'],
  [/(?:^|\/)(?:\$j|\$usnjrnl[^/]*)$/, 'usn'],
  [/(?:^|\/)(?:amcache\.hve)$/, 'programs'],
  [/config\/(?:sam|system|software|security)$/, 'registry'],
  [/exchangesetuplogs\/exchangesetup\.log$/, 'exchange-setup'],
  [/inetsrv\/config\/applicationhost\.config$/, 'configuration'],
  [/system32\/tasks\/./, 'scheduled-tasks'],
  [/(?:^|\/)report\.wer$/, 'crash-reports'],
  [/temporary asp\.net files\/.*\.compiled$/, 'compiled-pages'],
  [/(?:frontend\/httpproxy|clientaccess|aspnet_client)\/.*\.\w+$/, 'web-root'],
]

/** The family a file would tell of, by its folder; null where its path says nothing of the kind. */
export function familyOfPath(path: string, parser: string | null): FamilyId | null {
  const lower = path.toLowerCase()
  const proxy = /(?<!frontend\/)httpproxy\/([a-z]+)\/[^/]*\.log$/.exec(lower)
  if (proxy) return httpProxyFamily(proxy[1] ?? '')
  const place = PLACES.find(([pattern]) => pattern.test(lower))
  if (place && place[1] !== 'web-root') return place[1]
  if (parser?.startsWith('iis')) return 'iis-other'
  return place?.[1] ?? null
}
