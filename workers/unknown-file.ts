import { signatureOf } from './zip/signature.js'

/** What a file is that no parser here reads, and what would read it. */
interface OtherFormat {
  readonly what: string
  readonly readBy: string
  matches(head: Uint8Array, name: string): boolean
}

const PROGRAM = 'its hash can be looked up, a YARA scan or a disassembler tells more'
const MOUNT = 'mount it and collect from it with KAPE, or open it with Autopsy'

/** Formats met in collections, by their first bytes; by name only where they have no mark. */
const FORMATS: readonly OtherFormat[] = [
  at(0, 'MAM\u0004', 'a Windows prefetch file', 'PECmd shows what ran and when'),
  at(4, 'SCCA', 'a Windows prefetch file', 'PECmd shows what ran and when'),
  at(0, 'RSTR', 'the NTFS transaction log ($LogFile)', 'LogFileParser reads it'),
  at(4, '\u00ef\u00cd\u00ab\u0089', 'an ESE database', 'esedbexport or SrumECmd reads it'),
  at(0, 'LfLe', 'an event log of Windows before Vista', 'wevtutil epl /lf converts it to .evtx'),
  at(4, 'LfLe', 'an event log of Windows before Vista', 'wevtutil epl /lf converts it to .evtx'),
  at(0, '!BDN', 'an Outlook data file (PST)', 'Outlook or readpst opens it'),
  at(0, 'PAGEDU64', 'a memory dump', 'WinDbg or Volatility reads it'),
  at(0, 'PAGEDUMP', 'a memory dump', 'WinDbg or Volatility reads it'),
  at(0, 'MDMP', 'a dump of a process', 'WinDbg reads it'),
  at(0, 'SQLite format 3\u0000', 'an SQLite database', 'sqlite3 reads it'),
  at(0, 'L\u0000\u0000\u0000\u0001\u0014\u0002\u0000', 'a Windows shortcut', 'LECmd reads it'),
  at(0, '\u00d0\u00cf\u0011\u00e0', 'an OLE compound file', 'olevba, JLECmd or msiinfo reads it'),
  at(0, 'KDMV', 'a VMware disk image', MOUNT),
  at(0, 'QFI\u00fb', 'a QEMU disk image', MOUNT),
  at(0, 'vhdxfile', 'a VHDX disk image', MOUNT),
  at(0, 'conectix', 'a VHD disk image', MOUNT),
  at(0, 'EVF', 'an EnCase disk image', MOUNT),
  at(0, '\u007fELF', 'a Linux program', PROGRAM),
  at(0, 'MZ', 'a Windows program', PROGRAM),
  at(0, '\u00d4\u00c3\u00b2\u00a1', 'a network capture', 'Wireshark reads it'),
  at(0, '\n\r\r\n', 'a network capture', 'Wireshark reads it'),
  at(0, '%PDF', 'a PDF document', 'any PDF viewer shows it'),
  at(0, 'Rar!', 'a RAR archive', 'unpack it and drop what is in it'),
  at(0, '\u0089PNG', 'a picture', 'any image viewer shows it'),
  at(0, '\u00ff\u00d8\u00ff', 'a picture', 'any image viewer shows it'),
  at(0, 'GIF8', 'a picture', 'any image viewer shows it'),
  named(/\.etl$/i, 'an event trace', 'tracerpt or Windows Performance Analyzer reads it'),
  named(/\.blg$/i, 'performance counters', 'perfmon or relog reads them'),
  named(/\.edb$/i, 'an Exchange database', 'only an Exchange server opens it'),
]

/**
 * Why an entry gave no event though it was read: no parser knows it. Says what it is as far as its
 * first bytes tell, and what would read it.
 */
export function unknownFile(head: Uint8Array, path: string, read: number): string {
  if (read === 0) return 'empty, 0 bytes: nothing to read'
  const known = FORMATS.find((format) => format.matches(head, path))
  if (known) return `${known.what}, hashed but not read here: ${known.readBy}`
  const text = /text$/.test(signatureOf(head).name)
  const tool = text ? 'a text editor' : 'a hex editor'
  return `no parser knows this file; it was hashed: ${tool} shows what it holds`
}

/** `mark` is a character a byte. */
function at(offset: number, mark: string, what: string, readBy: string): OtherFormat {
  const bytes = Array.from(mark, (letter) => letter.charCodeAt(0))
  return {
    what,
    readBy,
    matches: (head) => bytes.every((byte, index) => head[offset + index] === byte),
  }
}

function named(pattern: RegExp, what: string, readBy: string): OtherFormat {
  return { what, readBy, matches: (_, name) => pattern.test(name) }
}
