import type { Collector } from '../../src/model/evidence.js'

export interface Place {
  /** Forward slashes; a drive reads `C:`; what the collector put in front is gone. */
  readonly path: string
  /** The folder in front of the drive, '' where there is none. */
  readonly machine: string
}

/** `C`, `C:` and the administrative share `C$`. A lone letter counts in upper case only. */
const DRIVE = /^(?:[A-Z]|[A-Za-z][:$])$/
/** A folder deeper than this with a one-letter name is a folder, not a drive. */
const DRIVE_WITHIN = 5
const COLLECTION = /^collection-(.+?)-\d{4}-\d\d-\d\dt\d\d_\d\d_\d\d/i
/** Folders that collectors put in front and that name no machine. */
const WRAPPER =
  /^(targetoutput|uploads|auto|file|ntfs|lazy_ntfs|ntfs_vss|mft|vss\d+|harddiskvolumeshadowcopy\d+|globalroot|device|clients|collections|artifacts|[cf]\.[0-9a-z]{8,}(\.\w)?|\d{4}-?\d\d-?\d\d[t_-]?\d*[\w-]*)$/i

/**
 * Where a file stood on its machine, from its raw path. Percent-decoding is undone once, and only
 * for Velociraptor: elsewhere a `%` is part of the name (`…%4Operational.evtx`). `..` stays as
 * text; nothing here is ever opened as a path.
 */
export function normalisePath(raw: string, collector: Collector): Place {
  const segments = withoutWrappers(segmentsOf(raw, collector === 'velociraptor'))
  const drive = segments.slice(0, DRIVE_WITHIN).findIndex((segment) => DRIVE.test(segment))
  if (drive >= 0 && drive < segments.length - 1) {
    const letter = (segments[drive] ?? '').charAt(0).toUpperCase()
    const path = [`${letter}:`, ...segments.slice(drive + 1)].join('/')
    return { path, machine: machineOf(segments.slice(0, drive)) }
  }
  return { path: segments.join('/'), machine: '' }
}

function segmentsOf(raw: string, encoded: boolean): string[] {
  const parts = raw.split(/[\\/]/)
  const decoded = encoded ? parts.flatMap((part) => decodeOnce(part).split(/[\\/]/)) : parts
  // `\\?\` and `\\.\` only say that a path is a device's; empty parts come from `\\` and `//`.
  return decoded.filter((part) => part !== '' && part !== '.' && part !== '?')
}

function withoutWrappers(segments: readonly string[]): readonly string[] {
  let start = 0
  while (start < segments.length - 1 && WRAPPER.test(segments[start] ?? '')) start++
  return segments.slice(start)
}

function decodeOnce(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function machineOf(before: readonly string[]): string {
  const names = before.filter((segment) => segment !== '..' && !WRAPPER.test(segment))
  const nearest = names.at(-1) ?? ''
  return COLLECTION.exec(nearest)?.[1] ?? nearest
}

/**
 * One machine's name for every entry is no news, and a folder name alone makes no host: machines
 * count only where a package holds several.
 */
export function severalMachines(machines: Iterable<string>): boolean {
  const named = new Set(machines)
  named.delete('')
  return named.size > 1
}

/** What a path promises by its inner shape, on whatever drive and in whatever install folder. */
export type Shape =
  | 'httpproxy-ecp'
  | 'ecp-server'
  | 'iis'
  | 'web-root'
  | 'management-events'
  | 'httpproxy-other'
  | 'file-table'
  | 'change-journal'
  | 'event-log'
  | 'hive'
  | 'other'

const SHAPES: readonly (readonly [shape: Shape, pattern: RegExp])[] = [
  ['httpproxy-ecp', /(^|\/)(?<!frontend\/)httpproxy\/ecp\/[^/]*\.log$/i],
  ['httpproxy-other', /(^|\/)(?<!frontend\/)httpproxy\/[^/]+\/[^/]*\.log$/i],
  ['httpproxy-other', /(^|\/)[^/]*httpproxy_\d{8,}[^/]*\.log$/i],
  ['ecp-server', /(^|\/)ecp\/server\/[^/]*\.log$|(^|\/)ecpserver\d{8,}[^/]*\.log$/i],
  ['iis', /(^|\/)w3svc\d+\/[^/]*\.log$|(^|\/)(u_)?ex(tend)?\d+[^/]*\.log$/i],
  ['management-events', /(^|\/)msexchange management[^/]*\.evtx$/i],
  ['file-table', /(^|\/)\$mft[^/]*$/i],
  ['change-journal', /(^|\/)(\$j|\$usnjrnl[^/]*)$/i],
  ['event-log', /\.evtx$/i],
  ['hive', /(^|\/)(sam|system|software|security|amcache\.hve|ntuser\.dat)(\.log[12])?$/i],
  ['web-root', /(^|\/)(inetpub\/wwwroot|aspnet_client|frontend\/httpproxy|clientaccess)\/./i],
]

export function shapeOf(path: string): Shape {
  for (const [shape, pattern] of SHAPES) if (pattern.test(path)) return shape
  return 'other'
}

const PRIORITY: Readonly<Record<Shape, number>> = {
  'httpproxy-ecp': 0,
  'ecp-server': 1,
  iis: 2,
  'web-root': 3,
  'management-events': 3,
  'httpproxy-other': 4,
  'file-table': 5,
  hive: 5,
  'event-log': 6,
  other: 6,
  // Its records name their folders only by number: the file table has the names.
  'change-journal': 7,
}

/** Order of reading: 0 decides most. */
export function readingPriority(path: string): number {
  return PRIORITY[shapeOf(path)]
}
