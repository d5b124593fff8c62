import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'

const text = (path: string) => readFileSync(atRoot(path), 'utf8')

describe('docs/security.md', () => {
  it('states the policy that the build makes, hashes aside', () => {
    const config = text('vite.config.ts')
    const stated = /^ *(default-src 'none'; script-src <hashes>.*)$/m.exec(
      text('docs/security.md'),
    )?.[1]
    const made = /function policyOf[^]*?return \[([^]*?)\]\.join/.exec(config)?.[1] ?? ''
    const directives = [...made.matchAll(/^\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`),$/gm)].map(
      ([, double, single, template]) => double ?? single ?? template ?? '',
    )
    const policy = directives
      .join('; ')
      .replace(/\$\{(?:scripts|styles)[^}]*\}/g, '<hashes>')
      .replace('${WORKER_POLICY}', /WORKER_POLICY = '([^']+)'/.exec(config)?.[1] ?? '')
    expect(directives.length).toBeGreaterThan(12)
    expect(stated).toBe(policy)
  })

  it('states the frame’s sandbox', () => {
    const sandbox = /SANDBOX = '([^']+)'/.exec(text('vite.config.ts'))?.[1] ?? 'missing'
    expect(text('docs/security.md')).toContain(`sandbox="${sandbox}"`)
    expect(text('index.html')).toContain('allow="clipboard-write"')
  })
})
