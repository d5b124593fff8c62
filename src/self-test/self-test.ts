import type { SelfTestRow } from '../share/shell-port.js'
import { PROBES, TARGET, type Attempt, type Probe } from './probes.js'

/**
 * Browsers tell of a violation within milliseconds. Where one is not told at all, this is how long it
 * is waited for, with room for a slow machine.
 */
const PATIENCE_MS = 2_500
const LOOK_AGAIN_MS = 50

/** Errors by which a sandbox, Trusted Types or the lockdown refuse. */
const REFUSALS = ['SecurityError', 'EvalError', 'TypeError']

interface Violation {
  readonly directive: string
  readonly uri: string
}

/** `refused`: it threw as a lock throws; `failed`: it threw otherwise, which proves nothing. */
interface Tried {
  readonly probe: Probe
  readonly url: string
  readonly outcome: Attempt | 'refused' | 'failed'
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
    const tried = PROBES.map((probe, index) => tryOut(probe, `${TARGET}${String(index)}`))
    const end = performance.now() + PATIENCE_MS
    const open = () => tried.some((one) => resultOf(one, violations) === 'not proven')
    while (open() && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    }
    return [
      policyRow(tried, violations.length),
      ...tried.map((one) => ({
        channel: one.probe.channel,
        result: resultOf(one, violations),
      })),
    ]
  } finally {
    document.removeEventListener('securitypolicyviolation', note)
  }
}

function tryOut(probe: Probe, url: string): Tried {
  try {
    return { probe, url, outcome: probe.attempt(url) }
  } catch (error) {
    const refused = error instanceof Error && REFUSALS.includes(error.name)
    return { probe, url, outcome: refused ? 'refused' : 'failed' }
  }
}

function resultOf(tried: Tried, violations: readonly Violation[]): SelfTestRow['result'] {
  if (tried.outcome === 'worked') return 'NOT BLOCKED'
  if (tried.outcome === 'gone' || tried.outcome === 'refused') return 'blocked'
  return stoppedByPolicy(tried, violations) ? 'blocked' : 'not proven'
}

function stoppedByPolicy({ probe, url }: Tried, violations: readonly Violation[]): boolean {
  return violations.some(
    ({ directive, uri }) =>
      probe.directive.test(directive) && (uri === url || (probe.text && !uri.includes('://'))),
  )
}

/** Without a policy no violation is ever told, and every other row would rest on luck. */
function policyRow(tried: readonly Tried[], violations: number): SelfTestRow {
  const having = (outcome: Tried['outcome']) =>
    tried.filter((one) => one.outcome === outcome).length
  const seen = [
    `the browser told of ${String(violations)} violations of it`,
    `${String(having('refused'))} attempts ended in an exception`,
    `${String(having('gone'))} interfaces are gone`,
  ]
  return {
    channel: `The page’s policy is in force (${seen.join('; ')})`,
    result: violations > 0 ? 'blocked' : 'NOT BLOCKED',
  }
}
