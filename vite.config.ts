import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { compileKernels } from './scripts/kernels.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

/** Frame permissions: scripts and nothing else; downloads and storage are the shell's. */
const SANDBOX = 'allow-scripts'
const WORKER_POLICY = 'afterpatch-worker'

/** `virtual:kernels`: the wasm module as base64 text. */
function kernels(): Plugin {
  const id = '\0virtual:kernels'
  return {
    name: 'afterpatch:kernels',
    resolveId: (source) => (source === 'virtual:kernels' ? id : null),
    async load(loaded) {
      if (loaded !== id) return null
      const wasm = await compileKernels()
      return `export default ${JSON.stringify(Buffer.from(wasm).toString('base64'))}`
    },
  }
}

/**
 * `virtual:worker/NAME`: the whole worker as text, lockdown first. Workers are always started from
 * blobs, which inherit the page's policy; a worker loaded by URL would not.
 */
function workers(): Plugin {
  const prefix = 'virtual:worker/'
  return {
    name: 'afterpatch:workers',
    resolveId: (source) => (source.startsWith(prefix) ? `\0${source}` : null),
    async load(loaded) {
      if (!loaded.startsWith(`\0${prefix}`)) return null
      const name = loaded.slice(prefix.length + 1)
      const [lock, code] = await Promise.all([
        bundle('src/shell/lockdown.ts'),
        bundle(`workers/${name}.worker.ts`),
      ])
      return `export default ${JSON.stringify(`${lock}\n${code}`)}`
    },
  }
}

/** One file: the outer page with the app in its frame, every script and style named by its hash. */
function onePage(): Plugin {
  return {
    name: 'afterpatch:one-page',
    apply: 'build',
    async generateBundle(_options, output) {
      const chunk = Object.values(output).find((item) => item.type === 'chunk')
      if (chunk === undefined) throw new Error('the app did not build')
      for (const name of Object.keys(output)) Reflect.deleteProperty(output, name)
      const { html, policy } = await assemble(chunk.code)
      this.emitFile({ type: 'asset', fileName: 'index.html', source: html })
      const headers = (await read('public/_headers')).replace('%OUTER_CSP%', policy)
      this.emitFile({ type: 'asset', fileName: '_headers', source: headers })
    },
  }
}

/** The app's style sheet with what it imports in place of the imports. */
async function styles(): Promise<string> {
  const list = await read('src/styles.css')
  const parts = Array.from(list.matchAll(/^@import '\.\/(.+)';$/gm), ([, path]) =>
    read(`src/${path}`),
  )
  return (await Promise.all(parts)).join('\n')
}

async function assemble(code: string): Promise<{ html: string; policy: string }> {
  const [outerPage, frame, outerCss, innerCss, icon, lockCode, shellCode] = await Promise.all([
    read('index.html'),
    read('src/shell/frame.html'),
    read('src/shell/shell.css'),
    styles(),
    read('public/icon.svg'),
    bundle('src/shell/lockdown.ts'),
    bundle('src/shell/shell.ts'),
  ])
  const lock = asInlineScript(lockCode)
  const shell = asInlineScript(shellCode)
  const app = asInlineScript(code)
  const outerPolicy = policyOf([lock, shell, app], [outerCss, innerCss])
  const inner = fill(frame, {
    INNER_CSP: policyOf([lock, app], [innerCss]),
    INNER_CSS: innerCss,
    LOCK: lock,
    APP: app,
  })
  const html = fill(outerPage, {
    OUTER_CSP: outerPolicy,
    OUTER_CSS: outerCss,
    ICON: `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`,
    LOCK: lock,
    SHELL: shell,
    SANDBOX,
    SRCDOC: inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  })
  return { html, policy: outerPolicy }
}

/** The inner policy is the outer's without what only the shell needs; the frame inherits both. */
function policyOf(scripts: readonly string[], styles: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(hashSource).join(' ')} 'wasm-unsafe-eval'`,
    'worker-src blob:',
    `style-src ${styles.map(hashSource).join(' ')}`,
    'img-src blob: data:',
    "connect-src 'none'",
    "font-src 'none'",
    "media-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "manifest-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${WORKER_POLICY}`,
  ].join('; ')
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`
}

/** The HTML parser must not see an end tag or a comment inside a script's own strings. */
function asInlineScript(code: string): string {
  return code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/%([A-Z_]+)%/g, (whole, name: string) => values[name] ?? whole)
}

/** One classic script from one entry, nothing shared, nothing loaded later. */
async function bundle(entry: string): Promise<string> {
  const config: InlineConfig = {
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [kernels()],
    // zip.js asks where it was loaded from; a script inside a page has no such place.
    define: { 'import.meta': '{}' },
    build: { write: false, ...onlyScript(entry) },
  }
  const built = await build(config)
  const [result] = Array.isArray(built) ? built : [built]
  if (!('output' in result)) throw new Error(`${entry} did not build`)
  return result.output[0].code
}

function onlyScript(entry: string) {
  return {
    target: 'es2022',
    copyPublicDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: `${root}${entry}`,
      output: { format: 'iife' as const, entryFileNames: 'app.js', codeSplitting: false },
    },
  }
}

export default defineConfig({
  plugins: [kernels(), workers(), onePage()],
  build: { outDir: 'dist', ...onlyScript('src/main.tsx') },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts', 'node_modules/**'],
          // Loading the modules anew for each file takes as long as the tests; none leaves anything behind.
          isolate: false,
          maxWorkers: '100%',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      inBrowsers('browser', 'test/page/**/*.browser.test.ts'),
      inBrowsers('privacy', 'test/privacy/**/*.browser.test.ts'),
    ],
  },
})

/** Tests that drive browsers of their own; side by side those of one kind would only slow each other. */
function inBrowsers(name: string, include: string) {
  return {
    extends: true as const,
    test: {
      name,
      include: [include],
      fileParallelism: false,
      // Browsers share the machine with whatever else runs there; what fails twice has failed.
      retry: 1,
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  }
}
