import { familyIndex } from '../src/model/families.js'
import type { Detection } from './detections/detection.js'
import { NameSieve } from './name-sieve.js'

const NONE: readonly number[] = []
const NO_NAMES = new NameSieve([])

/** Which detections of a list look at a row that is no line of a log and no event, by its family. */
export class RowDetections {
  private readonly byFamily = new Map<number, number[]>()
  private readonly names = new Map<number, string[]>()
  private readonly sieves = new Map<number, NameSieve>()

  constructor(detections: readonly Partial<Pick<Detection, 'rows'>>[]) {
    detections.forEach(({ rows = [] }, index) => {
      for (const { family, names } of rows) {
        const key = familyIndex(family)
        const known = this.byFamily.get(key) ?? []
        if (known.at(-1) !== index) known.push(index)
        this.byFamily.set(key, known)
        if (names) this.names.set(key, [...(this.names.get(key) ?? []), ...names])
      }
    })
  }

  /** Positions in the list, ascending. */
  of(family: number): readonly number[] {
    return this.byFamily.get(family) ?? NONE
  }

  /** Tells which files' names any of them looks at. */
  sieve(family: number): NameSieve {
    const names = this.names.get(family)
    if (!names) return NO_NAMES
    const known = this.sieves.get(family) ?? new NameSieve(names)
    this.sieves.set(family, known)
    return known
  }
}
