import { execFileSync } from 'node:child_process'
import { valueText } from '../../../../workers/parsers/registry/value-text.js'
import type { Dump } from './dump.js'

const TYPES = new Map([
  ['REG_NONE', 0],
  ['REG_SZ', 1],
  ['REG_EXPAND_SZ', 2],
  ['REG_BINARY', 3],
  ['REG_DWORD_LITTLE_ENDIAN', 4],
  ['REG_MULTI_SZ', 7],
  ['REG_QWORD_LITTLE_ENDIAN', 11],
  ['REG_QWORD', 11],
])
/** Types of which the data is compared; hivex gives the rest. */
const SHOWN: ReadonlySet<number> = new Set([1, 2, 3, 4])
const BINARY = 3
/** Types whose data hivexml encodes. */
const ENCODED: ReadonlySet<number> = new Set([0, BINARY])

export function isInstalled(tool: string): boolean {
  try {
    execFileSync('which', [tool], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

/** Keys and values as libregf's tool exports them: `path`, then `name, type, size, data` a line. */
export function byRegfexport(file: string): string {
  const text = execFileSync('regfexport', [file], { encoding: 'utf8', maxBuffer: 1 << 28 })
  const keys = text.split('\nKey path: ').slice(1)
  return keys
    .map((key) => {
      const [path = '', ...rest] = key.split('\n')
      const values = rest.join('\n').split('\nValue: ').slice(1)
      const below = path.split('\\').slice(1)
      return [['', ...below].join('\\'), ...values.map(exportedValue)].join('\n')
    })
    .sort()
    .join('\n')
}

function exportedValue(text: string): string {
  const [first = '', type = '', size = '', ...data] = text.split('\n')
  const name = first.slice(first.indexOf(' ') + 1)
  const named = /\((REG_\w+)\)/.exec(type)?.[1]
  const number = named ? (TYPES.get(named) ?? -1) : Number(/0x[0-9a-f]+/.exec(type)?.[0])
  const shown =
    number === BINARY
      ? data.slice(1).map(hexBytes).filter(Boolean).join(' ')
      : (data[0] ?? '').replace(/^Data: ?/, '')
  return told(name, number, Number(size.replace('Data size: ', '')), shown)
}

/**
 * libregf 20201007 gives zeros for data of one to three bytes, which stand in the value itself: hivex
 * agrees with what is read here. Nor does it export data without a type.
 */
function told(name: string, type: number, size: number, shown: string): string {
  const hidden = size === 0 || !SHOWN.has(type) || (type === BINARY && size < 4)
  // It counts a text's bytes up to its first NUL.
  return [name, type, type === 1 ? '' : size, hidden ? '' : shown].join('\t')
}

/** `00000010: 01 00 …   ....` */
function hexBytes(line: string): string {
  const bytes = /^[0-9a-f]{8}: ((?:[0-9a-f]{2} {1,2})+)/.exec(line)?.[1] ?? ''
  return bytes.trim().replaceAll('  ', ' ')
}

/** What was read here in the same form. */
export function asRegfexport(dumped: Dump): string {
  return dumped.keys
    .filter(({ state }) => state === 'listed')
    .map(({ path, values }) => {
      const lines = values.map(({ name, type, size, data }) => {
        return told(name || '(default)', type, size, valueText({ type, size, data }, 1 << 20))
      })
      return [path, ...lines].join('\n')
    })
    .sort()
    .join('\n')
}

/** Keys with their times to the second, then their values' names and binary data, as hivex gives them. */
export function byHivexml(file: string): string {
  // It opens its output by name, which a socket has not.
  const xml = execFileSync('sh', ['-c', 'hivexml "$1" | cat', 'sh', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const lines: string[] = []
  const path: string[] = []
  for (const [, end, tag = '', attributes = '', closed] of xml.matchAll(
    /<(\/)?(node|mtime|value)\b([^>]*?)(\/)?>/g,
  )) {
    if (end && tag === 'node') path.pop()
    else if (!end && tag === 'node') {
      path.push(named(attributes, 'name'))
      lines.push(['', ...path.slice(1)].join('\\'))
      if (closed) path.pop()
    } else if (!end && tag === 'value') {
      const name = attributes.includes('default="1"') ? '(default)' : named(attributes, 'key')
      const data = attributes.includes('encoding="base64"') ? named(attributes, 'value') : ''
      lines.push(`${lines.pop() ?? ''}\n${name}\t${data.replace(/\s/g, '')}`)
    }
  }
  const times = [...xml.matchAll(/<node [^>]*><mtime>([^<]*)<\/mtime>/g)].map(([, time]) => time)
  return lines
    .map((line, index) => line.replace(/^[^\n]*/, (key) => `${key}\t${times[index] ?? ''}`))
    .sort()
    .join('\n')
}

function named(attributes: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
}

export function asHivexml(dumped: Dump): string {
  return dumped.keys
    .filter(({ state }) => state === 'listed')
    .map(({ path, time, values }) => {
      const lines = values.map(({ name, type, data }) => {
        const shown = ENCODED.has(type) || type > 11 ? data.toString('base64') : ''
        return `${name || '(default)'}\t${shown}`
      })
      return [`${path}\t${time.slice(0, 19)}Z`, ...lines].join('\n')
    })
    .sort()
    .join('\n')
}
