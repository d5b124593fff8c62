import { crc32Cases } from './crc32.mjs'
import { eventLogCases } from './event-log.mjs'
import { fileTableCases } from './file-table.mjs'
import { hashCases } from './hashes.mjs'
import { inflateCases } from './inflate.mjs'
import { matchCases } from './match.mjs'
import { mixCases } from './mix.mjs'
import { rowCases } from './rows.mjs'

export const cases = [
  ...hashCases,
  ...mixCases,
  ...crc32Cases,
  ...inflateCases,
  ...matchCases,
  ...rowCases,
  ...fileTableCases,
  ...eventLogCases,
]
