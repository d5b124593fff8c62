/** A folder to bring, by what it answers. */
export interface Folder {
  readonly path: string
  readonly tells: string
}

/** Exchange's default places; other drives hold the same folders under the install path. */
export const FOLDERS: readonly Folder[] = [
  {
    path: 'C:\\inetpub\\logs\\LogFiles',
    tells: 'IIS, front end (W3SVC1) and back end (W3SVC2): who asked for what',
  },
  {
    path: '%ExchangeInstallPath%Logging\\HttpProxy',
    tells: 'all protocols: was the server targeted, which build ran',
  },
  {
    path: '%ExchangeInstallPath%Logging\\ECP\\Server',
    tells: 'was it exploited: settings changed through the control panel',
  },
  { path: 'C:\\inetpub\\wwwroot', tells: 'web shells in aspnet_client' },
  {
    path: '%ExchangeInstallPath%FrontEnd\\HttpProxy',
    tells: 'web shells in owa\\auth and ecp\\auth',
  },
  { path: '%ExchangeInstallPath%ClientAccess', tells: 'web shells in the back end' },
]

/** Where each goes on the disk: the shape by which it is known again. */
const NAMES = [
  'inetpub\\logs\\LogFiles',
  'Exchange\\Logging\\HttpProxy',
  'Exchange\\Logging\\ECP\\Server',
  'inetpub\\wwwroot',
  'Exchange\\FrontEnd\\HttpProxy',
  'Exchange\\ClientAccess',
]

/**
 * Lines for PowerShell on the server: they only read there and write to the external disk. The size
 * is printed, and the free space checked, before anything is copied.
 */
export function collectLines(): string {
  const sources = FOLDERS.map(({ path }, at) => `  '${NAMES[at] ?? ''}' = "${forPowerShell(path)}"`)
  return [
    "$out = 'E:\\evidence'   # a folder on the external disk, never on the server",
    '$from = [ordered]@{',
    ...sources,
    '}',
    '$size = ($from.Values | Where-Object { Test-Path $_ } | ForEach-Object { Get-ChildItem $_ -Recurse -File -Force -ErrorAction SilentlyContinue } | Measure-Object Length -Sum).Sum',
    '$free = (Get-PSDrive $out.Substring(0,1)).Free',
    "'to copy: {0:N1} GB, free on the disk: {1:N1} GB' -f ($size/1GB), ($free/1GB)",
    "if ($free -lt 1.5 * $size) { throw 'not enough free space on the external disk' }",
    '$from.GetEnumerator() | Where-Object { Test-Path $_.Value } | ForEach-Object { robocopy $_.Value "$out\\$env:COMPUTERNAME\\$($_.Key)" /E /COPY:DAT /DCOPY:T /XJ /R:1 /W:1 /NP /LOG+:"$out\\robocopy.log" }',
  ].join('\n')
}

/** Lines for the analysis computer, where the external disk is plugged in next. */
export function zipLines(): string {
  return [
    "$in = 'E:\\evidence'; $zip = 'E:\\evidence.zip'",
    '$7z = "$env:ProgramFiles\\7-Zip\\7z.exe"',
    '$size = (Get-ChildItem $in -Recurse -File -Force | Measure-Object Length -Sum).Sum',
    'if (Test-Path $7z) { & $7z a -tzip -mx=1 $zip "$in\\*" }',
    'elseif (Get-Command tar.exe -ErrorAction SilentlyContinue) { tar.exe -a -c -f $zip -C $in . }',
    'elseif ($size -lt 2GB) { Compress-Archive -Path "$in\\*" -DestinationPath $zip }',
    "else { 'Compress-Archive fails above 2 GB: drop the folder itself instead of a zip' }",
  ].join('\n')
}

function forPowerShell(path: string): string {
  return path.replace('%ExchangeInstallPath%', '${env:ExchangeInstallPath}')
}
