import { DETECTIONS } from '../detections/index.js'
import { damaged } from './damage.js'
import { HITS_STREAM } from './streams.js'

/**
 * Triples of row, detection and outcome as they are numbered today. What a detection found that there no
 * longer is stays in the findings, but is not judged again.
 */
export function currentHits(
  hits: Uint32Array,
  detections: readonly string[],
  rows: number,
): Uint32Array {
  if (hits.length % 3 !== 0) throw damaged(HITS_STREAM, 'they are no triples')
  const today = detections.map((id) => DETECTIONS.findIndex((detection) => detection.id === id))
  const kept = new Uint32Array(hits.length)
  let length = 0
  let last = 0
  for (let at = 0; at < hits.length; at += 3) {
    const row = hits[at] as number
    if (row < last || row >= rows) throw damaged(HITS_STREAM, 'not in the order of rows')
    last = row
    const detection = today[hits[at + 1] as number] ?? -1
    const outcome = hits[at + 2] as number
    if ((DETECTIONS[detection]?.outcomes.length ?? 0) <= outcome) continue
    kept.set([row, detection, outcome], length)
    length += 3
  }
  return kept.slice(0, length)
}
