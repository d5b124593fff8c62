/** Finds the browsers that the tests and triage drive, and installs them where they are missing. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { atRoot } from './root.mjs'

const NAMES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'],
  firefox: ['firefox-esr', 'firefox'],
  webkit: ['WebKitWebDriver'],
}

/** Debian's packages of each. */
const PACKAGES = { chromium: ['chromium'], firefox: ['firefox-esr'] }

/** Path of a browser (for WebKit: of its driver), or null. */
export function findBrowser(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  for (const file of NAMES[name]) {
    for (const folder of folders) {
      const path = join(folder, file)
      if (folder && existsSync(path)) return path
    }
  }
  return name === 'webkit' ? null : findPlaywrightBrowser(name)
}

/** Path of a browser, installed if need be; null after a sentence that says what to install. */
export function ensureBrowser(name) {
  const found = findBrowser(name)
  if (found) return found
  console.log(`No ${name} on this system; installing it …`)
  installBySystem(name)
  if (!findBrowser(name)) installByPlaywright(name)
  const installed = findBrowser(name)
  if (!installed) {
    console.error(
      `${name} is missing. Install it (Debian: apt install ${PACKAGES[name].join(' ')}) and run this again.`,
    )
  }
  return installed
}

function installBySystem(name) {
  if (spawnSync('apt-get', ['--version']).error) return
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const run = (...args) => {
    const [command, ...rest] = [...asRoot, ...args]
    return spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  run('apt-get', 'update')
  run('apt-get', 'install', '-y', '--no-install-recommends', ...PACKAGES[name])
}

function installByPlaywright(name) {
  spawnSync(process.execPath, [atRoot('node_modules/playwright-core/cli.js'), 'install', name], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

function findPlaywrightBrowser(name) {
  const script = `import('playwright-core').then(p => process.stdout.write(p.${name}.executablePath()))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: atRoot('.'),
    encoding: 'utf8',
  })
  return stdout && existsSync(stdout) ? stdout : null
}
