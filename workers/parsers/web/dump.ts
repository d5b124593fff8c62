import type { Bytes, Microseconds } from '../../../src/model/units.js'
import { plain } from '../../../src/model/plain.js'
import { decodeText } from '../../text.js'
import { normalBuild } from '../exchange/build.js'
import { cultureTime } from './stated-time.js'

const NEWLINE = 0x0a
/** A line of Format-List: names are padded, values that are too long go on in an indented line. */
const FIELD = /^([A-Za-z]\w{1,60})\s{0,80}: ?(.*)$/s
const MORE = /^\s{8,120}(\S.*)$/s
/** Longest value kept; addresses with whole pages in them are longer and are cut. */
const MAX_VALUE = 8_192
/** Names of which a dump of a virtual directory has most, and no other list has so many. */
const NAMES = [
  'MetabasePath',
  'AdminDisplayVersion',
  'InternalUrl',
  'ExternalUrl',
  'WhenChangedUTC',
]
const SCRIPT = new RegExp(plain('<|run¦at\\s{0,9}=|scr¦ipt'), 'i')

/** A virtual directory as `Get-OabVirtualDirectory | Format-List` and its kin print it. */
export interface DirectoryDump {
  readonly offset: Bytes
  readonly end: Bytes
  /** `OAB (Default Web Site)`, with the server in front where it is stated. */
  readonly identity: string
  readonly server: string
  /**
   * Build by AdminDisplayVersion, '' where there is none. Security updates leave it as the cumulative
   * update set it, so that it never says that one is missing.
   */
  readonly build: string
  readonly externalUrl: string
  readonly hasScript: boolean
  readonly changed: Microseconds
  readonly created: Microseconds
}

/** Does the text hold a dump? By the names of its lines alone. */
export function isDirectoryDump(text: string): boolean {
  const found = NAMES.filter((name) => new RegExp(`^${name}\\s{0,80}:`, 'm').test(text))
  return found.length >= 4
}

/** All virtual directories of a dump, each with its place. */
export function readDumps(bytes: Uint8Array): DirectoryDump[] {
  const dumps: DirectoryDump[] = []
  let fields = new Map<string, string>()
  let offset = 0
  let last = ''
  const close = (end: Bytes): void => {
    if (fields.has('AdminDisplayVersion') || fields.has('MetabasePath')) {
      dumps.push(dumpOf(fields, offset, end))
    }
    fields = new Map()
    last = ''
  }
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found < 0 ? bytes.length : found
    const line = decodeText(bytes.subarray(start, end))
      .replace(/^\ufeff/, '')
      .trimEnd()
    const [, name = '', value = ''] = FIELD.exec(line) ?? []
    if (name !== '') {
      if (fields.has(name)) close(start)
      if (fields.size === 0) offset = start
      fields.set(name, value.slice(0, MAX_VALUE))
      last = name
    } else {
      const more = MORE.exec(line)?.[1]
      const known = fields.get(last)
      if (more !== undefined && known !== undefined && known.length < MAX_VALUE) {
        fields.set(last, known + more.slice(0, MAX_VALUE))
      }
    }
    start = end + 1
  }
  close(bytes.length)
  return dumps
}

function dumpOf(fields: ReadonlyMap<string, string>, offset: Bytes, end: Bytes): DirectoryDump {
  const get = (name: string): string => (fields.get(name) ?? '').trim()
  const dates = ['WhenChanged', 'WhenCreated', 'WhenChangedUTC', 'WhenCreatedUTC'].map(get)
  const [, version = '', build = ''] =
    /^Version (\d+\.\d+) \(Build (\d+\.\d+)\)$/.exec(get('AdminDisplayVersion')) ?? []
  const externalUrl = get('ExternalUrl')
  return {
    offset,
    end,
    identity: get('Identity') || get('Name'),
    server: get('Server'),
    build: normalBuild(`${version}.${build}`),
    externalUrl,
    hasScript: SCRIPT.test(externalUrl) || SCRIPT.test(get('InternalUrl')),
    changed: cultureTime(get('WhenChangedUTC'), dates),
    created: cultureTime(get('WhenCreatedUTC'), dates),
  }
}
