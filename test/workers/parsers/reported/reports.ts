import { expect } from 'vitest'
import type { Parser } from '../../../../workers/parsers/parser.js'
import { PARSERS } from '../../../../workers/parsers/index.js'
import { MemoryInput } from '../memory-input.js'
import { bytesOf, readAll, type ReadLog } from '../read-all.js'

/** A report as a test states it. */
export interface Report {
  readonly path: string
  /** Lines; CR LF is put behind each unless `end` says otherwise. */
  readonly text: string
}

export function reportBytes(report: Report, end = '\r\n'): Uint8Array {
  return bytesOf(report.text.replaceAll('\n', end))
}

/** Reads a report with the one parser that may know it, in blocks of any size alike. */
export async function readReport(parser: Parser, report: Report): Promise<ReadLog> {
  const bytes = reportBytes(report)
  const { path } = report
  const { head, entry } = new MemoryInput(bytes, { path })
  const knowing = PARSERS.filter((one) => one.sniff(head, entry)).map(({ id }) => id)
  expect(knowing).toEqual([parser.id])
  const whole = await readAll(parser, bytes, { path })
  expectSound(whole, bytes.length)
  for (const blockLines of [1, 2, 5]) {
    expect((await readAll(parser, bytes, { path, blockLines })).rows).toEqual(whole.rows)
  }
  return whole
}

/** Claims of other tools are never findings: no detection may see one. */
export function expectSound(log: ReadLog, size: number): void {
  const { rows, seen, totals } = log
  expect(seen).toEqual([])
  expect(rows).toHaveLength(totals.events)
  if (totals.unreadable > 0) expect(totals.warnings.length).toBeGreaterThan(0)
  for (const row of rows) {
    expect(row.family).toBe('reported')
    expect(row.action).not.toBe('')
    expect(row.size).toBeGreaterThan(0)
    expect(row.offset + row.size).toBeLessThanOrEqual(size)
  }
}

/** The cells of a row that a report is asked for. */
export function told(log: ReadLog): string[] {
  return log.rows.map(({ time, action, target }) => [time || 'no time', action, target].join(' | '))
}

/** Warnings without their place. */
export function warned(log: ReadLog): string[] {
  return log.totals.warnings.map(({ what }) => what)
}
