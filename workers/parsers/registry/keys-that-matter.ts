import { tellAccount, tellAccountName } from './accounts.js'
import { tellFile, tellInventoryDriver, tellInventoryFile } from './amcache.js'
import {
  tellExchangeSetup,
  tellPatch,
  tellPatchState,
  tellUninstall,
  tellWindowsPackage,
} from './exchange-keys.js'
import {
  tellComputerName,
  tellProfile,
  tellShutdown,
  tellTimeZone,
  tellWindows,
} from './machine-keys.js'
import { tellModerated, tellUserAssist } from './programs-run.js'
import type { KeyRule } from './rule.js'
import { tellService, tellServiceDll } from './services.js'
import { tellShimcache } from './shimcache.js'
import { tellTask, tellTaskName } from './tasks.js'

const CURRENT = 'Microsoft\\Windows\\CurrentVersion'
const NT = 'Microsoft\\Windows NT\\CurrentVersion'
const DEFENDER = 'Microsoft\\Windows Defender'
const POLICY_DEFENDER = 'Policies\\Microsoft\\Windows Defender'
const PROTECTION = ['DisableAntiSpyware', 'DisableRealtimeMonitoring', 'DisableBehaviorMonitoring']
const CONTROL = 'ControlSet\\Control'
const SERVICES = 'ControlSet\\Services'

/** Keys that bear on how a server was broken into and what was left on it; every other is only counted. */
export const KEYS_THAT_MATTER: readonly KeyRule[] = [
  // What runs here, and how it is patched
  own('Microsoft\\ExchangeServer\\*\\Setup', 'Exchange setup', tellExchangeSetup),
  of(
    'Microsoft\\ExchangeServer\\*\\*',
    'Exchange role',
    'ConfiguredVersion',
    'UnpackedVersion',
    'Action',
    'Watermark',
  ),
  own(`${CURRENT}\\Uninstall\\*`, 'Program installed', tellUninstall),
  own(`${CURRENT}\\Installer\\UserData\\*\\Products\\*\\Patches\\*`, 'Update installed', tellPatch),
  own(`${CURRENT}\\Component Based Servicing\\Packages\\*`, 'Windows update', tellWindowsPackage),
  own('MSERTBootstrap\\PatchState', 'Mitigation tool', tellPatchState),
  of('Microsoft\\InetStp', 'IIS installed', 'VersionString', 'PathWWWRoot', 'InstallPath'),
  of('Microsoft\\IIS Extensions\\*', 'IIS extension installed', 'Version', 'Install'),
  own(NT, 'Windows version', tellWindows),
  own(`${CONTROL}\\ComputerName\\ComputerName`, 'Name of the computer', tellComputerName),
  of(
    `${SERVICES}\\Tcpip\\Parameters`,
    'Name in the network',
    'Hostname',
    'NV Hostname',
    'Domain',
    'NV Domain',
  ),
  own(`${CONTROL}\\TimeZoneInformation`, 'Time zone', tellTimeZone),
  own(`${CONTROL}\\Windows`, 'Windows shut down', tellShutdown),

  // What starts by itself
  own(`${SERVICES}\\*`, 'Service', tellService),
  own(`${SERVICES}\\*\\Parameters`, 'Service library', tellServiceDll),
  each(`${CURRENT}\\Run`, 'Started at logon (Run)'),
  each(`${CURRENT}\\RunOnce`, 'Started once at logon (RunOnce)'),
  each(`${CURRENT}\\RunOnceEx\\*`, 'Started once at logon (RunOnceEx)'),
  each(`${CURRENT}\\RunServices`, 'Started at logon (RunServices)'),
  each(`${CURRENT}\\Policies\\Explorer\\Run`, 'Started at logon (policy)'),
  of(
    `${NT}\\Winlogon`,
    'Logon programs',
    'Shell',
    'Userinit',
    'System',
    'GinaDLL',
    'AutoAdminLogon',
    'DefaultUserName',
  ),
  program(`${NT}\\Image File Execution Options\\*`, 'Debugger put before a program', 'Debugger'),
  program(`${NT}\\SilentProcessExit\\*`, 'Program run when another ends', 'MonitorProcess'),
  of(`${NT}\\Windows`, 'Libraries in every program (AppInit)', 'AppInit_DLLs', 'LoadAppInit_DLLs'),
  each(`${CONTROL}\\Session Manager\\AppCertDlls`, 'Library in every program (AppCert)'),
  of(
    `${CONTROL}\\Session Manager`,
    'Programs run before logon',
    'BootExecute',
    'SetupExecute',
    'Execute',
  ),
  program(`${CONTROL}\\Print\\Monitors\\*`, 'Print monitor', 'Driver'),
  own(`${NT}\\Schedule\\TaskCache\\Tree\\**`, 'Scheduled task', tellTaskName),
  own(`${NT}\\Schedule\\TaskCache\\Tasks\\*`, 'Scheduled task', tellTask),
  of(
    'Policies\\Microsoft\\Windows\\System\\Scripts\\*\\*\\*',
    'Script of a policy',
    'Script',
    'Parameters',
  ),

  // Credentials, protection, ways in
  of(
    `${CONTROL}\\SecurityProviders\\WDigest`,
    'Passwords kept in memory (WDigest)',
    'UseLogonCredential',
  ),
  of(
    `${CONTROL}\\Lsa`,
    'Logon packages (LSA)',
    'Security Packages',
    'Authentication Packages',
    'Notification Packages',
    'RunAsPPL',
    'DisableRestrictedAdmin',
    'LmCompatibilityLevel',
  ),
  of(`${CONTROL}\\Lsa\\OSConfig`, 'Logon packages (LSA)', 'Security Packages'),
  of(`${CONTROL}\\SecurityProviders`, 'Security providers', 'SecurityProviders'),
  each(`${DEFENDER}\\Exclusions\\*`, 'Defender exclusion'),
  each(`${POLICY_DEFENDER}\\Exclusions\\*`, 'Defender exclusion (policy)'),
  of(DEFENDER, 'Defender settings', ...PROTECTION),
  of(POLICY_DEFENDER, 'Defender settings (policy)', ...PROTECTION),
  of(`${DEFENDER}\\Real-Time Protection`, 'Defender real-time protection', ...PROTECTION),
  of(
    `${POLICY_DEFENDER}\\Real-Time Protection`,
    'Defender real-time protection (policy)',
    ...PROTECTION,
  ),
  of(
    'Policies\\Microsoft\\Windows\\PowerShell\\*',
    'PowerShell logging (policy)',
    'EnableScriptBlockLogging',
    'EnableModuleLogging',
    'EnableTranscripting',
    'OutputDirectory',
  ),
  of(
    `${CURRENT}\\Policies\\System`,
    'Account control',
    'EnableLUA',
    'LocalAccountTokenFilterPolicy',
  ),
  of(
    `${CONTROL}\\Terminal Server`,
    'Remote desktop',
    'fDenyTSConnections',
    'fSingleSessionPerUser',
  ),
  of(
    `${CONTROL}\\Terminal Server\\WinStations\\RDP-Tcp`,
    'Remote desktop listener',
    'PortNumber',
    'UserAuthentication',
    'SecurityLayer',
  ),
  each(`${SERVICES}\\PortProxy\\*\\*`, 'Port forwarded (netsh portproxy)'),
  of(
    `${SERVICES}\\SharedAccess\\Parameters\\FirewallPolicy\\*`,
    'Windows firewall',
    'EnableFirewall',
  ),
  each(`${SERVICES}\\LanmanServer\\Shares`, 'Network share'),
  of(
    `${SERVICES}\\W3SVC\\Parameters`,
    'IIS settings',
    'ServiceDll',
    'InstallPath',
    'MajorVersion',
    'MinorVersion',
  ),
  of(
    `${SERVICES}\\HTTP\\Parameters`,
    'HTTP.sys settings',
    'ErrorLoggingDir',
    'EnableErrorLogging',
    'DisableServerHeader',
  ),

  // Accounts and what they did
  own('SAM\\Domains\\Account\\Users\\*', 'Local account', tellAccount),
  own('SAM\\Domains\\Account\\Users\\Names\\*', 'Local account', tellAccountName),
  own(`${NT}\\ProfileList\\*`, 'Profile of an account', tellProfile),
  of(
    'Microsoft\\Terminal Server Client\\Servers\\*',
    'Remote desktop to another computer',
    'UsernameHint',
  ),
  each('Microsoft\\Terminal Server Client\\Default', 'Remote desktop to another computer'),
  of('Sysinternals\\*', 'Sysinternals tool run', 'EulaAccepted'),
  each(`${CURRENT}\\Explorer\\RunMRU`, 'Typed into Run'),
  each(`${CURRENT}\\Explorer\\TypedPaths`, 'Typed into Explorer'),

  // Programs that Windows knows of
  own(`${CONTROL}\\Session Manager\\AppCompatCache`, 'Shimcache', tellShimcache),
  own(`${SERVICES}\\bam\\State\\UserSettings\\*`, 'BAM', tellModerated),
  own(`${SERVICES}\\bam\\UserSettings\\*`, 'BAM', tellModerated),
  own(`${CURRENT}\\Explorer\\UserAssist\\*\\Count`, 'UserAssist', tellUserAssist),
  own('Root\\InventoryApplicationFile\\*', 'Amcache', tellInventoryFile),
  own('Root\\InventoryDriverBinary\\*', 'Amcache', tellInventoryDriver),
  own('Root\\File\\*\\*', 'Amcache', tellFile),
  of(
    'Root\\InventoryApplication\\*',
    'Program installed (Amcache)',
    'Name',
    'Version',
    'Publisher',
    'InstallDate',
    'RootDirPath',
  ),
]

/** A row that shows some of the key's values. */
function of(path: string, action: string, ...shown: readonly string[]): KeyRule {
  return { path, action, shown }
}

/** A row that shows the one value, which names a program. */
function program(path: string, action: string, value: string): KeyRule {
  return { path, action, shown: [value], program: value }
}

/** A row a value. */
function each(path: string, action: string): KeyRule {
  return { path, action }
}

function own(path: string, action: string, tell: NonNullable<KeyRule['tell']>): KeyRule {
  return { path, action, tell }
}
