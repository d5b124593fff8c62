import { formatIso } from '../../../src/model/time.js'
import type { Bytes } from '../../../src/model/units.js'
import type { FileTime } from './file-time.js'
import type { Hive } from './hive.js'
import { readBaseBlock } from './base-block.js'
import { readShimcache } from './shimcache.js'
import { typeName, valueText } from './value-text.js'

/** Of one value. */
const VALUE_BYTES: Bytes = 16 << 10
/** Of all values of a key: a hostile key may have any number. */
const MAX_TEXT = 1 << 20
/** Windows allows 512 levels. */
const MAX_DEPTH = 512
const KEY_IS_ROOT = 4

/** A key with all its values in lines `name: value`; '' where no key stands at `at`. */
export function keyText(hive: Hive, at: number): string {
  if (!hive.isKey(at)) return ''
  const lines = [
    `key: ${pathTo(hive, at)}`,
    `last written: ${shown(hive.keyTime(at))}`,
    ...(hive.isFree(at) ? ['state: deleted, what follows may be partly written over'] : []),
    `subkeys: ${hive.subkeyCount(at)}`,
    `values: ${hive.valueCount(at)}`,
  ]
  let length = 0
  for (const value of hive.values(at).found) {
    const name = hive.valueName(value)
    const raw = hive.value(value)
    const type = typeName(raw.type)
    const shownValue =
      name.toLowerCase() === 'appcompatcache' ? cached(raw.data) : valueText(raw, VALUE_BYTES)
    const line = `${name === '' ? '(default)' : name}: ${shownValue} [${type}, ${raw.size} bytes]`
    length += line.length
    if (length > MAX_TEXT) {
      lines.push('… further values are not shown')
      break
    }
    lines.push(line)
  }
  return lines.join('\n')
}

function cached(data: Uint8Array): string {
  const { format, files } = readShimcache(data)
  const lines = files.map(
    ({ path, run, ...modified }) =>
      `  ${shown({ written: modified.modified, tenths: modified.tenths })} ${path}${run === true ? ' (flagged as run)' : ''}`,
  )
  return [
    `${format || 'layout not known'}, files with the time of their last change`,
    ...lines,
    '',
  ].join('\n')
}

function shown({ written, tenths }: FileTime): string {
  return formatIso(written, tenths) || 'not stated'
}

function pathTo(hive: Hive, at: number): string {
  const names: string[] = []
  let key = at
  while (names.length < MAX_DEPTH) {
    names.push(hive.keyName(key))
    if ((hive.keyFlags(key) & KEY_IS_ROOT) !== 0) break
    const parent = hive.keyParent(key)
    if (!hive.isKey(parent)) {
      names.push('…')
      break
    }
    key = parent
  }
  return names.reverse().join('\\')
}

/** What the hive's first sector states. */
export function hiveText(bytes: Uint8Array): string {
  const base = readBaseBlock(bytes)
  if (!base) return 'the hive’s first sector cannot be read'
  const { primary, secondary, minor, name, checksumMatches, length, written, tenths } = base
  return [
    `hive: ${name}`,
    `last written: ${shown({ written, tenths })}`,
    `format: 1.${minor}`,
    `bytes of keys and values: ${length}`,
    `changes begun: ${primary}`,
    `changes finished: ${secondary}`,
    `checksum: ${checksumMatches ? 'matches' : 'differs'}`,
  ].join('\n')
}
