import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { EventBatch } from '../../../src/model/event-table.js'
import { DETECTIONS } from '../../../workers/detections/index.js'
import { EventSink } from '../../../workers/event-sink.js'
import { evtx } from '../../../workers/parsers/evtx.js'
import { loadKernels } from '../../assembly/loaded-kernels.js'
import { MemoryInput } from '../parsers/memory-input.js'

const evidence = `${
  process.env.AFTERPATCH_EVIDENCE ??
  fileURLToPath(new URL('../../../../shared/data', import.meta.url))
}/evtx`
const kernels = await loadKernels()

/** Attacks as real machines logged them, and what is to be said of each; of the rest nothing. */
const ATTACKS: Readonly<Record<string, readonly string[]>> = {
  'attack-samples/LM_typical_IIS_webshell_sysmon_1_10_traces.evtx': [
    'PX-01 critical the web server started a shell or a tool',
  ],
}

/** `id level what` of each hit, once. */
async function hitsOf(file: string): Promise<string[]> {
  const found = new Set<string>()
  const deliver = ({ hits }: EventBatch): Promise<void> => {
    for (let at = 0; at < hits.length; at += 3) {
      const detection = DETECTIONS[hits[at + 1] ?? 0]
      const outcome = detection?.outcomes[hits[at + 2] ?? 0]
      found.add(`${detection?.id ?? ''} ${outcome?.level ?? ''} ${outcome?.says ?? ''}`)
    }
    return Promise.resolve()
  }
  const sink = new EventSink(0, 0, deliver, DETECTIONS, kernels)
  const bytes = new Uint8Array(readFileSync(`${evidence}/${file}`))
  await evtx.parse(new MemoryInput(bytes, { path: file }), sink)
  await sink.finish()
  return [...found].sort()
}

describe.skipIf(!existsSync(evidence))('real event logs (needs evidence folder)', () => {
  it.each(Object.entries(ATTACKS))('%s', async (file, wanted) => {
    expect(await hitsOf(file)).toEqual(wanted)
  })
})
