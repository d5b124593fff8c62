/** Commands that the bench runs beside the page. */
import { spawnSync } from 'node:child_process'

/**
 * A shell pipeline run once: milliseconds of the clock and of the processors, start included; null
 * where a tool of it is missing.
 */
export function timed(command) {
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `TIMEFORMAT='%R %U %S'; time { ${command}; }`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, SHELLOPTS: 'pipefail', LC_ALL: 'C' },
    },
  )
  // rg ends with 1 where nothing matched: still a whole pass over the bytes.
  if (status !== 0 && status !== 1) return null
  const [real, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { ms: real * 1_000, cpu: (user + system) * 1_000 }
}

/** The run that took least, of those there are; null for none. */
export function leastRun(runs) {
  const known = runs.filter((run) => run !== null)
  return known.length > 0 ? known.reduce((a, b) => (b.ms < a.ms ? b : a)) : null
}
