import { readFile } from 'node:fs/promises'
import { build, type Plugin } from 'vite'
import { atRoot } from '../../scripts/root.mjs'
import { channelTable } from './channels.js'

/** Runs channels by name, apart from each other, and says nothing: the listeners do. */
const RUN = `(table, jobs) => {
  for (const [name, aim] of jobs) {
    setTimeout(() => { Promise.resolve().then(() => table[name](aim)).catch(() => undefined) })
  }
}`

const inWorker = `;{
  const table = ${channelTable('worker')}
  self.addEventListener('message', ({ data }) => { if (data?.armed) (${RUN})(table, data.armed) })
}`

const inPage = (startWorker: string) => `;{
  const table = ${channelTable('app')}
  const run = ${RUN}
  let worker
  globalThis.armed = {
    app: (jobs) => run(table, jobs),
    worker: (jobs) => { worker ??= ${startWorker}; worker.postMessage({ armed: jobs }) },
  }
}`

/**
 * The page as the build makes it, but with hostile code of ours inside: the app and each worker
 * get the channel table, and the policy its hashes. So what is tried runs as the page's own script,
 * which is the strongest position that an attacker could have.
 */
export async function armedPage(): Promise<string> {
  const arm: Plugin = {
    name: 'afterpatch:arm',
    enforce: 'pre',
    transform(code, id) {
      if (id.startsWith('\0virtual:worker/')) {
        const text = JSON.parse(code.replace(/^export default /, '')) as string
        return `export default ${JSON.stringify(text + inWorker)}`
      }
      if (!id.endsWith('/src/main.tsx')) return null
      return `import { startWorker as startArmed } from './case/workers.js'\n${code}\n${inPage("startArmed('demo')")}`
    },
  }
  const built = await build({
    root: atRoot('.'),
    configFile: atRoot('vite.config.ts'),
    logLevel: 'error',
    plugins: [arm],
    build: { write: false },
  })
  const outputs = Array.isArray(built) ? built : [built]
  for (const result of outputs) {
    if (!('output' in result)) continue
    const page = result.output.find(({ fileName }) => fileName === 'index.html')
    if (page?.type === 'asset') return String(page.source)
  }
  throw new Error('the armed page did not build')
}

/** The same hostile code in a page without any protection: here each channel must show. */
export function controlPage(): string {
  const start = `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(inWorker)}])))`
  const code = inPage(start).replaceAll('</', '<\\/')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Control</title></head>
<body><p>Control</p><script>${code}</script></body></html>`
}

/** Everything of a page that protects it, without what differs by content: hashes, code, styles. */
export async function protectionOf(path: string): Promise<string> {
  return protection(await readFile(path, 'utf8'))
}

export function protection(html: string): string {
  const policies = [
    ...html.matchAll(/Content-Security-Policy(?:"|&quot;) content=(?:"|&quot;)(.*?)(?:"|&quot;)/g),
  ]
  const sandbox = /sandbox="[^"]*"/.exec(html)?.[0] ?? 'no sandbox'
  const lock = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? 'no lockdown'
  return [
    ...policies.map(([, text = '']) => text.replace(/'sha256-[^']+'/g, "'sha256-…'")),
    sandbox,
    lock,
  ].join('\n')
}
