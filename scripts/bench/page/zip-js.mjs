/** zip.js alone in a page of the same browser, as the page itself sets it up. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { atRoot } from '../../root.mjs'

/** `list(path)`: milliseconds that its `getEntries` takes, and how many it gives. */
export async function openZipJs(browser) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-zip-js-'))
  const html = join(folder, 'index.html')
  await writeFile(html, '<!doctype html><title>bench</title><input type="file">')
  await writeFile(join(folder, 'list.js'), await bundle())
  return {
    async list(path) {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(html).href)
      await page.addScriptTag({ path: join(folder, 'list.js') })
      await page.setInputFiles('input', path)
      const result = await page.evaluate(() => globalThis.list(document.querySelector('input')))
      await page.close()
      return result
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

async function bundle() {
  const built = await build({
    root: atRoot('.'),
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      copyPublicDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: atRoot('scripts/bench/page/zip-js.page.mjs'),
        output: { format: 'iife', entryFileNames: 'list.js', codeSplitting: false },
      },
    },
  })
  return (Array.isArray(built) ? built[0] : built).output[0].code
}
