import { mft } from '../../../../workers/parsers/mft.js'
import { readAll, type ReadLog, type ReadRow } from '../read-all.js'

/** Rows and warnings of a file table, with the content that its records were judged by. */
export async function readTable(bytes: Uint8Array, path = 'C:/$MFT'): Promise<ReadLog> {
  return readAll(mft, bytes, { path, fields: ['content'] })
}

/** The first row of a record, by its number. */
export function rowAt(log: ReadLog, record: number): ReadRow | undefined {
  return log.rows.find(({ offset }) => offset === record * 1_024)
}
