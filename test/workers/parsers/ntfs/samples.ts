import { plain } from '../../../../src/model/plain.js'
import type { Sample } from '../fuzz/run.js'
import { file, fileTable, folders, type FileSpec } from './build-mft.js'
import {
  BASIC_INFO,
  CLOSE,
  CREATE,
  DELETE,
  EXTEND,
  journal,
  NEW_NAME,
  OLD_NAME,
} from './build-usn.js'

const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const ROOT = { parent: 5, parentSequence: 5 }

const FILES: readonly FileSpec[] = [
  ...folders('inetpub/wwwroot/aspnet_client', 6),
  {
    record: 9,
    created: file('2019-01-01T10:00:00'),
    names: [{ text: 'x.aspx', parent: 8, created: file('2021-03-03T06:49:53', 7) }],
    streams: [{ content: text(plain('<%@ Pa¦ge Lang¦uage="C#" %>')) }],
  },
  { record: 10, inUse: false, sequence: 3, names: [{ text: 'gone.ps1', parent: 7 }] },
  {
    record: 11,
    names: [
      { text: 'LONGNA~1.ZIP', ...ROOT, space: 2 },
      { text: 'long name.zip', ...ROOT },
    ],
    streams: [{}, { name: 'Zone.Identifier', content: text('[ZoneTransfer]\r\nZoneId=3\r\n') }],
  },
  { record: 12, base: 13, names: [{ text: 'apart.bat', parent: 8 }] },
  { record: 13, list: true },
  { record: 14, base: 13, streams: [{ content: text('whoami') }] },
  { record: 15, directory: true, inUse: false, names: [{ text: 'loop', parent: 15 }] },
]

/** Small file tables with records of both sizes, and all that is told of them. */
export function tableSamples(): Sample[] {
  return [1_024, 4_096].map((size) => ({ bytes: fileTable(FILES, size) }))
}

/** Journals of all versions, with zeros in them, and a folder that moves. */
export function journalSamples(): Sample[] {
  const folder = { file: 60, directory: true }
  return [2, 3].map((version) => ({
    bytes: journal([
      version === 2 ? 64 : 0,
      { version: version as 2 | 3, ...folder, name: 'tmp', reason: CREATE | CLOSE },
      { file: 61, parent: 60, name: 'a.txt', reason: CREATE },
      { version: 4, file: 61, reason: CREATE | EXTEND, extents: 2 },
      {
        version: version as 2 | 3,
        file: 61,
        parent: 60,
        name: 'a.txt',
        reason: EXTEND | BASIC_INFO,
      },
      40,
      { file: 61, parent: 60, name: 'a.txt', reason: OLD_NAME },
      { file: 61, parent: 60, name: 'b.aspx', reason: NEW_NAME },
      { ...folder, name: 'tmp', reason: OLD_NAME },
      { version: version as 2 | 3, ...folder, parent: 70, name: 'out', reason: NEW_NAME | CLOSE },
      { file: 61, parent: 60, name: 'b.aspx', reason: DELETE | CLOSE },
      96,
    ]),
  }))
}
