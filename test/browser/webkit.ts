import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from '../../scripts/browsers.mjs'
import type { Driver } from './driver.js'

const ELEMENT_KEY = 'element-6066-11e4-a52e-4f735466cecf'
const START_LIMIT_MS = 30_000

/** WebKitGTK needs its driver and a display. */
export function webkitReason(): string {
  if (!findBrowser('webkit')) return 'WebKitWebDriver is not installed'
  if (!process.env['DISPLAY'] && !existsSync('/usr/bin/Xvfb')) return 'there is no display'
  return ''
}

/** WebKitGTK's MiniBrowser by the WebDriver protocol. */
export async function launchWebkit(
  options: { width?: number; height?: number; args?: readonly string[] } = {},
): Promise<Driver> {
  const path = findBrowser('webkit')
  if (!path) throw new Error(webkitReason())
  const home = await mkdtemp(join(tmpdir(), 'afterpatch-webkit-'))
  const processes: ChildProcess[] = []
  const display = process.env['DISPLAY'] ?? `:${String(100 + (process.pid % 400))}`
  if (!process.env['DISPLAY']) {
    const screen = `${String(options.width ?? 1440)}x${String((options.height ?? 900) + 100)}x24`
    processes.push(spawn('Xvfb', [display, '-screen', '0', screen], { stdio: 'ignore' }))
  }
  const port = 20_000 + (process.pid % 20_000)
  processes.push(
    spawn(path, [`--port=${String(port)}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: display,
        HOME: home,
        LC_ALL: 'C.UTF-8',
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
      },
    }),
  )
  const base = `http://127.0.0.1:${String(port)}`
  await waitFor(`${base}/status`)
  const call = async <T>(method: string, at: string, body?: object): Promise<T> => {
    const response = await fetch(base + at, {
      method,
      ...(body
        ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
    })
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } }
    if (!response.ok) throw new Error(value.message ?? value.error ?? response.statusText)
    return value
  }
  const started = await call<{
    sessionId: string
    capabilities: { browserVersion: string }
  }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': {
          binary: miniBrowser(),
          args: ['--automation', ...(options.args ?? [])],
        },
      },
    },
  })
  const session = `/session/${started.sessionId}`
  await call('POST', `${session}/timeouts`, { script: 120_000, pageLoad: 60_000, implicit: 0 })
  const find = async (value: string) => {
    const found = await call<Record<string, string>>('POST', `${session}/element`, {
      using: 'css selector',
      value,
    })
    return found[ELEMENT_KEY] as string
  }
  const toShell = () => call('POST', `${session}/frame`, { id: null })
  const toFrame = async () => {
    await toShell()
    await call('POST', `${session}/frame`, { id: { [ELEMENT_KEY]: await find('#app') } })
  }
  const run = async <T>(body: string, args: unknown[]) => {
    const script = `const done = arguments[arguments.length - 1]; const $ = [...arguments].slice(0, -1);
      (async () => { ${body} })().then((value) => done({ value: value === undefined ? null : value }),
        (error) => done({ error: String(error) }))`
    const value = await call<{ value: T; error?: string }>('POST', `${session}/execute/async`, {
      script,
      args,
    })
    if (value.error !== undefined) throw new Error(value.error)
    return value.value
  }
  return {
    engine: 'webkit',
    version: started.capabilities.browserVersion,
    downloads: home,
    async open(url) {
      await call('POST', `${session}/url`, { url })
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
      await call('POST', `${session}/element/${id}/value`, { text: paths.join('\n') })
    },
    async click(selector) {
      await toFrame()
      await call('POST', `${session}/element/${await find(selector)}/click`, {})
    },
    async screenshot() {
      await toShell()
      return Buffer.from(await call<string>('GET', `${session}/screenshot`), 'base64')
    },
    async close() {
      await call('DELETE', session).catch(() => undefined)
      for (const child of processes.reverse()) child.kill('SIGKILL')
      await rm(home, { recursive: true, force: true })
    },
  }
}

function miniBrowser(): string {
  const found = [
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
    '/usr/lib/x86_64-linux-gnu/webkitgtk-6.0/MiniBrowser',
  ].find((path) => existsSync(path))
  if (!found) throw new Error('MiniBrowser is not installed')
  return found
}

async function waitFor(url: string): Promise<void> {
  const end = Date.now() + START_LIMIT_MS
  for (;;) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (answered) return
    if (Date.now() > end) throw new Error('WebKitWebDriver did not start')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
