import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { createSHA256 } from 'hash-wasm'
import { runnerImport } from 'vite'
import { compileKernels } from './kernels.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const SIZE = 64 * 1024 * 1024
const ROUNDS = 5

/**
 * The SHA-256 and match kernels against coreutils and ripgrep on the same bytes, least time of
 * interleaved rounds. Ours is the kernel's work in this process, copying into its window included;
 * a peer is its whole command, start and reading of a cached file included.
 * @returns {Promise<{what: string, ours: string, peer: string, ratio: number | null}[]>} `ratio`: how
 *   many times faster ours is; null where the peer is not installed.
 */
export async function benchKernels() {
  const kernels = await loadKernels()
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'))
  try {
    const random = randomNumbers(20210302)
    const bytes = makeLog(random)
    const log = join(folder, 'bench-input.log')
    await writeFile(log, bytes)
    const rows = [benchSha256(kernels, bytes, log), await benchHashWasm(kernels, bytes)]
    for (const count of [100, 1000]) {
      const literals = makeLiterals(random, count)
      const list = join(folder, `literals-${count}.txt`)
      await writeFile(list, literals.join('\n') + '\n')
      rows.push(benchMatch(kernels, bytes, log, literals, list))
    }
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function loadKernels() {
  const { module } = await runnerImport(join(root, 'workers', 'kernels.ts'))
  return module.Kernels.instantiate(await compileKernels())
}

function hashing(kernels, bytes) {
  return () => {
    kernels.sha256Start()
    kernels.sha256Update(bytes)
    return kernels.sha256Digest()
  }
}

function benchSha256(kernels, bytes, log) {
  let digest = ''
  const hash = hashing(kernels, bytes)
  const result = interleave(() => (digest = hash()), command('sha256sum', [log]))
  if (result.peerOutput && !result.peerOutput.startsWith(digest)) {
    throw new Error('the SHA-256 kernel and sha256sum disagree')
  }
  return row('SHA-256, one stream (kernel) against sha256sum (whole command)', result)
}

async function benchHashWasm(kernels, bytes) {
  const hasher = await createSHA256()
  let digest = ''
  const hash = hashing(kernels, bytes)
  const result = interleave(
    () => (digest = hash()),
    () => hasher.init().update(bytes).digest(),
  )
  if (result.peerOutput !== digest) throw new Error('the SHA-256 kernel and hash-wasm disagree')
  return row('SHA-256, one stream (kernel) against hash-wasm, both in this process', result)
}

function benchMatch(kernels, bytes, log, literals, list) {
  kernels.setLiterals(literals)
  let lines = 0
  const ours = () => {
    lines = countMatchingLines(kernels, bytes)
  }
  const result = interleave(ours, command('rg', ['-j1', '-F', '-i', '-c', '-f', list, log]))
  if (result.peerOutput && Number(result.peerOutput) !== lines) {
    throw new Error(`the match kernel found ${lines} lines, rg ${result.peerOutput.trim()}`)
  }
  const what = `${literals.length} literals, any case, ${lines} lines found`
  return row(`match of ${what} (kernel) against rg -j1 -F -i -c (whole command)`, result)
}

/** As the entry stream does: a step into the window, its whole lines matched, the rest carried over. */
function countMatchingLines(kernels, bytes) {
  const step = kernels.rawWindow().length
  const window = kernels.textWindow()
  let found = 0
  let carried = 0
  for (let from = 0; from < bytes.length; from += step) {
    const part = bytes.subarray(from, from + step)
    window.set(part, carried)
    const end = carried + part.length
    const count = kernels.lines(carried, end, 0)
    for (const flag of kernels.match(count)) found += flag
    const rest = count > 0 ? window.indexOf(10, kernels.lineEnds(count)[count - 1]) + 1 : 0
    window.copyWithin(0, rest, end)
    carried = end - rest
  }
  return found
}

/** A peer that is a whole command; gives its output, or null where it is not installed. */
function command(name, args) {
  return () => {
    const { error, stdout } = spawnSync(name, args, { encoding: 'utf8' })
    return error ? null : stdout
  }
}

/** Least times in milliseconds; the peer's is null where it is not installed. */
function interleave(ours, peer) {
  const least = { ours: Infinity, peer: Infinity }
  let peerOutput = null
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    ours()
    const between = performance.now()
    peerOutput = peer()
    const end = performance.now()
    least.ours = Math.min(least.ours, between - start)
    if (peerOutput !== null) least.peer = Math.min(least.peer, end - between)
  }
  return { ours: least.ours, peer: peerOutput === null ? null : least.peer, peerOutput }
}

function row(what, { ours, peer }) {
  const rate = (time) => `${Math.round(SIZE / 1000 / time)} MB/s`
  return {
    what,
    ours: rate(ours),
    peer: peer === null ? 'not installed' : rate(peer),
    ratio: peer === null ? null : Math.round((100 * peer) / ours) / 100,
  }
}

function makeLog(random) {
  const paths = ['/owa/auth/logon.aspx', '/ecp/default.aspx', '/mapi/emsmdb/', '/Rpc/Rpcproxy.dll']
  const lines = Array.from({ length: 4096 }, () => {
    const path = paths[random(paths.length)]
    const query = `CorrelationID=<empty>;&cafeReqId=${word(random, 32)};&id=${word(random, 8)}`
    const client = `192.168.${random(256)}.${random(256)}`
    const agent = `Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)+${word(random, 10)}`
    const time = `2021-03-0${1 + random(9)} 0${random(10)}:${10 + random(50)}:${10 + random(50)}`
    return `${time} 10.0.0.5 GET ${path} ${query} 443 - ${client} ${agent} - 200 0 0 ${random(999)}`
  })
  const bytes = new Uint8Array(SIZE)
  const encoder = new TextEncoder()
  let at = 0
  for (;;) {
    const line = encoder.encode(lines[random(lines.length)] + '\r\n')
    if (at + line.length > SIZE) break
    bytes.set(line, at)
    at += line.length
  }
  return bytes.fill(0x2e, at, SIZE - 1).fill(0x0a, SIZE - 1)
}

/** Paths and words of at least six letters without a blank, so that rg finds the same lines. */
function makeLiterals(random, count) {
  return Array.from({ length: count }, (_, at) => {
    if (at % 50 === 0) return `id=${word(random, 3)}`
    return at % 4 === 0 ? `${word(random, 9)}/1.0` : `/${word(random, 7)}.aspx`
  })
}

function word(random, length) {
  return Array.from({ length }, () => random(36).toString(36)).join('')
}

function randomNumbers(seed) {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
