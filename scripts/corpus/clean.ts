/** The clean corpus: two years of a server that nobody broke into, with what makes other tools cry wolf. */
import type { PackageFile } from './package.js'
import { addShippedFiles, addWeeklyWork } from './base.js'
import { addHeartbeat, addOrdinary } from './ordinary.js'
import { Scene } from './scene.js'
import { DAY, type Server } from './server.js'
import { TRAPS } from './traps/index.js'
import type { TrapCount, Truth } from './truth.js'

const FROM = Date.UTC(2020, 11, 28)
const TO = Date.UTC(2023, 0, 20)
/** From so many rows a day on, logs are begun anew each day. */
const BUSY = 500

const evening = (year: number, month: number, day: number): number =>
  Date.UTC(year, month - 1, day, 20)

/** Updated within days, so that no flaw stood open for long. */
const SERVER: Server = {
  name: 'MX05',
  domain: 'corpus-falls.example',
  builds: [
    { from: 0, build: '15.1.2106.2' },
    { from: evening(2021, 3, 3), build: '15.1.2106.13' },
    { from: evening(2021, 4, 14), build: '15.1.2242.8' },
    { from: evening(2021, 5, 12), build: '15.1.2242.10' },
    { from: evening(2021, 7, 14), build: '15.1.2308.14' },
    { from: evening(2021, 10, 13), build: '15.1.2375.12' },
    { from: evening(2022, 5, 11), build: '15.1.2507.9' },
    { from: evening(2022, 8, 10), build: '15.1.2507.12' },
    { from: evening(2022, 10, 12), build: '15.1.2507.13' },
    { from: evening(2022, 11, 9), build: '15.1.2507.16' },
  ],
}

export interface CleanCorpus {
  readonly truth: Truth
  readonly traps: readonly TrapCount[]
  readonly rows: number
}

/** `lines`: rows in all, at least. Files are handed to `take` month by month, and not kept. */
export function buildClean(
  { lines, seed }: { readonly lines: number; readonly seed: string },
  take: (file: PackageFile) => void,
): CleanCorpus {
  const days = (TO - FROM) / DAY
  const scene = new Scene(SERVER, seed, lines / days > BUSY ? 'day' : 'month')
  const { logs } = scene
  addShippedFiles(scene, FROM)
  for (let from = FROM; from < TO;) {
    const next = new Date(from)
    const to = Math.min(TO, Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 1))
    const month = { from, to }
    addHeartbeat(logs, from, to)
    addWeeklyWork(scene, month)
    for (const trap of TRAPS)
      logs.trap(trap.name, () => {
        trap.add(scene, month)
      })
    const due = Math.round((lines * (to - FROM)) / (TO - FROM))
    addOrdinary(logs, from, to, Math.max(0, due - logs.count))
    scene.takeLogs().forEach(take)
    from = to
  }
  scene.takeRest().forEach(take)
  const no = { targeted: 'no', exploited: 'no', backdoored: 'no', used: 'no' } as const
  return {
    truth: {
      ...{ name: 'clean', host: SERVER.name, campaigns: 'all', steps: [], calls: no },
      door: { call: 'shut', flaw: 'shut since', backDoor: 'none seen' },
    },
    traps: logs.trapCounts(),
    rows: logs.count,
  }
}
