import type { Sample } from '../fuzz/run.js'
import { amcacheHive, SHIMCACHES, softwareHive, systemHive } from './fixture-hives.js'
import { changedPages, makeHive, newLog, oldLog } from './make-hive.js'

const LOG = 'C:/x/ANY.LOG1'

/** Hives of each kind, clean and dirty, lists and names of each kind among them. */
export function hiveSamples(): Sample[] {
  const big = { name: 'Microsoft', values: { big: new Uint8Array(40_000), text: 'x'.repeat(100) } }
  const names = ['lf', 'lh', 'li', 'ri'] as const
  const lists = names.map((list) => ({
    name: list,
    list,
    keys: Array.from({ length: 5 }, (_, index) => ({ name: `ключ ${String(index)}` })),
  }))
  return [
    ...SHIMCACHES.map(([, shimcache]) => ({ bytes: systemHive(shimcache) })),
    { bytes: softwareHive() },
    { bytes: amcacheHive() },
    { bytes: makeHive([big, ...lists]) },
    ...dirty(),
  ]
}

export function logSamples(): Sample[] {
  return dirty().map(({ log }) => ({ bytes: log }))
}

function dirty() {
  const hive = (program: string) =>
    makeHive(
      [
        {
          name: 'Microsoft',
          keys: [
            {
              name: 'Windows',
              keys: [{ name: 'CurrentVersion', keys: [{ name: 'Run', values: { r: program } }] }],
            },
          ],
        },
      ],
      { sequences: [9, 8] },
    )
  const [before, between, after] = [hive('a.exe'), hive('b.exe'), hive('c.exe')]
  const entries = [changedPages(before, between), changedPages(between, after)]
  const logs = [newLog(before, 9, entries), oldLog(before, changedPages(before, after, 512))]
  return logs.map((log) => ({ bytes: before, log, siblings: [{ path: LOG, bytes: log }] }))
}
