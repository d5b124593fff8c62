import type { StartedProcess } from './process.js'

const POOL = /-ap "?([^"]{1,200})"?(?: -|$)/

/**
 * What a worker process of IIS answers for, by the application pool on its command line: Exchange, the
 * site below which Exchange's pages lie, or somebody's own application. A log that leaves the command
 * line out tells none.
 */
export type Pool = 'exchange' | 'default site' | 'other' | 'not told'

/** The pool of the worker process that started another; null where no worker process did. */
export function startedByPool({ parentName, parentCommand }: StartedProcess): Pool | null {
  if (parentName !== 'w3wp.exe') return null
  return poolOf(parentCommand)
}

export function poolOf(command: string): Pool {
  const name = POOL.exec(command)?.[1]?.trim()
  if (name === undefined) return 'not told'
  if (name.startsWith('msexchange')) return 'exchange'
  return name === 'defaultapppool' ? 'default site' : 'other'
}
