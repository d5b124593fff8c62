import type { Fix } from './campaigns.js'
import { BUILD_LINES } from './tables/builds-table.js'

interface CumulativeUpdate {
  readonly product: string
  readonly name: string
  readonly build: string
  readonly released: string
  readonly updates: ReadonlyMap<string, string>
}

const CUMULATIVE_UPDATES: readonly CumulativeUpdate[] = BUILD_LINES.map((line) => {
  const [product = '', name = '', build = '', released = '', ...fixes] = line.split(' ')
  const updates = new Map(fixes.map((fix) => fix.split('=') as [string, string]))
  return { product, name, build, released, updates }
})

/**
 * A build as `a.b.c.d` without leading zeros, from `15.01.2106.002`, `15.1.2106.2` or
 * `Version 15.1 (Build 2106.2)`; '' for anything else.
 */
export function normaliseBuild(text: string): string {
  const match =
    /^\s*(\d{1,3})\.(\d{1,3})\.(\d{1,5})\.(\d{1,5})\s*$/.exec(text) ??
    /^\s*Version (\d{1,3})\.(\d{1,3}) \(Build (\d{1,5})\.(\d{1,5})\)\s*$/i.exec(text)
  return match ? match.slice(1, 5).map(Number).join('.') : ''
}

/** Negative where `a` is the earlier build. Both in normal form. */
export function compareBuilds(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let at = 0; at < 4; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * Whether a build holds a fix; null where the flaw does not apply (Exchange 2010 and earlier) or the
 * build is not known. Same cumulative update: revision at or above the security update's. One
 * released with or after the fix holds it. One older than any that got the fix does not.
 */
export function holdsFix(build: string, { update: wanted, released }: Fix): boolean | null {
  const normal = normaliseBuild(build)
  const [major, minor, number] = normal.split('.').map(Number)
  if (major !== 15 || minor === undefined || number === undefined) return null
  const line = CUMULATIVE_UPDATES.filter((update) =>
    update.build.startsWith(`15.${String(minor)}.`),
  )
  const same = line.find((update) => buildNumber(update) === number)
  const fixed = same?.updates.get(wanted)
  if (fixed) return compareBuilds(normal, fixed) >= 0
  const holding = line.filter((update) => update.released >= released)
  if (holding.some((update) => number >= buildNumber(update))) return true
  if (same) return false
  const repaired = line.filter((update) => update.updates.has(wanted))
  if (repaired.length > 0 && repaired.every((update) => number < buildNumber(update))) return false
  return null
}

/** Exchange 2010 and earlier: no HttpProxy, not hit by CVE-2021-26855. */
export function beforeHttpProxy(build: string): boolean {
  const major = Number(normaliseBuild(build).split('.')[0])
  return major > 0 && major < 15
}

/** Without the revision: security updates of one cumulative update share it. */
export function cumulativeUpdate(build: string): string {
  return build.split('.').slice(0, 3).join('.')
}

/** The last security update that a build of a known cumulative update holds; '' where it is none. */
export function securityUpdate(build: string): string {
  const number = cumulativeUpdate(build)
  const known = CUMULATIVE_UPDATES.find((update) => cumulativeUpdate(update.build) === number)
  const held = [...(known?.updates ?? [])].filter(([, from]) => compareBuilds(build, from) >= 0)
  held.sort(([, a], [, b]) => compareBuilds(a, b))
  return held.at(-1)?.[0] ?? ''
}

/** `Exchange 2016 CU18 (15.1.2106.2)`, or the build alone where it is not known. */
export function describeBuild(build: string): string {
  const prefix = build.split('.').slice(0, 3).join('.')
  const known = CUMULATIVE_UPDATES.find((update) => update.build.startsWith(`${prefix}.`))
  if (!known) return build
  return `${known.product.replace('Exchange', 'Exchange ')} ${known.name} (${build})`
}

function buildNumber(update: CumulativeUpdate): number {
  return Number(update.build.split('.')[2])
}
