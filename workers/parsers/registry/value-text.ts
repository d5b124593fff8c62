import type { RawValue } from './hive.js'

const REG_SZ = 1
const REG_EXPAND_SZ = 2
const REG_DWORD = 4
const REG_DWORD_BIG_ENDIAN = 5
const REG_LINK = 6
const REG_MULTI_SZ = 7
const REG_QWORD = 11
const NAMES = [
  'REG_NONE',
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_BINARY',
  'REG_DWORD',
  'REG_DWORD_BIG_ENDIAN',
  'REG_LINK',
  'REG_MULTI_SZ',
  'REG_RESOURCE_LIST',
  'REG_FULL_RESOURCE_DESCRIPTOR',
  'REG_RESOURCE_REQUIREMENTS_LIST',
  'REG_QWORD',
]
const UTF16 = new TextDecoder('utf-16le', { ignoreBOM: true })

export function typeName(type: number): string {
  return NAMES[type] ?? `type ${type}`
}

/** A value as it is shown: texts as they are up to their NUL, numbers in decimals, else hexadecimal. */
export function valueText({ type, size, data }: RawValue, mostBytes: number): string {
  switch (type) {
    case REG_SZ:
    case REG_EXPAND_SZ:
    case REG_LINK:
      return cut(beforeNul(text(data, mostBytes)), size, mostBytes)
    case REG_MULTI_SZ:
      return cut(text(data, mostBytes).split('\0').filter(Boolean).join('; '), size, mostBytes)
    case REG_DWORD:
      if (data.length >= 4) return String(wordOf(data, true))
      break
    case REG_DWORD_BIG_ENDIAN:
      if (data.length >= 4) return String(wordOf(data, false))
      break
    case REG_QWORD:
      if (data.length >= 8) return String(viewOf(data).getBigUint64(0, true))
      break
  }
  return cut(hex(data.subarray(0, mostBytes)), size, mostBytes)
}

/** NaN for what is no number. */
export function valueNumber({ type, data }: RawValue): number {
  if (type === REG_DWORD && data.length >= 4) return wordOf(data, true)
  if (type === REG_DWORD_BIG_ENDIAN && data.length >= 4) return wordOf(data, false)
  if (type === REG_QWORD && data.length >= 8) return Number(viewOf(data).getBigUint64(0, true))
  return NaN
}

export function beforeNul(value: string): string {
  const end = value.indexOf('\0')
  return end < 0 ? value : value.slice(0, end)
}

/** UTF-16 of an even number of bytes. */
export function text(data: Uint8Array, mostBytes: number): string {
  return UTF16.decode(data.subarray(0, Math.min(data.length, mostBytes) & ~1))
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

function cut(shown: string, size: number, mostBytes: number): string {
  return size > mostBytes ? `${shown} … (${size} bytes)` : shown
}

function wordOf(data: Uint8Array, little: boolean): number {
  return viewOf(data).getUint32(0, little)
}

function viewOf(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength)
}
