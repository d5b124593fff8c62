import { plain } from '../../src/model/plain.js'
import { FQDN, HOST } from './server.js'

export const DIRECTORY_GUID = '3a1c7f52-6f0e-4a7d-9b58-c2d1e0f4a993'

/**
 * What the demo's attackers write into the address book's ExternalUrl. It has the shape of a web
 * shell and does nothing: the body is a remark.
 */
export const INERT_SCRIPT = plain(
  'http://f/<scr¦ipt lang¦uage="JS¦cript" run¦at="ser¦ver">function Page¦_Load(){/* DEMO */}</scr¦ipt>',
)

/** `WhenChangedUTC` of the dump: the one time that the file itself states. */
export const WRITTEN = Date.UTC(2021, 1, 28, 3, 14, 15)

const NAME_WIDTH = 32

/**
 * The text dump of an OAB virtual directory that a reset leaves behind, in the layout of
 * `Format-List`: names padded, `: `, value.
 */
export function oabDump(): string {
  const identity = `${HOST}\\OAB (Default Web Site)`
  const path = 'C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\OAB'
  const site = 'DC=harbor-falls,DC=example'
  const fields: readonly (readonly [name: string, value: string])[] = [
    ['Name', 'OAB (Default Web Site)'],
    ['PollInterval', '480'],
    ['OfflineAddress¦Books', '\\Default Offline Address List'],
    ['RequireSSL', 'True'],
    ['BasicAuthentication', 'False'],
    ['WindowsAuthentication', 'True'],
    ['OAuthAuthentication', 'True'],
    ['MetabasePath', `IIS://${FQDN}/W3SVC/1/ROOT/OAB`],
    ['Path', path],
    ['Extended¦ProtectionTokenChecking', 'None'],
    ['ExtendedProtectionFlags', ''],
    ['ExtendedProtectionSPNList', ''],
    ['AdminDisplayVersion', 'Version 15.1 (Build 2106.2)'],
    ['Server', HOST],
    ['Internal¦Url', `https://${FQDN}/OAB`],
    ['Internal¦AuthenticationMethods', 'OAuth'],
    ['External¦Url', INERT_SCRIPT],
    ['ExternalAuthenticationMethods', 'WindowsIntegrated'],
    ['AdminDisplayName', ''],
    ['ExchangeVersion', '0.10 (14.0.100.0)'],
    ['DistinguishedName', `CN=OAB (Default Web Site),CN=HTTP,CN=Protocols,CN=${HOST},${site}`],
    ['Identity', identity],
    ['Guid', DIRECTORY_GUID],
    ['ObjectCategory', 'harbor-falls.example/Configuration/Schema/ms-Exch-OAB-Virtual-Directory'],
    ['ObjectClass', 'top'],
    ['', 'msExchVirtualDirectory'],
    ['', 'msExchOABVirtualDirectory'],
    ['WhenChanged', '2/27/2021 10:14:15 PM'],
    ['WhenCreated', '6/14/2018 2:02:51 PM'],
    ['WhenChangedUTC', '2/28/2021 3:14:15 AM'],
    ['WhenCreatedUTC', '6/14/2018 6:02:51 PM'],
    ['OrganizationId', ''],
    ['Id', identity],
    ['OriginatingServer', 'dc01.harbor-falls.example'],
    ['IsValid', 'True'],
  ]
  const lines = fields.map(([name, value]) =>
    name ? `${plain(name).padEnd(NAME_WIDTH)}: ${value}` : `${' '.repeat(NAME_WIDTH)}  ${value}`,
  )
  return `\r\n\r\n${lines.join('\r\n')}\r\n\r\n`
}
