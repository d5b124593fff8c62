import type { EventKey, LogRecord } from '../detection.js'
import { baseName } from './process.js'

/** Sysmon's record of a file that was made. */
export const FILE_CREATED: readonly EventKey[] = [{ family: 'evtx-sysmon', ids: [11] }]

export interface WrittenFile {
  /** In lower case. */
  readonly path: string
  /** Name of the program that made it, in lower case, without its folder. */
  readonly by: string
}

export function writtenFile({ event, family }: LogRecord): WrittenFile | null {
  if (event?.id !== 11 || family !== 'evtx-sysmon') return null
  const path = event.data('TargetFilename').toLowerCase()
  return { path, by: baseName(event.data('Image').toLowerCase()) }
}

/** A page in a folder that Exchange’s web sites give out. */
export function isExchangePage(path: string): boolean {
  return (
    /\.(?:aspx|ashx|asmx|asp|cshtml|soap)$/.test(path) &&
    /\\(?:inetpub\\wwwroot|aspnet_client|frontend\\httpproxy|clientaccess)\\/.test(path)
  )
}
