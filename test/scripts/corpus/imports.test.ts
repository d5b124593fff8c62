import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../../..')
const GENERATORS = ['scripts/corpus/clean.ts', 'scripts/corpus/cases.ts']
/** What judges, and what it judges by. */
const FORBIDDEN =
  /^workers\/(?:detections|correlations|verdict|web-path|matcher|log-record)|^src\/model\/(?:web-baseline|tables|builds)/

/** Every module that these reach, by its path. */
function reached(from: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const text = readFileSync(join(ROOT, path), 'utf8')
    for (const [, target = ''] of text.matchAll(/from '(\.[^']+)'/g)) {
      const file = resolve(ROOT, dirname(path), target).replace(/\.js$/, '.ts')
      visit(relative(ROOT, file))
    }
  }
  from.forEach(visit)
  return [...seen].sort()
}

describe('the generators of the corpora', () => {
  it('know nothing of detections, baseline or rules', () => {
    const modules = reached(GENERATORS)
    expect(modules).toContain('scripts/corpus/traps/scanners.ts')
    expect(modules.filter((path) => FORBIDDEN.test(path))).toEqual([])
  })

  it('would be caught if they did', () => {
    expect(reached(['scripts/corpus/check.ts']).some((path) => FORBIDDEN.test(path))).toBe(true)
  })
})
