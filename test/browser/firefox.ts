import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from '../../scripts/browsers.mjs'
import type { Driver } from './driver.js'

const START_LIMIT_MS = 60_000
const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'

/** Nothing but the page is to reach for the network; downloads need no dialogue. */
function preferences(downloads: string): string {
  const values: Record<string, string | number | boolean> = {
    'marionette.port': 0,
    'browser.download.folderList': 2,
    'browser.download.dir': downloads,
    'browser.download.useDownloadDir': true,
    'browser.download.alwaysOpenPanel': false,
    'browser.helperApps.neverAsk.saveToDisk':
      'image/png,application/zip,application/json,text/plain',
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.homepage_override.mstone': 'ignore',
    'browser.startup.page': 0,
    'browser.newtabpage.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'network.dns.disablePrefetch': true,
    'app.update.enabled': false,
    'app.normandy.enabled': false,
    'browser.safebrowsing.malware.enabled': false,
    'browser.safebrowsing.phishing.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.enabled': false,
    'extensions.update.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'browser.search.update': false,
    'browser.region.network.url': '',
    'services.settings.server': 'data:,',
    'dom.disable_beforeunload': true,
  }
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('')
}

/** Firefox by its own remote protocol (Marionette): no driver binary needed. */
export async function launchFirefox(
  options: { width?: number; height?: number; preferences?: string } = {},
): Promise<Driver> {
  const path = findBrowser('firefox')
  if (!path) throw new Error('no Firefox on this system')
  const profile = await mkdtemp(join(tmpdir(), 'afterpatch-firefox-'))
  const downloads = await mkdtemp(join(tmpdir(), 'afterpatch-downloads-'))
  await writeFile(join(profile, 'user.js'), preferences(downloads) + (options.preferences ?? ''))
  const size = [
    `--width=${String(options.width ?? 1440)}`,
    `--height=${String(options.height ?? 900)}`,
  ]
  const browser = spawn(
    path,
    [
      '--headless',
      '--marionette',
      '--remote-allow-system-access',
      '--no-remote',
      '--profile',
      profile,
      ...size,
    ],
    {
      stdio: 'ignore',
      env: { ...process.env, MOZ_HEADLESS: '1', HOME: profile, LC_ALL: 'C.UTF-8' },
    },
  )
  const port = await activePort(profile)
  const client = await Marionette.connect(port)
  const session = await client.send<{ capabilities: { browserVersion: string } }>(
    'WebDriver:NewSession',
    { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } },
  )
  await client.send('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 60_000, implicit: 0 })

  const toShell = () => client.send('WebDriver:SwitchToFrame', { id: null, focus: false })
  const find = async (value: string) => {
    const found = await client.send<{ value: Record<string, string> }>('WebDriver:FindElement', {
      using: 'css selector',
      value,
    })
    return found.value[ELEMENT_KEY] as string
  }
  const toFrame = async () => {
    await toShell()
    const element = await find('#app')
    await client.send('WebDriver:SwitchToFrame', { element, focus: true })
  }
  const run = async <T>(body: string, args: unknown[]) => {
    const script = `const done = arguments[arguments.length - 1]; const $ = [...arguments].slice(0, -1);
      (async () => { ${body} })().then((value) => done({ value: value === undefined ? null : value }),
        (error) => done({ error: String(error) }))`
    const { value } = await client.send<{ value: { value: T; error?: string } }>(
      'WebDriver:ExecuteAsyncScript',
      { script, args, newSandbox: false, sandbox: null },
    )
    if (value.error !== undefined) throw new Error(value.error)
    return value.value
  }
  return {
    engine: 'firefox',
    version: session.capabilities.browserVersion,
    downloads,
    async open(url) {
      await toShell().catch(() => undefined)
      await client.send('WebDriver:Navigate', { url })
    },
    async inFrame(body, ...args) {
      await toFrame()
      return run(body, args)
    },
    async inShell(body, ...args) {
      await toShell()
      return run(body, args)
    },
    async setFiles(selector, paths) {
      await toFrame()
      const id = await find(selector)
      for (const file of paths) await client.send('WebDriver:ElementSendKeys', { id, text: file })
    },
    async click(selector) {
      await toFrame()
      await client.send('WebDriver:ElementClick', { id: await find(selector) })
    },
    async screenshot() {
      await toShell()
      const { value } = await client.send<{ value: string }>('WebDriver:TakeScreenshot', {
        full: false,
      })
      return Buffer.from(value, 'base64')
    },
    async close() {
      await client.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined)
      client.close()
      await new Promise<void>((resolve) => {
        const kill = setTimeout(() => browser.kill('SIGKILL'), 5_000)
        if (browser.exitCode !== null) {
          clearTimeout(kill)
          resolve()
          return
        }
        browser.once('exit', () => {
          clearTimeout(kill)
          resolve()
        })
      })
      await rm(profile, { recursive: true, force: true })
      await rm(downloads, { recursive: true, force: true })
    },
  }
}

/** Firefox writes the port it listens on into the profile. */
async function activePort(profile: string): Promise<number> {
  const end = Date.now() + START_LIMIT_MS
  while (Date.now() < end) {
    const text = await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '')
    if (Number(text) > 0) return Number(text)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('Firefox did not start')
}

/** One connection: length-prefixed JSON, answers in any order. */
class Marionette {
  private buffer = Buffer.alloc(0)
  private next = 0
  private readonly waiting = new Map<number, [(value: never) => void, (error: Error) => void]>()
  private greeted: () => void = () => undefined

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.buffer = Buffer.concat([this.buffer, chunk])
      this.drain()
    })
    socket.on('close', () => {
      for (const [, reject] of this.waiting.values()) reject(new Error('Firefox is gone'))
    })
    socket.on('error', () => undefined)
  }

  static async connect(port: number): Promise<Marionette> {
    const socket = createConnection(port, '127.0.0.1')
    const client = new Marionette(socket)
    await new Promise<void>((resolve) => {
      client.greeted = resolve
    })
    return client
  }

  send<T>(command: string, parameters: object): Promise<T> {
    const id = ++this.next
    const text = JSON.stringify([0, id, command, parameters])
    this.socket.write(`${String(Buffer.byteLength(text))}:${text}`)
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, [resolve, reject])
    })
  }

  close(): void {
    this.socket.destroy()
  }

  private drain(): void {
    for (;;) {
      const colon = this.buffer.indexOf(':')
      if (colon < 0) return
      const length = Number(this.buffer.subarray(0, colon).toString())
      if (this.buffer.length < colon + 1 + length) return
      const message: unknown = JSON.parse(
        this.buffer.subarray(colon + 1, colon + 1 + length).toString(),
      )
      this.buffer = this.buffer.subarray(colon + 1 + length)
      if (!Array.isArray(message)) {
        this.greeted()
        continue
      }
      const [, id, error, result] = message as [number, number, { message: string } | null, never]
      const call = this.waiting.get(id)
      this.waiting.delete(id)
      if (error) call?.[1](new Error(error.message))
      else call?.[0](result)
    }
  }
}
