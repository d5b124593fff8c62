import type { Finding } from '../../src/model/finding.js'
import { MICROSECONDS_PER_MINUTE } from '../../src/model/units.js'
import { earliest, findingId, latest } from '../verdict/finding-parts.js'
import type { Correlation } from './correlation.js'
import { TellingTimes } from './shared/telling-times.js'
import { ONE_GO } from './shared/telling.js'

/**
 * Ways to stay: scheduled tasks, accounts, what starts with the system, services, server components,
 * rights of accounts, tools for remote control. Web shells are proven otherwise.
 */
const WAYS = /^T(?:1053|1098|1133|1136|1219|1505\.00[1245]|1543|1546|1547)(?:\.|$)/

export const PERSISTENCE_ID = 'PX-STAY'

export const persistence: Correlation = {
  id: PERSISTENCE_ID,
  title: 'Set up to stay, in the half hour of the attack',
  technique: 'T1543',
  references: [
    'https://attack.mitre.org/tactics/TA0003/',
    'https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-062a',
  ],
  falsePositives: ['What an administrator set up in the same half hour.'],
  run(_, findings) {
    const telling = new TellingTimes(findings)
    return findings.flatMap((finding) => {
      if (finding.rung !== null || !WAYS.test(finding.technique)) return []
      if (finding.phase !== 'after' && finding.phase !== 'backdoor') return []
      const first = telling.firstOf(finding.host)
      const rows = finding.rows.filter(
        ({ time }) => time >= first && telling.isWithin(finding.host, time, ONE_GO),
      )
      return rows.length > 0 ? [tied(finding, rows)] : []
    })
  },
}

function tied(finding: Finding, rows: Finding['rows']): Finding {
  const { host, actors, title, technique, entries, todo, references } = finding
  const times = rows.map(({ time }) => time)
  const subject = finding.subject === '' ? (rows[0]?.target ?? '') : finding.subject
  return {
    id: findingId(PERSISTENCE_ID, host, actors, `${finding.detection}\n${subject}`),
    detection: PERSISTENCE_ID,
    title: `${title}, in the half hour of the attack`,
    host,
    level: 'high',
    rung: 'backdoored',
    phase: 'backdoor',
    technique,
    actors,
    subject,
    firstTime: earliest(times),
    lastTime: latest(times),
    count: rows.length,
    rows,
    entries,
    reason: `${finding.detection}, within ${String(ONE_GO / MICROSECONDS_PER_MINUTE)} minutes of a record that proves a break-in: ${finding.reason}`,
    why: 'Alone this may be an administrator’s work. In the half hour of an attack it is the way back in.',
    falsePositives: [...persistence.falsePositives, ...finding.falsePositives],
    counterEvidence: [...finding.counterEvidence, 'It is tied to the attack by its time.'],
    todo,
    references,
    confidence: [],
  }
}
