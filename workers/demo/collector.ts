/** Marker files by which a KAPE package is known, and the notice that this one is invented. */

const COPIED = '2021-04-02T09:12:44.0000000+00:00'
const COPY_LOG = '2021-04-02T09_12_44_CopyLog.csv'

export function demoNotice(): string {
  return [
    'DEMO',
    '',
    'This evidence is invented. No server, person, address or attack in it is real:',
    'harbor-falls.example does not exist, and the outside addresses are those that are set aside',
    'for documentation. The page in aspnet_client looks like a web shell and does nothing.',
    '',
  ].join('\r\n')
}

/** The collector's command line, and its list of the files that it copied. */
export function collectorFiles(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): { path: string; text: string }[] {
  const rows = files
    .filter(({ path }) => path.startsWith('C/'))
    .map(({ path, bytes }) => {
      const source = path.replace('C/', 'C:/').replaceAll('/', '\\')
      return `${COPIED},${source},E:\\MX01\\${path.replaceAll('/', '\\')},${String(bytes.length)},False`
    })
  const header = 'CopiedTimestamp,SourceFile,DestinationFile,FileSize,DeferredCopy'
  return [
    {
      path: '_kape.cli',
      text: '--tsource C: --tdest E:\\MX01 --target Exchange,IISLogFiles,ExchangeCve-2021-26855\r\n',
    },
    { path: COPY_LOG, text: `\ufeff${[header, ...rows].join('\r\n')}\r\n` },
  ]
}
