import { familyIndex } from '../src/model/families.js'
import type { Detection } from './detections/detection.js'

const NONE: readonly number[] = []

/** Which detections of a list look at a Windows event, by family and id. */
export class EventDetections {
  private readonly anyId = new Map<number, number[]>()
  private readonly byId = new Map<number, Map<number, number[]>>()

  constructor(detections: readonly Partial<Pick<Detection, 'events'>>[]) {
    detections.forEach(({ events = [] }, index) => {
      for (const { family, ids } of events) {
        const key = familyIndex(family)
        if (ids) for (const id of ids) push(this.idsOf(key), id, index)
        else push(this.anyId, key, index)
      }
    })
  }

  /** Positions in the list, ascending. */
  of(family: number, id: number): readonly number[] {
    const any = this.anyId.get(family)
    const own = this.byId.get(family)?.get(id)
    if (!any || !own) return any ?? own ?? NONE
    return [...any, ...own].sort((a, b) => a - b)
  }

  private idsOf(family: number): Map<number, number[]> {
    const known = this.byId.get(family)
    if (known) return known
    const made = new Map<number, number[]>()
    this.byId.set(family, made)
    return made
  }
}

function push(map: Map<number, number[]>, key: number, index: number): void {
  const known = map.get(key)
  if (known) known.push(index)
  else map.set(key, [index])
}
