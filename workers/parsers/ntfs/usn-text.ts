import { formatIso } from '../../../src/model/time.js'
import { fileTime, fileTimeTenths } from '../shared/filetime.js'
import { hexLines } from '../shared/hex.js'
import { fileFlags } from './file-flags.js'
import { UsnRecord } from './usn-record.js'
import { reasonWords } from './usn-words.js'

const utf16 = new TextDecoder('utf-16le')
const SOURCES: readonly (readonly [bit: number, words: string])[] = [
  [1, 'data management'],
  [2, 'auxiliary data'],
  [4, 'replication'],
  [8, 'client replication'],
]

/** A journal record in lines `name: value`, with its bytes. */
export function tellUsnRecord(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const record = new UsnRecord()
  if (!record.load(view, 0)) return ['no journal record', ...hexLines(bytes)].join('\n')
  const { version, size, nameAt, nameUnits, timeLow, timeHigh, reason } = record
  const wide = version === 2 ? 0 : 16
  const closed = reason >= 0x8000_0000 ? ['closed'] : []
  const lines = [
    `version: ${String(version)}`,
    `file: record ${String(record.file)}-${String(record.fileSequence)}`,
    `folder: record ${String(record.parent)}-${String(record.parentSequence)}`,
    `update sequence number: ${String(view.getBigUint64(24 + wide, true))}`,
    `reason: ${[...reasonWords(reason), ...closed].join(', ')} (0x${reason.toString(16)})`,
  ]
  const base = 44 + wide
  if (version === 4)
    lines.push(`ranges: ${String((size - 64) / 16)}, ${String(view.getUint32(56, true))} to come`)
  else {
    const time = formatIso(fileTime(timeLow, timeHigh), fileTimeTenths(timeLow, timeHigh))
    const name = utf16.decode(bytes.subarray(nameAt, nameAt + 2 * nameUnits))
    lines.unshift(`name: ${name}`, `time: ${time === '' ? 'not set' : time}`)
    lines.push(
      `source: ${sourceWords(view.getUint32(base, true))}`,
      `security id: ${String(view.getUint32(base + 4, true))}`,
      `attributes: ${fileFlags(record.attributes)}`,
    )
  }
  return [...lines, '', ...hexLines(bytes.subarray(0, size))].join('\n')
}

function sourceWords(bits: number): string {
  const words = SOURCES.filter(([bit]) => (bits & bit) !== 0).map(([, said]) => said)
  return words.length === 0 ? 'a program' : words.join(', ')
}
