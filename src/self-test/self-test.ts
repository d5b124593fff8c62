import type { SelfTestRow } from '../share/shell-port.js'
import { PROBES, TARGET, type Attempt, type Probe } from './probes.js'

/** Browsers tell of a violation within milliseconds; this leaves room on a slow machine. */
const PATIENCE_MS = 1_200

interface Violation {
  readonly directive: string
  readonly uri: string
}

/**
 * Tries every way out and reports what the browser did. Blocked is only what the policy is told to
 * have stopped, what threw by sandbox or Trusted Types, or what is no longer there: a connection that
 * merely failed proves nothing.
 */
export async function runSelfTest(): Promise<SelfTestRow[]> {
  const violations: Violation[] = []
  const note = (event: SecurityPolicyViolationEvent) => {
    violations.push({ directive: event.effectiveDirective, uri: event.blockedURI })
  }
  document.addEventListener('securitypolicyviolation', note)
  try {
    const attempts = PROBES.map((probe, index) => ({ probe, index, outcome: tryOut(probe, index) }))
    await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))
    const rows = attempts.map(({ probe, index, outcome }) => ({
      channel: probe.channel,
      result: resultOf(outcome, () => stoppedByPolicy(probe, index, violations)),
    }))
    return [policyRow(violations.length), ...rows]
  } finally {
    document.removeEventListener('securitypolicyviolation', note)
  }
}

type Outcome = Attempt | 'refused' | 'failed'

function tryOut(probe: Probe, index: number): Outcome {
  try {
    return probe.attempt(urlOf(index))
  } catch (error) {
    const names = ['SecurityError', 'EvalError', 'TypeError', 'NotAllowedError']
    return error instanceof Error && names.includes(error.name) ? 'refused' : 'failed'
  }
}

function resultOf(outcome: Outcome, stopped: () => boolean): SelfTestRow['result'] {
  if (outcome === 'worked') return 'NOT BLOCKED'
  if (outcome === 'gone' || outcome === 'refused') return 'blocked'
  return stopped() ? 'blocked' : 'not proven'
}

function stoppedByPolicy(probe: Probe, index: number, violations: readonly Violation[]): boolean {
  // A script's text has no address: the directive alone tells.
  return violations.some(
    ({ directive, uri }) =>
      probe.directive.test(directive) && (uri.startsWith(urlOf(index)) || !uri.includes('://')),
  )
}

/** Without a policy no violation is ever told, and every other row would rest on luck. */
function policyRow(violations: number): SelfTestRow {
  return {
    channel: `The page’s policy is in force (${String(violations)} violations told by the browser)`,
    result: violations > 0 ? 'blocked' : 'NOT BLOCKED',
  }
}

function urlOf(index: number): string {
  return `${TARGET}${String(index)}`
}
