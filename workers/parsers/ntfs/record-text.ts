import { formatIso } from '../../../src/model/time.js'
import { fileTime, fileTimeTenths } from '../shared/filetime.js'
import { hexLines } from '../shared/hex.js'
import { fileText } from '../web/content.js'
import type { Chunk } from '../parser.js'
import { runsOf } from './data-runs.js'
import { fileFlags } from './file-flags.js'
import { ATTRIBUTE, RecordView } from './record-view.js'

const TYPES: ReadonlyMap<number, string> = new Map([
  [ATTRIBUTE.standardInformation, '$STANDARD_INFORMATION'],
  [ATTRIBUTE.attributeList, '$ATTRIBUTE_LIST'],
  [ATTRIBUTE.fileName, '$FILE_NAME'],
  [ATTRIBUTE.objectId, '$OBJECT_ID'],
  [ATTRIBUTE.securityDescriptor, '$SECURITY_DESCRIPTOR'],
  [ATTRIBUTE.volumeName, '$VOLUME_NAME'],
  [ATTRIBUTE.volumeInformation, '$VOLUME_INFORMATION'],
  [ATTRIBUTE.data, '$DATA'],
  [ATTRIBUTE.indexRoot, '$INDEX_ROOT'],
  [ATTRIBUTE.indexAllocation, '$INDEX_ALLOCATION'],
  [ATTRIBUTE.bitmap, '$BITMAP'],
  [ATTRIBUTE.reparsePoint, '$REPARSE_POINT'],
  [ATTRIBUTE.eaInformation, '$EA_INFORMATION'],
  [ATTRIBUTE.ea, '$EA'],
  [ATTRIBUTE.loggedUtilityStream, '$LOGGED_UTILITY_STREAM'],
])
const NAMESPACES = ['POSIX', 'Win32', 'DOS', 'Win32 and DOS']
const TIMES = ['created', 'modified', 'record changed', 'accessed'] as const
const STANDARD_BYTES = 48
const FILE_NAME_BYTES = 66
const utf16 = new TextDecoder('utf-16le')

/** A file record in lines `name: value`: header, every attribute, all times, resident data. */
export function tellFileRecord({ bytes }: Chunk, size: number): string {
  const record = new Uint8Array(size)
  record.set(bytes.subarray(0, size))
  const view = new RecordView(new DataView(record.buffer), size)
  if (!view.load(0)) return ['no file record', ...hexLines(record)].join('\n')
  const lines = header(view)
  while (view.next()) lines.push('', ...attribute(view, record))
  if (view.damaged) lines.push('', 'damaged: an attribute reaches beyond the record')
  return lines.join('\n')
}

function header(record: RecordView): string[] {
  const { view, at, flags } = record
  const lines = [
    `record: ${String(view.getUint32(at + 44, true))}, sequence ${String(record.sequence)}`,
    `state: ${record.isInUse ? 'in use' : 'deleted'}, ${record.isDirectory ? 'folder' : 'file'}, flags 0x${flags.toString(16)}`,
    `names: ${String(record.links)}`,
    `log sequence number: ${String(view.getBigUint64(at + 8, true))}`,
    `bytes used: ${String(view.getUint32(at + 24, true))} of ${String(view.getUint32(at + 28, true))}`,
  ]
  if (record.isExtension)
    lines.push(`extends: record ${String(record.base)}-${String(record.baseSequence)}`)
  if (record.torn) lines.push('torn: its sectors are not of one write')
  return lines
}

function attribute(record: RecordView, bytes: Uint8Array): string[] {
  const { view, type, attributeAt, valueAt, valueSize } = record
  const name = utf16.decode(bytes.subarray(record.nameAt, record.nameAt + 2 * record.nameUnits))
  const title = `${TYPES.get(type) ?? `attribute 0x${type.toString(16)}`}${name === '' ? '' : `:${name}`}`
  if (!record.isResident) return [`${title}: not resident`, ...nonResident(record)]
  const value = bytes.subarray(valueAt, valueAt + valueSize)
  const head = `${title}: resident, ${String(valueSize)} bytes, id ${String(view.getUint16(attributeAt + 14, true))}`
  return [head, ...valueLines(type, view, valueAt, value)]
}

function valueLines(type: number, view: DataView, at: number, value: Uint8Array): string[] {
  if (type === ATTRIBUTE.standardInformation && value.length >= STANDARD_BYTES)
    return standardInformation(view, at, value.length)
  if (type === ATTRIBUTE.fileName && value.length >= FILE_NAME_BYTES)
    return fileName(view, at, value)
  if (type === ATTRIBUTE.attributeList) return attributeList(view, at, value)
  if (type === ATTRIBUTE.volumeName) return [`  name: ${utf16.decode(value)}`]
  if (type === ATTRIBUTE.data && value.length > 0)
    return [...fileText(value).split(/\r\n|[\r\n]/), ...hexLines(value)].map((line) => `  ${line}`)
  return hexLines(value).map((line) => `  ${line}`)
}

function standardInformation(view: DataView, at: number, length: number): string[] {
  const lines = [...times(view, at), `  attributes: ${fileFlags(view.getUint32(at + 32, true))}`]
  if (length < 72) return lines
  return [
    ...lines,
    `  owner id: ${String(view.getUint32(at + 48, true))}`,
    `  security id: ${String(view.getUint32(at + 52, true))}`,
    `  update sequence number: ${String(view.getBigUint64(at + 64, true))}`,
  ]
}

function fileName(view: DataView, at: number, value: Uint8Array): string[] {
  const units = value[64] ?? 0
  const space = value[65] ?? 0
  return [
    `  name: ${utf16.decode(value.subarray(FILE_NAME_BYTES, FILE_NAME_BYTES + 2 * units))}`,
    `  namespace: ${NAMESPACES[space] ?? String(space)}`,
    `  folder: record ${reference(view, at)}`,
    ...times(view, at + 8),
    `  size: ${String(view.getBigUint64(at + 48, true))}, allocated ${String(view.getBigUint64(at + 40, true))}`,
    `  attributes: ${fileFlags(view.getUint32(at + 56, true))}`,
  ]
}

function attributeList(view: DataView, at: number, value: Uint8Array): string[] {
  const lines: string[] = []
  for (let entry = 0; entry + 26 <= value.length;) {
    const type = view.getUint32(at + entry, true)
    const length = view.getUint16(at + entry + 4, true)
    lines.push(
      `  ${TYPES.get(type) ?? `0x${type.toString(16)}`} in record ${reference(view, at + entry + 16)}`,
    )
    if (length < 26) break
    entry += length
  }
  return lines
}

function nonResident({ view, attributeAt: at, attributeSize }: RecordView): string[] {
  if (attributeSize < 64) return ['  damaged: its header is cut off']
  const number = (offset: number): string => String(view.getBigUint64(at + offset, true))
  return [
    `  size: ${number(48)}, allocated ${number(40)}, initialised ${number(56)}`,
    `  clusters: ${runsOf(view, at, attributeSize).join(', ')}`,
  ]
}

function times(view: DataView, at: number): string[] {
  return TIMES.map((name, index) => {
    const low = view.getUint32(at + 8 * index, true)
    const high = view.getUint32(at + 8 * index + 4, true)
    const text = formatIso(fileTime(low, high), fileTimeTenths(low, high))
    return `  ${name}: ${text === '' ? 'not set' : text}`
  })
}

function reference(view: DataView, at: number): string {
  const index = view.getUint32(at, true) + view.getUint16(at + 4, true) * 2 ** 32
  return `${String(index)}-${String(view.getUint16(at + 6, true))}`
}
