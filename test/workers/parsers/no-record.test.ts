import { describe, expect, it } from 'vitest'
import { recognise } from '../../../workers/parsers/index.js'
import { fixtures } from './fixtures.js'
import { MemoryInput } from './memory-input.js'
import { readAll } from './read-all.js'

/** A run of NULs in a row leaves pieces that the reader joins and a count of lines cannot. */
const DAMAGED = new Set(['iis-w3c/nul-run-then-header'])

/** What `tr '\0\r' '\n\n' | grep -i -c -v -E rule` prints. */
function counted(bytes: Uint8Array, rule: string): number {
  const lines = new TextDecoder().decode(bytes).split(/[\0\r\n]/)
  return lines.filter((line) => line !== '' && !new RegExp(rule, 'i').test(line)).length
}

describe('records of a file of lines', () => {
  const known = fixtures().map((one) => [`${one.parser}/${one.name}`, one.bytes] as const)

  it.each(known)('can be counted by anybody: %s', async (name, bytes) => {
    const input = new MemoryInput(bytes)
    const parser = recognise(input.head, input.entry)
    expect(parser?.noRecord).toBeTruthy()
    const { totals } = await readAll(parser!, bytes, {})
    if (DAMAGED.has(name)) return
    expect(counted(bytes, parser?.noRecord ?? '')).toBe(totals.records)
  })
})
