/** Where the cases run: this process, and a worker of Chromium started from a blob as the page's are. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, runnerImport } from 'vite'
import { findBrowser } from '../browsers.mjs'
import { atRoot } from '../root.mjs'

/**
 * A place: `prepare(case)` → names of the peers there are; `run(case, who)` → { ms, result };
 * `close()`.
 */
export async function openNode(wasm) {
  const { module } = await runnerImport(atRoot('scripts/bench/place.mjs'))
  const place = await module.makePlace(wasm)
  return { name: 'Node', ...place, close: async () => {} }
}

export async function openChromium(wasm) {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: findBrowser('chromium'),
    args: [
      '--disable-background-networking',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
  const page = await browser.newPage()
  const folder = await mkdtemp(join(tmpdir(), 'bench-page-'))
  const html = join(folder, 'index.html')
  await writeFile(html, '<!doctype html><title>bench</title>')
  await page.goto(pathToFileURL(html).href)
  await page.evaluate(startWorker, {
    code: await bundleWorker(),
    base64: Buffer.from(wasm).toString('base64'),
  })
  const ask = (question) => page.evaluate((asked) => globalThis.ask(asked), question)
  return {
    name: 'Chromium',
    prepare: (index) => ask({ index }),
    run: (index, who) => ask({ index, who }),
    close: async () => {
      await browser.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** In the page. One question at a time. */
async function startWorker({ code, base64 }) {
  const worker = new globalThis.Worker(URL.createObjectURL(new Blob([code])))
  globalThis.ask = (question) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        data.failed ? reject(new Error(data.failed)) : resolve(data)
      worker.onerror = (event) => reject(new Error(event.message))
      worker.postMessage(question)
    })
  const wasm = Uint8Array.from(globalThis.atob(base64), (letter) => letter.charCodeAt(0))
  await globalThis.ask({ wasm })
}

async function bundleWorker() {
  const built = await build({
    root: atRoot('.'),
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      copyPublicDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: atRoot('scripts/bench/place.worker.mjs'),
        output: { format: 'iife', entryFileNames: 'place.js', codeSplitting: false },
      },
    },
  })
  return (Array.isArray(built) ? built[0] : built).output[0].code
}
