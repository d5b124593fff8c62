import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'
import { atRoot } from '../scripts/root.mjs'

async function buildOnce(): Promise<{ files: string[]; page: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'afterpatch-build-'))
  try {
    await build({
      root: atRoot('.'),
      configFile: atRoot('vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    })
    const files = (await readdir(folder, { recursive: true })).sort()
    return { files, page: await readFile(join(folder, 'index.html'), 'utf8') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What stands in markup: scripts and styles left out, the frame's document taken in. */
function markupOf(page: string): string {
  const frame = /srcdoc="([^"]*)"/.exec(page)?.[1] ?? ''
  const inner = frame.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const bare = (html: string) => html.replace(/<(script|style)\b[^>]*>[^]*?<\/\1>/g, '')
  return bare(page.replace(frame, '')) + bare(inner)
}

describe('the build', () => {
  let first: Awaited<ReturnType<typeof buildOnce>>
  let second: typeof first

  beforeAll(async () => {
    first = await buildOnce()
    second = await buildOnce()
  }, 120_000)

  it('gives the same bytes twice', () => {
    expect(second.page === first.page).toBe(true)
  })

  it('is one page, and the headers for a host', () => {
    expect(first.files).toEqual(['_headers', 'index.html'])
  })

  it('points at nothing outside itself', () => {
    const markup = markupOf(first.page)
    const targets = [...markup.matchAll(/\s(?:src|href|action|data|poster)="([^"]*)"/g)]
    expect(targets.map(([, target = '']) => target.slice(0, 5))).toEqual(['data:'])
    expect(markup).not.toMatch(/<(?:a|base|form|object|embed)\b/)
  })

  it('holds both policies, with every script named by its hash and nothing else allowed', () => {
    const policies = [
      ...markupOf(first.page).matchAll(/Content-Security-Policy" content="([^"]*)"/g),
    ]
    expect(policies).toHaveLength(2)
    for (const [, policy = ''] of policies) {
      expect(policy).toMatch(
        /^default-src 'none'; script-src ('sha256-[\w+/=]+' )+'wasm-unsafe-eval';/,
      )
      expect(policy).toContain("connect-src 'none'")
      expect(policy).toContain(
        "require-trusted-types-for 'script'; trusted-types afterpatch-worker",
      )
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/)
    }
  })

  it('keeps the frame in a sandbox that allows scripts alone', () => {
    expect(first.page).toContain('sandbox="allow-scripts"')
  })

  it('leaves no placeholder unfilled', () => {
    expect(markupOf(first.page)).not.toMatch(/%[A-Z_]+%/)
  })
})
