import { MICROSECONDS_PER_SECOND, type Microseconds } from '../../../src/model/units.js'
import { decodeText } from '../../text.js'

const OPTIONAL_HEADER = 24
const PE32_PLUS = 0x20b
/** Index of the CLI header among the data directories. */
const CLI_DIRECTORY = 14
const SECTION_SIZE = 40
/** The format allows no more. */
const MAX_SECTIONS = 96
/** ECMA-335 knows five streams. */
const MAX_STREAMS = 16
/** A site compiled into one module has some thousand classes. */
const MAX_NAMES = 10_000
/** `BSJB`, the beginning of .NET metadata. */
const METADATA = 0x424a5342

/** What the headers of a .NET module say. */
export interface ManagedModule {
  /** TimeDateStamp of the header: when it was linked, unless the compiler puts a hash there. */
  readonly built: Microseconds
  /** Classes by the shape that ASP.NET gives pages: `aspnet_client_x_aspx`. */
  readonly pages: readonly string[]
  /** Version of the runtime that it was compiled for, '' where the metadata was not reached. */
  readonly runtime: string
}

/**
 * Reads a Portable Executable with a CLI header (PE/COFF specification; ECMA-335 II.24 and II.25). null
 * where the bytes are none; parts that lie outside of the bytes at hand are left out.
 */
export function readManagedModule(bytes: Uint8Array): ManagedModule | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const u16 = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at, true) : 0)
  const u32 = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at, true) : 0)
  const pe = u32(0x3c)
  if (u16(0) !== 0x5a4d || u32(pe) !== 0x4550) return null
  const optional = pe + OPTIONAL_HEADER
  const directories = optional + (u16(optional) === PE32_PLUS ? 112 : 96)
  const cli = u32(directories + CLI_DIRECTORY * 8)
  if (cli === 0 || u32(directories - 4) <= CLI_DIRECTORY) return null
  const sections = optional + u16(pe + 20)
  const place = (address: number): number => {
    for (let index = 0; index < Math.min(u16(pe + 6), MAX_SECTIONS); index++) {
      const section = sections + index * SECTION_SIZE
      const from = address - u32(section + 12)
      if (from >= 0 && from < u32(section + 16)) return u32(section + 20) + from
    }
    return bytes.length
  }
  const built = u32(pe + 8) * MICROSECONDS_PER_SECOND
  const root = place(u32(place(cli) + 8))
  if (u32(root) !== METADATA) return { built, pages: [], runtime: '' }
  const versionLength = Math.min(u32(root + 12), 255)
  const runtime = asText(bytes, root + 16, root + 16 + versionLength)
  let header = root + 16 + versionLength + 4
  for (let index = Math.min(u16(header - 2), MAX_STREAMS); index > 0; index--) {
    const name = asText(bytes, header + 8, header + 40)
    if (name === '#Strings') {
      const start = root + u32(header)
      return { built, pages: pageNames(bytes, start, start + u32(header + 4)), runtime }
    }
    header += 8 + ((name.length + 4) & ~3)
  }
  return { built, pages: [], runtime }
}

/** Up to the first NUL. */
function asText(bytes: Uint8Array, start: number, end: number): string {
  const run = bytes.subarray(start, end)
  const nul = run.indexOf(0)
  return decodeText(nul < 0 ? run : run.subarray(0, nul))
}

function pageNames(bytes: Uint8Array, start: number, end: number): string[] {
  const names = new Set<string>()
  for (const name of decodeText(bytes.subarray(start, end)).split('\0', MAX_NAMES)) {
    if (/^\w{1,300}_(?:aspx|ashx|asmx|asax|ascx|asp|svc|master|cshtml)$/i.test(name))
      names.add(name)
  }
  return [...names]
}
