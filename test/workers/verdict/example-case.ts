import type { Case } from '../../../src/model/case.js'
import type { RawRow } from '../../../workers/protocol.js'
import { analyse } from '../../../workers/verdict/analyse.js'
import { analysisInput, type TestCase } from './build-table.js'

/** A case as the case worker assembles it. */
export function judgedCase(test: TestCase): Case {
  const input = analysisInput(test)
  const { table, evidence, entries, results, warnings, complete, campaigns } = input
  const times = [...table.time].filter((time) => !Number.isNaN(time))
  return {
    demo: false,
    complete,
    campaigns,
    judgements: input.judgements,
    evidence,
    entries,
    results,
    warnings,
    ...analyse(input),
    events: table.length,
    noise: 0,
    first: Math.min(...times),
    last: Math.max(...times),
    held: { rows: table.length, text: 0 },
  }
}

/** Raw lines for all rows of its findings, by `entry:offset`. */
export function rawRows(judged: Case, text: string): Map<string, RawRow> {
  const rows = judged.findings.flatMap((finding) => finding.rows)
  return new Map(
    rows.map(({ entry, offset, size }) => [
      `${String(entry)}:${String(offset)}`,
      { entry, offset, size, text, line: 7, before: [], after: [], truncated: false },
    ]),
  )
}
