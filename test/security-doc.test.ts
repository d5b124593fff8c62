import { readFileSync } from 'node:fs'
import { build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'

const doc = readFileSync(atRoot('docs/security.md'), 'utf8')

async function builtPage(): Promise<string> {
  const built = await build({
    root: atRoot('.'),
    configFile: atRoot('vite.config.ts'),
    logLevel: 'error',
    build: { write: false },
  })
  for (const result of Array.isArray(built) ? built : [built]) {
    if (!('output' in result)) continue
    const page = result.output.find(({ fileName }) => fileName === 'index.html')
    if (page?.type === 'asset') return String(page.source)
  }
  throw new Error('the page did not build')
}

describe('docs/security.md', () => {
  let page: string

  beforeAll(async () => {
    page = await builtPage()
  }, 120_000)

  it('states both policies of the built page, hashes aside', () => {
    const stated = /^ *(default-src 'none'; script-src <hashes>.*)$/m.exec(doc)?.[1]
    const made = [
      ...page.matchAll(
        /Content-Security-Policy(?:"|&quot;) content=(?:"|&quot;)(.*?)(?:"|&quot;)/g,
      ),
    ].map(([, policy = '']) => policy.replace(/'sha256-[^']+'(?: 'sha256-[^']+')*/g, '<hashes>'))
    expect(made).toEqual([stated, stated])
  })

  it('states the frame’s sandbox and permissions', () => {
    for (const name of ['sandbox', 'allow']) {
      const made = new RegExp(` ${name}="[^"]*"`).exec(page)?.[0].trim() ?? `no ${name}`
      expect(doc).toContain(`\`${made}\``)
    }
  })
})
