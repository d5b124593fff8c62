import { createCRC32 } from 'hash-wasm'
import { randomBytes } from './inputs.mjs'

const STEP = 256 * 1024
const STEPS = 128

export const crc32Cases = [
  {
    what: 'CRC-32, bytes in kernel memory',
    bytes: STEP * STEPS,
    async prepare(kernels) {
      const step = randomBytes(STEP, 2)
      const window = kernels.rawWindow()
      window.set(step)
      const peer = await createCRC32()
      const ours = () => {
        let crc = 0
        for (let at = 0; at < STEPS; at++) crc = kernels.crc32(window, crc)
        return crc.toString(16).padStart(8, '0')
      }
      const hashWasm = () => {
        peer.init()
        for (let at = 0; at < STEPS; at++) peer.update(step)
        return peer.digest()
      }
      return { ours, peers: { 'hash-wasm': hashWasm } }
    },
  },
]
