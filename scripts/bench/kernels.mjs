/**
 * Runs the kernels' cases beside their peers, in Node and in a worker of Chromium. A case is in a file
 * of `cases/`, named in cases/index.mjs. It is loaded in both places, so it imports nothing of Node:
 *
 *   what      the row's first cell
 *   bytes     length of what one run goes through
 *   prepare   async (kernels) → { ours, peers }: `ours` and each of `peers` (by name) is a function,
 *             async or not, that goes through the bytes once and gives a result; all must be equal
 *   files     optional: () → what the commands read, by file name, or a promise of it; made in Node
 *   commands  optional: peers that are commands, by name: { argv: (folder) → string[], read: (output)
 *             → the result it stands for, undefined for none }; timed as a whole, start included
 *   bars      by name of a peer or command: [bar, goal], how many times faster ours ought to be
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { atRoot } from '../root.mjs'
import { compileKernels } from '../kernels.mjs'
import { openChromium, openNode } from './places.mjs'

const { runnerImport } = await import('vite')

/** Status of a shell that does not find a command. */
const NOT_FOUND = 127

/**
 * @param {number} rounds interleaved; the least time of each counts
 * @param {RegExp} wanted cases whose `what` it matches
 * @returns rows {what, where, ours, peer, rate, peerRate, ratio, bar}: rates in MB/s; null for a peer
 *   that is not installed
 */
export async function benchKernels(rounds, wanted) {
  const wasm = await compileKernels()
  const { module } = await runnerImport(atRoot('scripts/bench/cases/index.mjs'))
  const places = [await openNode(wasm), await openChromium(wasm)]
  const rows = []
  try {
    for (const [index, one] of module.cases.entries()) {
      if (!wanted.test(one.what)) continue
      const measured = await measure(one, index, places, rounds)
      rows.push(...measured)
      for (const row of measured) console.log(line(row))
    }
  } finally {
    for (const place of places) await place.close()
  }
  return rows
}

const line = ({ what, where, ours, peer, peerRate, ratio }) =>
  `${what} · ${where}: ${ours.toFixed(0)} MB/s, ${peer} ${peerRate?.toFixed(0) ?? '–'}, ${ratio?.toFixed(2) ?? '–'}×`

async function measure(one, index, places, rounds) {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'))
  try {
    for (const [name, content] of Object.entries((await one.files?.()) ?? {})) {
      await writeFile(join(folder, name), content)
    }
    const peers = await Promise.all(places.map((place) => place.prepare(index)))
    const least = new Map()
    for (let round = 0; round < rounds; round++) {
      const expected = await runRound(one, index, places, peers, least)
      runCommands(one, folder, expected, least)
    }
    return places.flatMap((place, at) =>
      [...peers[at], ...Object.keys(one.commands ?? {})].map((peer) =>
        asRow(one, place.name, peer, least),
      ),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runRound(one, index, places, peers, least) {
  let expected
  for (const [at, place] of places.entries()) {
    for (const who of ['ours', ...peers[at]]) {
      const { ms, result } = await place.run(index, who)
      expected ??= result
      mustEqual(one, `${who} in ${place.name}`, result, expected)
      keepLeast(least, `${place.name} ${who}`, ms)
    }
  }
  return expected
}

function runCommands(one, folder, expected, least) {
  for (const [name, { argv, read }] of Object.entries(one.commands ?? {})) {
    const [command, ...args] = argv(folder)
    const started = performance.now()
    const { error, status, stdout } = spawnSync(command, args, {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      cwd: folder,
    })
    const ms = performance.now() - started
    if (error || status === NOT_FOUND) continue
    const result = read(stdout)
    if (result !== undefined) mustEqual(one, name, result, expected)
    keepLeast(least, name, ms)
  }
}

function mustEqual(one, who, result, expected) {
  if (isDeepStrictEqual(result, expected)) return
  throw new Error(
    `${one.what}: ${who} gives ${String(result).slice(0, 200)}, not ${String(expected).slice(0, 200)}`,
  )
}

function keepLeast(least, key, ms) {
  least.set(key, Math.min(least.get(key) ?? Infinity, ms))
}

function asRow(one, where, peer, least) {
  const ours = least.get(`${where} ours`)
  const other = least.get(`${where} ${peer}`) ?? least.get(peer) ?? null
  const rate = (ms) => one.bytes / 1e3 / ms
  return {
    what: one.what,
    where,
    ours: rate(ours),
    peer,
    peerRate: other === null ? null : rate(other),
    ratio: other === null ? null : other / ours,
    bar: one.bars?.[peer] ?? null,
  }
}
