import type { Finding, SetAside } from '../../src/model/finding.js'
import { normalAddress, type Judgements } from '../../src/model/judgement.js'
import type { SetAsideFindings } from '../../src/model/verdict.js'
import { list } from './days.js'
import { counted } from './finding-parts.js'

/**
 * Findings with what the reader decided of them: one that is acknowledged, and one whose every actor is
 * an authorised scanner, is set aside. It stays listed and raises no rung.
 */
export function withJudgements(findings: readonly Finding[], judgements: Judgements): Finding[] {
  const acknowledged = new Map(
    judgements.acknowledged.map(({ finding, reason }) => [finding, reason]),
  )
  const scanners = new Map(
    judgements.scanners.map(({ address, reason }) => [normalAddress(address), reason]),
  )
  if (acknowledged.size + scanners.size === 0) return [...findings]
  const wholes = new Map(
    findings
      .filter(({ id }) => acknowledged.has(id))
      .map((finding) => [recordsOf(finding, finding.detection), finding.id]),
  )
  return findings.map((finding) => {
    const whole = wholes.get(recordsOf(finding, PART_OF.get(finding.detection) ?? ''))
    const reason = acknowledged.get(finding.id) ?? acknowledged.get(whole ?? '')
    if (reason !== undefined) return { ...finding, setAside: { by: 'acknowledged', reason } }
    const known = finding.actors.map((actor) => scanners.get(normalAddress(actor)))
    const [first] = known
    return first !== undefined && known.every((one) => one !== undefined)
      ? { ...finding, setAside: { by: 'scanner', reason: first } }
      : finding
  })
}

/** Detections whose records are a part of another's about the same page and actor. */
const PART_OF: ReadonlyMap<string, string> = new Map([['WS-USE-AFTER-PATCH', 'WS-USE']])

function recordsOf({ host, actors, subject }: Finding, detection: string): string {
  return [detection, host, ...actors, '', subject].join('\n')
}

/** Those that may raise a rung. */
export function standing(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ setAside }) => setAside === undefined)
}

/** Those that would raise a rung. */
export function setAsideOf(findings: readonly Finding[]): SetAsideFindings {
  const idsOf = (by: SetAside['by']): string[] =>
    findings.filter((one) => one.rung !== null && one.setAside?.by === by).map(({ id }) => id)
  return { acknowledged: idsOf('acknowledged'), scanners: idsOf('scanner') }
}

/** Is all that proves a page to be a back door set aside? */
export function isSetAside(script: string, findings: readonly Finding[]): boolean {
  const about = findings.filter(({ rung, subject }) => rung !== null && subject === script)
  return about.length > 0 && about.every(({ setAside }) => setAside !== undefined)
}

/** `2 acknowledged findings and 1 finding of an authorised scanner`; '' where there are none. */
export function setAsideInWords({ acknowledged, scanners }: SetAsideFindings): string {
  return list([
    ...(acknowledged.length > 0 ? [counted(acknowledged.length, 'acknowledged finding')] : []),
    ...(scanners.length > 0
      ? [`${counted(scanners.length, 'finding')} of authorised scanners`]
      : []),
  ])
}
