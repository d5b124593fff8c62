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
  /** Of a worker process of IIS alone: it names the application pool. */
  readonly parentCommand: string
}

const WEB_SERVER = 'w3wp.exe'

export const PROCESS_EVENTS: readonly EventKey[] = [
  { family: 'evtx-sysmon', ids: [1] },
  { family: 'evtx-security', ids: [4688] },
]

let lastRecord: LogRecord | null = null
let lastProcess: StartedProcess | null = null

/** The start of a process behind a record, else null. */
export function processOf(record: LogRecord): StartedProcess | null {
  // A dozen detections ask of the same record, one behind the other.
  if (record !== lastRecord) {
    lastProcess = readProcess(record)
    lastRecord = record
  }
  return lastProcess
}

function readProcess({ event, family }: LogRecord): StartedProcess | null {
  if (!event) return null
  const isSysmon = family === 'evtx-sysmon' && event.id === 1
  if (!isSysmon && (family !== 'evtx-security' || event.id !== 4688)) return null
  const image = event.data(isSysmon ? 'Image' : 'NewProcessName').toLowerCase()
  const parent = event.data(isSysmon ? 'ParentImage' : 'ParentProcessName').toLowerCase()
  return {
    ...{ image, parent, name: baseName(image), parentName: baseName(parent) },
    command: commandText(event.data('CommandLine')),
    parentCommand:
      isSysmon && baseName(parent) === WEB_SERVER
        ? commandText(event.data('ParentCommandLine'))
        : '',
  }
}

/** Path of a file that a row tells of, in lower case: the file table writes slashes, Windows backslashes. */
export function filePath({ stem }: LogRecord): string {
  return stem.replaceAll('/', '\\')
}

/** Name without its folder. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1)
}

/** Folders that people, scripts and intruders put programs into, and installers hardly ever. */
const LOOSE =
  /\\(?:users\\(?:public|all users|default)|perflogs|\$recycle\.bin|windows\\(?:temp|debug|tasks|fonts|help)|inetpub|aspnet_client|appdata\\local\\temp|frontend\\httpproxy)\\|^[a-z]:\\(?:temp\\|tmp\\)?[^\\]+$|\\(?:programdata|appdata\\(?:roaming|local))\\[^\\]+$/
/** Folders for data, where products keep programs too. */
const DATA = /\\(?:programdata|appdata)\\|%(?:programdata|appdata|localappdata|allusersprofile)%/

/** Is a program in a folder where none belongs? Of a path in lower case. */
export function isLoose(path: string): boolean {
  return LOOSE.test(path)
}

/** Is a program in a folder for data, be it a product's? Of a path in lower case. */
export function isAmongData(path: string): boolean {
  return isLoose(path) || DATA.test(path)
}

/** Path of the program that a command in lower case begins with, environment variables as written. */
export function programOf(command: string): string {
  const quoted = /^"([^"]{1,400})"/.exec(command)?.[1]
  if (quoted !== undefined) return quoted
  return (
    /^.{1,400}?\.(?:exe|com|bat|cmd|ps1|vbs|js|dll|sys|scr)(?=[\s",]|$)/.exec(command)?.[0] ??
    command
  )
}
