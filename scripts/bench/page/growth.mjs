/** Time from drop to verdict and peak of memory as the evidence grows from 0.5 to 5 GB. */
import { writeBenchSet } from '../data.mjs'
import { tableRow, times } from '../record.mjs'
import { allowed, emptyPeak, megabytes, openCase } from './memory.mjs'

export const name = 'growth'

/** The larger a set, the less a moment of other work on the machine says. */
const SETS = [
  { bytes: 500e6, rounds: 3 },
  { bytes: 1e9, rounds: 3 },
  { bytes: 2e9, rounds: 3 },
  { bytes: 5e9, rounds: 2 },
]

export async function measure({ folder }) {
  const sets = []
  for (const { bytes, rounds } of SETS) {
    sets.push({ rounds, runs: [], ...(await writeBenchSet(folder, bytes)) })
  }
  const empty = await emptyPeak()
  for (let round = 0; round < Math.max(...sets.map(({ rounds }) => rounds)); round++) {
    for (const set of sets) {
      if (round < set.rounds) set.runs.push(await openCase(set.zip))
    }
  }
  const aByte = (set) => Math.min(...set.runs.map(({ judged }) => judged)) / set.bytes
  return sets.flatMap((set) => {
    const size = `${(set.bytes / 1e9).toFixed(1)} GB of logs, ${set.rounds} rounds`
    const [{ rows, text }] = set.runs
    const limit = allowed({ rows, text })
    const peak = Math.min(...set.runs.map((run) => run.peak)) - empty
    return [
      tableRow({
        what: `drop to verdict, ${size}`,
        ours: `${((aByte(set) * set.bytes) / 1_000).toFixed(1)} s, ${(1 / aByte(set) / 1e3).toFixed(0)} MB/s`,
        peer: 'a byte of the smallest',
        ratio: `${times(aByte(set) / aByte(sets[0]))} its time`,
        bar: '1.25× at most',
      }),
      tableRow({
        what: `peak of the renderer over an empty page, ${size}`,
        ours: `${megabytes(peak)}; ${rows} rows and ${megabytes(text)} of texts are held`,
        peer: `400 MB + 60 B a row + twice the texts: ${megabytes(limit)}`,
        ratio: times(peak / limit),
        bar: '1× at most',
      }),
    ]
  })
}
