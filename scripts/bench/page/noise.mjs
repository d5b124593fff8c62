/** Peak of memory with Exchange's own monitoring among the same requests, and with ten times as much. */
import { writeBenchSet } from '../data.mjs'
import { tableRow, times } from '../record.mjs'
import { emptyPeak, megabytes, openCase } from './memory.mjs'

export const name = 'noise'

const BYTES = 100e6
const ROUNDS = 3

export async function measure({ folder }) {
  const once = { runs: [], ...(await writeBenchSet(folder, BYTES, { probes: 1 })) }
  const tenfold = { runs: [], ...(await writeBenchSet(folder, BYTES, { probes: 10 })) }
  const empty = await emptyPeak()
  for (let round = 0; round < ROUNDS; round++) {
    for (const set of [once, tenfold]) set.runs.push(await openCase(set.zip))
  }
  const peakOf = ({ runs }) => Math.min(...runs.map(({ peak }) => peak)) - empty
  const told = (set) => `${megabytes(peakOf(set))}, ${set.runs[0].rows} rows held`
  return [
    tableRow({
      what: `peak over an empty page, ten times the monitoring (${megabytes(tenfold.bytes)} for ${megabytes(once.bytes)}, ${ROUNDS} rounds)`,
      ours: told(tenfold),
      peer: `the same requests with a tenth of it: ${told(once)}`,
      ratio: times(peakOf(tenfold) / peakOf(once)),
      bar: '1.10× at most',
    }),
  ]
}
