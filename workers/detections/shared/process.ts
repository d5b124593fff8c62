import type { EventKey, LogRecord } from '../detection.js'
import { commandText } from './command-text.js'

/** A process that was started, as Sysmon or the security log tells it; texts in lower case. */
export interface StartedProcess {
  /** Path of the program. */
  readonly image: string
  /** Name of the program without its folder. */
  readonly name: string
  /** Command line as `commandText` gives it, '' where the log leaves it out. */
  readonly command: string
  /** Path of the program that started it, '' where the log leaves it out. */
  readonly parent: string
  readonly parentName: string
  readonly parentCommand: string
}

export const PROCESS_EVENTS: readonly EventKey[] = [
  { family: 'evtx-sysmon', ids: [1] },
  { family: 'evtx-security', ids: [4688] },
]

/** The start of a process behind a record, else null. */
export function processOf({ event, family }: LogRecord): StartedProcess | null {
  if (!event) return null
  const isSysmon = family === 'evtx-sysmon' && event.id === 1
  if (!isSysmon && (family !== 'evtx-security' || event.id !== 4688)) return null
  const image = event.data(isSysmon ? 'Image' : 'NewProcessName').toLowerCase()
  const parent = event.data(isSysmon ? 'ParentImage' : 'ParentProcessName').toLowerCase()
  return {
    ...{ image, parent, name: baseName(image), parentName: baseName(parent) },
    command: commandText(event.data('CommandLine')),
    parentCommand: isSysmon ? commandText(event.data('ParentCommandLine')) : '',
  }
}

/** Name without its folder. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1)
}

/** Folders that programs are put into by hand, by scripts and by intruders, never by Windows itself. */
const STRAY =
  /\\(?:users\\(?:public|all users|default)|programdata|perflogs|\$recycle\.bin|windows\\(?:temp|debug|tasks|fonts|help)|inetpub|aspnet_client|appdata\\local\\temp|frontend\\httpproxy)\\/

/** Does a path in lower case lie in such a folder? A folder of a product below ProgramData does too. */
export function isStray(path: string): boolean {
  return STRAY.test(path) || /^[a-z]:\\[^\\]+$/.test(path)
}
