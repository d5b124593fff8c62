/** What all detections add to reading, matching and judging the same logs without any: processors' time. */
import { openAsBlob } from 'node:fs'
import { runnerImport } from 'vite'
import { atRoot } from '../../root.mjs'
import { writeBenchSet } from '../data.mjs'
import { tableRow } from '../record.mjs'

export const name = 'detections'

/** More tells nothing more, and is read in one thread. */
const MOST_BYTES = 200e6

export async function measure({ folder, rounds, bytes }) {
  const set = await writeBenchSet(folder, Math.min(bytes, MOST_BYTES))
  const how = { configFile: false, logLevel: 'error' }
  const { module } = await runnerImport(atRoot('scripts/corpus/line.ts'), how)
  const blob = await openAsBlob(set.zip)
  const lines = { with: await module.startLine(), without: await module.startLine([]) }
  const runs = { with: [], without: [] }
  for (let round = 0; round < rounds; round++)
    for (const kind of ['with', 'without']) runs[kind].push(await once(module, lines[kind], blob))
  const [ours, bare] = [Math.min(...runs.with), Math.min(...runs.without)]
  const seconds = (ms) => `${(ms / 1_000).toFixed(2)} s of processors`
  const size = `${(set.bytes / 1e6).toFixed(0)} MB`
  return [
    tableRow({
      what: `${size} of logs read, matched and judged with all ${lines.with.detections.length} detections`,
      where: 'Node',
      ours: seconds(ours),
      peer: `the same without any: ${seconds(bare)}`,
      ratio: `+${((ours / bare - 1) * 100).toFixed(0)} %`,
      bar: '+35 % at most',
    }),
  ]
}

async function once(module, line, blob) {
  const start = process.cpuUsage()
  const read = await module.readPackage(line, new File([blob], 'logs.zip'))
  module.judgeRead(read, 'all')
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}
