/** What a case still says when one family of its logs was not collected. */
import { exitCode } from '../../src/model/exit-code.js'
import { FAMILIES } from '../../src/model/families.js'
import { RUNGS } from '../../src/model/finding.js'
import { judgeRead, type Read } from './line.js'
import type { Truth } from './truth.js'

export interface Removed {
  /** Its label, or the group's. */
  readonly family: string
  /** Calls in the order of the rungs. */
  readonly calls: readonly string[]
  /** Everything that must not be, in words. */
  readonly wrong: readonly string[]
}

/** A case judged anew without each of its families, and without all of HttpProxy. */
export function withoutEach(truth: Truth, read: Read): Removed[] {
  const families = familiesOf(read)
  const present = FAMILIES.filter(({ id }) => [...families.values()].some((own) => own.has(id)))
  const single = present.map(({ id, label }) => {
    return withoutSome(truth, read, label, (entry) => families.get(entry)?.has(id) === true)
  })
  const proxies = present.filter(({ group }) => group === 'httpproxy').map(({ id }) => id)
  if (proxies.length === 0) return single
  const all = withoutSome(truth, read, 'all of HttpProxy', (entry) =>
    proxies.some((id) => families.get(entry)?.has(id)),
  )
  return [...single, all]
}

function withoutSome(
  truth: Truth,
  read: Read,
  family: string,
  isOut: (entry: number) => boolean,
): Removed {
  const judged = judgeRead(read, truth.campaigns, ({ index }) => isOut(index))
  const [host] = judged.hosts
  if (!host) return { family, calls: [], wrong: ['no host is left'] }
  const name = `${truth.name} without ${family}`
  const wrong: string[] = []
  for (const rung of RUNGS) {
    const { call, because } = host.verdict[rung]
    if (truth.calls[rung] === 'yes' && call === 'no') wrong.push(`${name}: ${rung} is “no”`)
    if (because === '') wrong.push(`${name}: ${rung} does not say why`)
  }
  if (exitCode({ ...judged, entries: [] }) === 0) wrong.push(`${name}: the verdict is “not seen”`)
  return { family, calls: RUNGS.map((rung) => host.verdict[rung].call), wrong }
}

/** Families of the rows of each entry. */
function familiesOf({ batches }: Read): Map<number, Set<string>> {
  const known = new Map<number, Set<string>>()
  for (const { entry, columns } of batches) {
    const own = known.get(entry) ?? new Set()
    known.set(entry, own)
    for (let row = 0; row < columns.length; row++)
      own.add(FAMILIES[columns.family[row] ?? 0]?.id ?? '')
  }
  return known
}
