import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/chromium.js'
import { waitInFrame, type Driver } from '../browser/driver.js'
import { launchFirefox } from '../browser/firefox.js'
import { PAGE_URL } from '../page/headless.js'
import { controlPage } from './armed.js'
import { serveProxy, type Proxy } from './proxy.js'

/** From the opened file to the saved picture and bundle, as a person would go. */
async function useFully(driver: Driver): Promise<void> {
  await driver.open(PAGE_URL)
  await waitInFrame(driver, 'return document.querySelector("#open-demo") !== null')
  await driver.click('#open-demo')
  await waitInFrame(driver, 'return document.documentElement.dataset.stage === "done"')
  await waitInFrame(driver, 'return document.querySelector(".raw-line") !== null')
  await driver.click('#open-share')
  await waitInFrame(driver, 'return document.querySelector("#save-bundle:not(:disabled)") !== null')
  await driver.click('#save-picture')
  await saved(driver, '.png')
  await driver.click('#save-bundle')
  await saved(driver, '.zip')
}

function saved(driver: Driver, ending: string): Promise<void> {
  return until(async () => (await readdir(driver.downloads)).some((name) => name.endsWith(ending)))
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('waited in vain')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Whom the browsers ask of themselves: for updates, settings and accounts. */
const OWN_SERVICES =
  /^\S+ (?:https?:\/\/)?[\w.-]+\.(?:googleapis|google|mozilla)\.(?:com|org|net)[:/]/

/** A browser that can reach nothing but the proxy, this machine's own addresses included. */
const BROWSERS: Readonly<Record<string, (port: number) => Promise<Driver>>> = {
  Chromium: (port) =>
    launchChromium({
      args: [`--proxy-server=http://127.0.0.1:${String(port)}`, '--proxy-bypass-list=<-loopback>'],
    }),
  Firefox: (port) =>
    launchFirefox({
      preferences: [
        ['network.proxy.type', 1],
        ['network.proxy.http', '127.0.0.1'],
        ['network.proxy.http_port', port],
        ['network.proxy.ssl', '127.0.0.1'],
        ['network.proxy.ssl_port', port],
        ['network.proxy.no_proxies_on', ''],
        ['network.proxy.allow_hijacking_localhost', true],
      ]
        .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
        .join(''),
    }),
}

describe.each(Object.entries(BROWSERS))('a full use of the page in %s', (_name, start) => {
  let proxy: Proxy
  let driver: Driver
  let folder: string

  beforeAll(async () => {
    proxy = await serveProxy()
    driver = await start(proxy.port)
    folder = await mkdtemp(join(tmpdir(), 'afterpatch-control-'))
  })
  afterAll(async () => {
    await driver.close()
    proxy.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('asks nothing of any network, where a page without protection is seen to', async () => {
    await useFully(driver)
    const byUse = proxy.asked.filter((line) => !OWN_SERVICES.test(line))

    const control = join(folder, 'control.html')
    await writeFile(control, controlPage())
    await driver.open(pathToFileURL(control).href)
    const aims = ['127.0.0.1:18080', 'elsewhere.test']
    await driver.inShell(
      `for (const host of ${JSON.stringify(aims)}) new Image().src = 'http://' + host + '/'`,
    )
    await until(() => aims.every((host) => proxy.asked.some((line) => line.includes(host))))

    expect(byUse).toEqual([])
  })
})

describe('a full use of the page, as the browser’s own tools see it', () => {
  it('asks for the file itself, blobs and data alone, and nothing complains', async () => {
    const driver = await launchChromium()
    try {
      const asked: string[] = []
      const complaints: string[] = []
      driver.page.on('request', (request) => asked.push(request.url()))
      driver.page.on('console', (message) => complaints.push(message.text()))
      driver.page.on('pageerror', (error) => complaints.push(error.message))
      await useFully(driver)
      expect(asked.filter((url) => !/^(?:file|blob|data):/.test(url))).toEqual([])
      expect(asked.filter((url) => url.startsWith('file:'))).toEqual([PAGE_URL])
      expect(complaints).toEqual([])
    } finally {
      await driver.close()
    }
  })
})
