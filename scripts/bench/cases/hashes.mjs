import { createMD5, createSHA1, createSHA256 } from 'hash-wasm'
import { HashState, runHashes } from '../../../workers/kernels/hash-state.js'
import { randomBytes } from './inputs.mjs'

/** As the pipeline has them: steps that stand in kernel memory, whatever was read or inflated last. */
const STEP = 256 * 1024
const STEPS = 16

export const hashCases = [
  {
    what: 'SHA-256, one stream, bytes in kernel memory',
    bytes: STEP * STEPS,
    prepare: (kernels) => prepare(kernels, 1, 'sha256', createSHA256),
    bars: { 'hash-wasm': [1.2, 1.3] },
  },
  {
    what: 'SHA-256, four lanes, bytes in kernel memory',
    bytes: STEP * STEPS,
    prepare: (kernels) => prepare(kernels, 4, 'sha256', createSHA256),
    bars: { 'hash-wasm': [2.5, 3] },
  },
  {
    what: 'SHA-1, four lanes, bytes in kernel memory',
    bytes: STEP * STEPS,
    prepare: (kernels) => prepare(kernels, 4, 'sha1', createSHA1),
    bars: { 'hash-wasm': [2.8, 3] },
  },
  {
    what: 'MD5, four lanes, bytes in kernel memory',
    bytes: STEP * STEPS,
    prepare: (kernels) => prepare(kernels, 4, 'md5', createMD5),
    bars: { 'hash-wasm': [3.6, 4] },
  },
]

async function prepare(kernels, streams, algorithm, createPeer) {
  const step = randomBytes(STEP, 1)
  const lanes = Array.from({ length: streams }, () => ({
    state: new HashState(kernels),
    window: kernels.allocate(STEP),
  }))
  for (const { window } of lanes) kernels.bytes().set(step, window)
  const states = lanes.map(({ state }) => state)
  const peer = await createPeer()
  const steps = STEPS / streams

  const ours = () => {
    for (const state of states) state.open({ [algorithm]: true })
    for (let at = 0; at < steps; at++) {
      for (const { state, window } of lanes) state.feed(window, STEP)
      runHashes(kernels, states)
    }
    for (const state of states) state.end()
    runHashes(kernels, states)
    return states.map((state) => state.digests()[algorithm])
  }
  const hashWasm = () =>
    states.map(() => {
      peer.init()
      for (let at = 0; at < steps; at++) peer.update(step)
      return peer.digest()
    })
  return { ours, peers: { 'hash-wasm': hashWasm } }
}
