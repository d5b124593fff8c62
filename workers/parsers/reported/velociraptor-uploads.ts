import { TimeReader } from '../../../src/model/time.js'
import type { EventSink } from '../../event-sink.js'
import type { JsonObject } from '../shared/json-scan.js'
import type { ClaimRows } from './claim-rows.js'
import { epochTime } from './epoch.js'
import type { TakeObject } from './json-report.js'

const SAYS = 'Reported by Velociraptor: file '
/** The times that a collected file had on its machine: the archive does not keep them. */
const TIMES = [
  ['created', `${SAYS}created`],
  ['changed', `${SAYS}record changed`],
  ['modified', `${SAYS}modified`],
  ['lastaccessed', `${SAYS}last accessed`],
] as const

/** Does the object state a file that was collected, as file collecting artefacts and uploads.json do? */
export function isUpload(object: JsonObject): boolean {
  if (object.isString(object.find('vfs_path'))) return object.find('file_size') >= 0
  if (!object.isString(object.find('sourcefile'))) return false
  return TIMES.some(([name]) => object.find(name) >= 0) || object.find('copiedontimestamp') >= 0
}

/** A row for each time that the file had; one for when it was copied where none is stated. */
export function uploads(sink: EventSink, rows: ClaimRows): TakeObject {
  const clock = new TimeReader()
  return (object: JsonObject, offset: number, size: number) => {
    const source = object.find('sourcefile')
    const target = object.intern(sink, source >= 0 ? source : object.find('vfs_path'))
    let stated = 0
    for (const [name, action] of TIMES) {
      const member = object.find(name)
      if (!object.isString(member)) continue
      const start = object.start(member) + 1
      const end = object.end(member) - 1
      const time = clock.iso(object.bytes, start, end)
      if (Number.isNaN(time)) {
        if (end > start) warnOfTime(sink, offset, object.text(member))
        continue
      }
      stated++
      rows.add(time, clock.tenths, offset, size, action)
      rows.target = target
    }
    if (stated > 0) return
    rows.add(copyTime(object, clock), clock.tenths, offset, size, `${SAYS}collected`)
    rows.target = target
  }
}

function copyTime(object: JsonObject, clock: TimeReader): number {
  for (const name of ['copiedontimestamp', 'timestamp', 'started']) {
    const member = object.find(name)
    if (member < 0) continue
    const time = object.isString(member)
      ? clock.iso(object.bytes, object.start(member) + 1, object.end(member) - 1)
      : epochTime(Number(object.text(member)))
    if (!Number.isNaN(time)) return time
  }
  return NaN
}

function warnOfTime(sink: EventSink, offset: number, text: string): void {
  sink.warn(offset, 'time of a file that cannot be read', 'ISO 8601 in UTC', text.slice(0, 60))
}
