import { MICROSECONDS_PER_SECOND } from '../../../src/model/units.js'
import { formatIso } from '../../../src/model/time.js'
import { fileTime } from './file-time.js'
import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'

const ACTION = 'Program known to Windows (Amcache)'
const LISTED = 'time: when Windows listed the file'

/** Root\InventoryApplicationFile: Windows 10 and Server 2016 on. */
export function tellInventoryFile(key: KeyFacts, rows: KeyRows): void {
  const path = key.text('LowerCaseLongPath') || key.text('Name')
  if (path === '') return
  const about = aboutFile([
    LISTED,
    sha1(key.text('FileId')),
    bytes(key.text('Size')),
    linked(key.text('LinkDate')),
    publisher(key.text('Publisher')),
  ])
  rows.addProgram(key, { action: ACTION, path, about })
}

/** Root\InventoryDriverBinary: the key's name is the path. */
export function tellInventoryDriver(key: KeyFacts, rows: KeyRows): void {
  const about = aboutFile([
    LISTED,
    sha1(key.text('DriverId')),
    bytes(key.text('ImageSize')),
    linkedAt(key.number('DriverTimeStamp')),
    publisher(key.text('DriverCompany')),
  ])
  const path = key.name.replaceAll('/', '\\')
  rows.addProgram(key, { action: 'Driver known to Windows (Amcache)', path, about })
}

/** Root\File\volume\file: Windows 8 and Server 2012 on; its values are named by numbers. */
export function tellFile(key: KeyFacts, rows: KeyRows): void {
  const path = key.text('15')
  if (path === '') return
  const about = aboutFile([
    LISTED,
    sha1(key.text('101')),
    bytes(key.text('6')),
    linkedAt(key.number('f')),
    publisher(key.text('1')),
    stated('last changed', key.data('11')),
    stated('made', key.data('12')),
  ])
  rows.addProgram(key, { action: ACTION, path, about })
}

function aboutFile(parts: readonly string[]): string {
  return parts.filter(Boolean).join('; ')
}

/** Of the file's first 31,457,280 bytes, behind four zeros. */
function sha1(id: string): string {
  const found = /^0000([0-9a-f]{40})$/i.exec(id)
  return found ? `SHA-1 ${(found[1] as string).toLowerCase()}` : ''
}

function bytes(size: string): string {
  return size === '' ? '' : `${size} bytes`
}

function linked(date: string): string {
  return date === '' ? '' : `linked ${date}`
}

function linkedAt(seconds: number): string {
  return seconds > 0 ? `linked ${formatIso(seconds * MICROSECONDS_PER_SECOND)}` : ''
}

function publisher(name: string): string {
  return name === '' ? '' : `by ${name}`
}

function stated(what: string, data: Uint8Array): string {
  const time = fileTime(new DataView(data.buffer, data.byteOffset, data.byteLength), 0)
  return Number.isNaN(time.written) ? '' : `${what} ${formatIso(time.written, time.tenths)}`
}
