import type { Entry } from '../../src/model/evidence.js'
import type { EventSink } from '../event-sink.js'
import type { EntryInput, Parser } from './parser.js'
import { firstObject, readJson, type TakeObject } from './reported/json-report.js'
import { ClaimRows } from './reported/claim-rows.js'
import { ResultReader } from './reported/object-rows.js'
import { isUpload, uploads } from './reported/velociraptor-uploads.js'

/** Where a collector's zip keeps what its artefacts gave; the oldest ones had no `results` folder. */
const RESULTS = /(?:^|\/)results\/(.+)\.json$/i
const ARTEFACT =
  /(?:^|\/)((?:Windows|Generic|Linux|MacOS|Custom|Exchange|DetectRaptor|Admin|Server|System|Elastic|Demo)\.\w[\w.]*(?:\/[^/]+)?)\.json$/
/** What the collector states of itself, beside `uploads.json`. */
const OWN = /(?:^|\/)(?:uploads|log|collection_context|client_info|requests)\.json$/i
const OWN_MEMBERS = [
  'vfs_path',
  'client_id',
  'client_time',
  'session_id',
  'create_time',
  'collector_id',
  'collectors',
  'artifacts',
  'message',
]

/** What Velociraptor's artefacts gave: one JSON object a line, or laid out over lines. */
export const velociraptor: Parser = {
  id: 'velociraptor',
  format: 'Velociraptor result',
  sources: [
    'https://docs.velociraptor.app/docs/deployment/offline_collections/',
    'https://docs.velociraptor.app/artifact_references/',
  ],

  sniff(head: Uint8Array, { path }: Entry): boolean {
    const object = firstObject(head)
    if (!object) return false
    if (isUpload(object)) return true
    if (OWN.test(path)) return OWN_MEMBERS.some((name) => object.find(name) >= 0)
    return RESULTS.test(path) || ARTEFACT.test(path)
  },

  async parse(input: EntryInput, sink: EventSink): Promise<void> {
    const { path } = input.entry
    const rows = new ClaimRows(sink)
    const artefact = (RESULTS.exec(path) ?? ARTEFACT.exec(path))?.[1] ?? nameOf(path)
    const results = new ResultReader(sink, rows, `Reported by Velociraptor: ${artefact}`)
    const files = uploads(sink, rows)
    const take: TakeObject = (object, offset, size) => {
      if (isUpload(object)) files(object, offset, size)
      else results.take(object, offset, size)
    }
    await readJson(input, sink, take)
    results.finish()
  },
}

function nameOf(path: string): string {
  return (/([^/]+?)(?:\.json)?$/i.exec(path)?.[1] ?? '').slice(0, 120)
}
