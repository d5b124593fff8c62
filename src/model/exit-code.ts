import type { Case } from './case.js'
import type { Rung } from './finding.js'

/**
 * 1: exploited, backdoored or used is "yes" on some host. 2: only targeted is. 0: targeted, exploited
 * and used are "no" with coverage, and backdoored is "no" or unknown only because the web folders were
 * not collected. 3: otherwise it cannot be told. (4, could not run, is for whoever calls.)
 */
export function exitCode(judged: Case): 0 | 1 | 2 | 3 {
  const any = (rung: Rung): boolean =>
    judged.hosts.some((host) => host.verdict[rung].call === 'yes')
  if (any('exploited') || any('backdoored') || any('used')) return 1
  if (any('targeted')) return 2
  return judged.complete && judged.hosts.length > 0 && judged.hosts.every(isClean(judged)) ? 0 : 3
}

function isClean(judged: Case): (host: Case['hosts'][number]) => boolean {
  return ({ name, verdict }) => {
    const sure = [verdict.targeted, verdict.exploited, verdict.used].every(
      (rung) => rung.call === 'no',
    )
    const webRootMissing = !judged.coverage.some(
      (one) => one.host === name && one.family === 'web-root',
    )
    return sure && (verdict.backdoored.call === 'no' || webRootMissing)
  }
}
