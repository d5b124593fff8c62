import type { Finding } from '../../src/model/finding.js'
import { familyIndex } from '../../src/model/families.js'
import {
  installRelative,
  isBaselineFile,
  isBaselinePath,
  isLaterThanBaseline,
} from '../../src/model/web-baseline.js'
import type { AnalysisInput } from '../verdict/analysis.js'
import { distinctEntries, evidenceRow, findingId, span } from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'

export const changedPage: Correlation = {
  id: 'WS-CHANGED',
  title: 'Page of Exchange’s own with unknown contents',
  technique: 'T1505.003',
  references: ['microsoft/CSS-Exchange Security/src/Baselines, builds to September 2022 (MIT)'],
  falsePositives: [
    'A build whose pages are not in the list; a logon page that was adapted to the town’s colours.',
  ],
  run(input) {
    const hashes = new Map(input.results.map((result) => [result.entry, result.sha256]))
    const webRoot = familyIndex('web-root')
    const found: Finding[] = []
    for (let row = 0; row < input.table.length; row++) {
      if (input.table.family[row] !== webRoot) continue
      const path = input.table.strings[input.table.target[row] ?? 0] ?? ''
      const relative = installRelative(path)
      const hash = hashes.get(input.table.entry[row] ?? 0)
      if (!hash || !isBaselinePath(relative) || isBaselineFile(relative, hash)) continue
      found.push(finding(input, row, path))
    }
    return found
  },
}

function finding(input: AnalysisInput, row: number, subject: string): Finding {
  const { table } = input
  const hostIndex = table.host[row] ?? 0
  const host = table.hosts[hostIndex] ?? ''
  const builds = input.builds.filter((mark) => mark.host === hostIndex)
  const comparable = builds.length > 0 && !builds.some((mark) => isLaterThanBaseline(mark.build))
  return {
    id: findingId(changedPage.id, host, [], subject),
    detection: changedPage.id,
    title: changedPage.title,
    host,
    level: comparable ? 'medium' : 'low',
    rung: null,
    phase: 'backdoor',
    technique: changedPage.technique,
    actors: [],
    subject,
    ...span(table, [row]),
    count: 1,
    rows: [evidenceRow(table, row, 'contents that are in no list of Exchange’s pages')],
    entries: distinctEntries(table, [row]),
    reason: `${subject}: the page belongs there, its contents are not known.`,
    why: 'Exchange ships a page of this name. Code can be hidden in a page that belongs there.',
    falsePositives: changedPage.falsePositives,
    counterEvidence: comparable ? [] : ['The server’s build is not among those compared with.'],
    todo: 'Compare the page with the same page of a clean server of the same build.',
    references: changedPage.references,
    confidence: [],
  }
}
