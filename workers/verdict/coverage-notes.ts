import type { Coverage } from '../../src/model/coverage.js'
import { familyAt, familyIndex, isLog } from '../../src/model/families.js'
import { formatDayInWords } from '../../src/model/time.js'
import { MICROSECONDS_PER_DAY, type Microseconds } from '../../src/model/units.js'

/** A log that begins so much later than the host's oldest was cut short by its retention. */
const LATE: Microseconds = 14 * MICROSECONDS_PER_DAY

/** Coverage of one host, each log with what is to be known of where it begins. */
export function withNotes(coverage: readonly Coverage[]): Coverage[] {
  const logs = coverage.filter(({ family, first }) => isDated(family) && !Number.isNaN(first))
  const [oldest] = [...logs].sort((a, b) => a.first - b.first)
  return coverage.map((one) => ({ ...one, notes: [...retention(one, oldest), ...journal(one)] }))
}

function retention(one: Coverage, oldest: Coverage | undefined): string[] {
  if (!oldest || !isDated(one.family) || !(one.first - oldest.first > LATE)) return []
  const days = Math.floor((one.first - oldest.first) / MICROSECONDS_PER_DAY)
  const keeps = keepsThirtyDays(one.family) ? ' Exchange deletes it after about 30 days.' : ''
  return [`It begins ${String(days)} days after ${oldest.label}.${keeps}`]
}

/** Its oldest records are overwritten: of files before its beginning it says nothing. */
function journal({ family, first }: Coverage): string[] {
  if (family !== 'usn' || Number.isNaN(first)) return []
  return [`It goes round: it says nothing of changes before ${formatDayInWords(first)}.`]
}

function isDated(family: Coverage['family']): boolean {
  return family === 'httpproxy' || isLog(family)
}

function keepsThirtyDays(family: Coverage['family']): boolean {
  if (family === 'httpproxy') return true
  const { group } = familyAt(familyIndex(family))
  return group === 'httpproxy' || group === 'ecp'
}
