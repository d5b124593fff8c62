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

/** Windows sets this variable to where Exchange is installed, with a backslash at its end. */
const INSTALL_PATH = '%ExchangeInstallPath%'

/**
 * Lines for PowerShell on the server: they only read there and write to the external disk, each file
 * below its whole path (`MX01\\C\\inetpub\\…`), by which it is known again. Each line stands by
 * itself, since a console runs what is pasted line by line; the check of the free space and the copy
 * are one line, so that nothing is copied where the check fails. Robocopy's exit codes below 8 are
 * degrees of success.
 */
export function collectLines(): string {
  const [first = '', ...others] = FOLDERS.map(({ path }) => forPowerShell(path))
  return [
    "$out = 'E:\\evidence'   # a folder on the external disk, never on the server",
    `$from = @(${first})`,
    ...others.map((path) => `$from += ${path}`),
    '$from = $from | Where-Object { Test-Path -LiteralPath $_ }; $from',
    '$size = (Get-ChildItem -LiteralPath $from -Recurse -File -Force -ErrorAction SilentlyContinue | Measure-Object Length -Sum).Sum',
    '$free = (Get-PSDrive $out.Substring(0,1)).Free',
    "'to copy: {0:N1} GB, free on the disk: {1:N1} GB' -f ($size/1GB), ($free/1GB)",
    `if ($free -lt 1.5 * $size) { 'not enough free space on the external disk: nothing was copied' } else { New-Item -ItemType Directory -Force $out | Out-Null; $from | ForEach-Object { robocopy $_ "$out\\$env:COMPUTERNAME\\$($_ -replace ':')" /E /COPY:DAT /DCOPY:T /XJ /R:1 /W:1 /NP "/LOG+:$out\\robocopy.log"; if ($LASTEXITCODE -ge 8) { "NOT copied whole: $_ (robocopy exit code $LASTEXITCODE)" } } }`,
  ].join('\n')
}

/** Lines for the analysis computer, where the external disk is plugged in next. */
export function zipLines(): string {
  return [
    "$in = 'E:\\evidence'; $zip = 'E:\\evidence.zip'",
    '$seven = "$env:ProgramFiles\\7-Zip\\7z.exe"',
    '$size = (Get-ChildItem $in -Recurse -File -Force | Measure-Object Length -Sum).Sum',
    [
      'if (Test-Path $seven) { & $seven a -tzip -mx=1 $zip "$in\\*" }',
      'elseif (Get-Command tar.exe -ErrorAction SilentlyContinue) { tar.exe -a -c -f $zip -C $in . }',
      'elseif ($size -lt 2GB) { Compress-Archive -Path "$in\\*" -DestinationPath $zip }',
      "else { 'Compress-Archive fails above 2 GB: drop the folder itself instead of a zip' }",
    ].join(' '),
  ].join('\n')
}

/** A quoted path; the braces end the variable's name, which would else run on into the path. */
function forPowerShell(path: string): string {
  return path.startsWith(INSTALL_PATH)
    ? `"\${env:ExchangeInstallPath}${path.slice(INSTALL_PATH.length)}"`
    : `'${path}'`
}
