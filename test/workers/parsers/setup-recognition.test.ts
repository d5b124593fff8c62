import { expect, it } from 'vitest'
import { PARSERS } from '../../../workers/parsers/index.js'
import { SETUP_SAMPLES } from './fuzz/setup-samples.js'
import { entryOf } from './memory-input.js'

/** Names without which a file is not taken for what its bytes say. */
const NAMES: Readonly<Record<string, string>> = {
  'compiled-source': 'C:/x/App_Web_k.0.cs',
  'compiled-module': 'C:/x/App_Web_k.dll',
}

it.each(Object.keys(SETUP_SAMPLES))('a file of %s is known to that parser alone', (id) => {
  for (const { bytes } of SETUP_SAMPLES[id]?.() ?? []) {
    const entry = entryOf(NAMES[id] ?? 'C:/x/ANY', bytes.length)
    const head = bytes.subarray(0, 4_096)
    expect(PARSERS.filter((one) => one.sniff(head, entry)).map((one) => one.id)).toEqual([id])
  }
})

it('no page under a web root is taken for anything else by what it holds', () => {
  for (const samples of Object.values(SETUP_SAMPLES)) {
    for (const { bytes } of samples()) {
      const entry = entryOf('C/inetpub/wwwroot/aspnet_client/x.aspx', bytes.length)
      const first = PARSERS.find((one) => one.sniff(bytes.subarray(0, 4_096), entry))
      expect(first?.id).toBe('web-file')
    }
  }
})
