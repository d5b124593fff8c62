import { BASELINE_HASHES, BASELINE_PATHS } from './tables/web-baseline-table.js'

/** 9 bytes of a SHA-256 are 18 hexadecimal or 12 base64 digits. */
const HEX_DIGITS = 18
const BASE64_DIGITS = 12
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Newest builds whose web files the baseline holds, per product line. */
const LAST_BASELINE_NUMBER: Readonly<Record<string, number>> = {
  '15.0': 1497,
  '15.1': 2507,
  '15.2': 1118,
}

let known: ReadonlyMap<string, ReadonlySet<string>> | null = null

/** Is it the path of a page that Exchange installs? Relative to the install folder, any case or slash. */
export function isBaselinePath(path: string): boolean {
  return baseline().has(normalPath(path))
}

/** Is it such a page with contents that Microsoft shipped? `sha256` in lower-case hexadecimal. */
export function isBaselineFile(path: string, sha256: string): boolean {
  return baseline().get(normalPath(path))?.has(truncated(sha256)) ?? false
}

/** Was the baseline made before this build (a.b.c.d) came out? Then unknown pages say little. */
export function isLaterThanBaseline(build: string): boolean {
  const [major, minor, number] = build.split('.')
  const last = LAST_BASELINE_NUMBER[`${major ?? ''}.${minor ?? ''}`]
  return last !== undefined && Number(number) > last
}

/**
 * The part of a path on disk below Exchange's install folder, found by its inner shape on any drive;
 * '' where the path lies in none.
 */
export function installRelative(path: string): string {
  const normal = normalPath(path)
  const match = /(?:^|\/)((?:frontend\/httpproxy|clientaccess)\/.*)$/.exec(normal)
  return match?.[1] ?? ''
}

function normalPath(path: string): string {
  return path.toLowerCase().replaceAll('\\', '/').replace(/^\/+/, '')
}

function baseline(): ReadonlyMap<string, ReadonlySet<string>> {
  known ??= unpack()
  return known
}

function unpack(): Map<string, Set<string>> {
  const paths = new Map<string, Set<string>>()
  let last = ''
  let at = 0
  for (const line of BASELINE_PATHS.split(';')) {
    const [shared = '', rest = '', count = ''] = line.split(',')
    last = last.slice(0, parseInt(shared, 36)) + rest
    const hashes = new Set<string>()
    for (let left = parseInt(count, 36); left > 0; left--, at += BASE64_DIGITS)
      hashes.add(BASELINE_HASHES.slice(at, at + BASE64_DIGITS))
    paths.set(last, hashes)
  }
  return paths
}

function truncated(sha256: string): string {
  let digits = ''
  for (let at = 0; at < HEX_DIGITS; at += 3) {
    const bits = parseInt(sha256.slice(at, at + 3), 16)
    digits += (BASE64[bits >> 6] ?? '') + (BASE64[bits & 63] ?? '')
  }
  return digits
}
