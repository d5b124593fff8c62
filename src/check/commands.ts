import type { Entry, EntryResult, Evidence } from '../model/evidence.js'

/** What a responder types to see our figures come out of other tools. */
export interface Commands {
  /** Prints the number of records, '' where the file is no list of lines. */
  readonly count: string
  /** Prints the SHA-256. */
  readonly hash: string
  /** Why there is no command, '' where there is one. */
  readonly none: string
}

/** Characters that no terminal takes as typed. */
const UNTYPABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\ufffd]/u

/** One word of a POSIX shell, whatever is in it. */
export function posixWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** Text between single quotes of PowerShell, which also ends it at typographic quotes. */
export function powerShellWord(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, (quote) => quote + quote)}'`
}

/** unzip takes names as patterns. */
function unzipName(path: string): string {
  return path.replace(/[\\[\]*?]/g, (special) => `\\${special}`)
}

/** Commands for Linux and macOS, which read the archive as it was dropped. */
export function posixCommands(evidence: Evidence, entry: Entry, result: EntryResult): Commands {
  const none = whyNone(evidence, entry)
  if (none !== '') return { count: '', hash: '', none }
  const zipped = evidence.kind === 'zip'
  const source = zipped
    ? `unzip -p ${posixWord(evidence.name)} ${posixWord(unzipName(entry.rawPath))}`
    : `cat -- ${posixWord(entry.rawPath)}`
  const rule = countedLines(entry, result)
  return {
    count:
      rule === ''
        ? ''
        : `${source} | tr '\\0\\r' '\\n\\n' | grep -a -i -c -v -E ${posixWord(rule)}`,
    hash: `${source} | sha256sum`,
    none: '',
  }
}

/** Commands for PowerShell, on the file once it is unpacked. */
export function powerShellCommands(
  evidence: Evidence,
  entry: Entry,
  result: EntryResult,
): Commands {
  const none = whyNone(evidence, entry)
  if (none !== '') return { count: '', hash: '', none }
  const file = powerShellWord(entry.rawPath.replaceAll('/', '\\'))
  const rule = countedLines(entry, result)
  return {
    count:
      rule === ''
        ? ''
        : `(Get-Content -LiteralPath ${file} | Select-String -NotMatch -Pattern ${powerShellWord(rule)}).Count`,
    hash: `(Get-FileHash -Algorithm SHA256 -LiteralPath ${file}).Hash`,
    none: '',
  }
}

function whyNone(evidence: Evidence, entry: Entry): string {
  if (UNTYPABLE.test(entry.rawPath) || UNTYPABLE.test(evidence.name))
    return 'The name holds characters that cannot be typed. Find the file by its hash.'
  if ((entry.depth ?? 0) > 0) return 'Unpack the archive that it stands in first.'
  if (entry.encrypted) return 'It is encrypted: unpack it with its password first.'
  return ''
}

/** '' where the bytes were not read as lines as they stand: tools would count something else. */
function countedLines({ size }: Entry, { noRecord, kernelBytes }: EntryResult): string {
  return kernelBytes.lines === size ? noRecord : ''
}
