import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatIso } from '../../../src/model/time.js'
import { PARSERS, recognise } from '../../../workers/parsers/index.js'
import { FIXTURES, fixtures } from './fixtures.js'
import { MemoryInput } from './memory-input.js'
import { readAll, type ReadLog } from './read-all.js'

const LITERALS = ['.js', 'ddiservice', 'serverinfo~', 'x-beresource=', 'virtualdirectory', 'x.aspx']
const FLAGS = ['noise', 'candidate', 'reshaped', 'header-assumed', 'date-assumed']

/** A log as a reader would check it against the sample beside it. */
function describeLog(log: ReadLog): object {
  const { totals } = log
  return {
    rows: log.rows.map((row) =>
      [
        row.time || 'no time',
        row.family,
        FLAGS.filter((_, bit) => (row.flags & (1 << bit)) !== 0).join('+') || 'plain',
        `at ${String(row.offset)}+${String(row.size)}`,
        row.forwarded ? `${row.forwarded} by ${row.client}` : row.client || '-',
        row.user || '-',
        row.agent || '-',
        row.action || '-',
        row.target || '-',
        String(row.status),
      ].join(' | '),
    ),
    records: totals.records,
    unreadable: totals.unreadable,
    warnings: log.warnings,
    builds: totals.builds.map(
      ({ build, server, first, last }) =>
        `${build} ${server || '-'} ${formatIso(first)} ${formatIso(last)}`,
    ),
    servers: [...totals.servers].map(([name, rows]) => `${name} ${String(rows)}`),
    own: [...totals.ownAddresses],
  }
}

describe('samples', () => {
  const all = fixtures()

  it('are there for every parser whose plain rows a kernel may read', () => {
    for (const id of ['iis-w3c', 'http-proxy', 'ecp-server'])
      expect(all.filter((one) => one.parser === id).length).toBeGreaterThan(4)
  })

  it.each(all.map((one) => [`${one.parser}/${one.name}`, one] as const))('%s', async (id, one) => {
    const input = new MemoryInput(one.bytes)
    expect(PARSERS.filter((p) => p.sniff(input.head, input.entry)).map((p) => p.id)).toEqual([
      one.parser,
    ])
    const parser = recognise(input.head, input.entry)
    if (!parser) throw new Error(`${id} is not recognised`)
    const read = await readAll(parser, one.bytes, { literals: LITERALS })
    for (const { offset, size } of read.rows) {
      expect([undefined, 0, 0x0a]).toContain(one.bytes[offset - 1])
      expect([undefined, 0, 0x0d]).toContain(one.bytes[offset + size])
      expect(one.bytes.subarray(offset, offset + size)).not.toContain(0x0a)
    }
    const log = describeLog(read)
    const expected = `${FIXTURES}/${id}.json`
    if (process.env.WRITE_GOLDEN !== undefined && !existsSync(expected)) {
      writeFileSync(expected, `${JSON.stringify(log, null, 2)}\n`)
    }
    expect(log).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
    for (const blockLines of [1, 3]) {
      const split = await readAll(parser, one.bytes, { literals: LITERALS, blockLines })
      expect(describeLog(split)).toEqual(log)
    }
  })
})
