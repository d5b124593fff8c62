/** Installs what is missing: the pinned packages. Plain Node, as nothing else is there yet. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { atRoot } from './root.mjs'

/** npm writes this file last, so it tells whether an install finished and how old it is. */
const INSTALLED = atRoot('node_modules/.package-lock.json')

export function ensurePackages() {
  if (existsSync(INSTALLED) && installedVersionsMatch()) return
  console.log('Installing the pinned packages …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const result = spawnSync(npm, ['ci', '--no-audit', '--no-fund'], {
    cwd: atRoot('.'),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) {
    console.error('The packages could not be installed: npm ci failed (see above).')
    process.exit(1)
  }
}

function installedVersionsMatch() {
  if (statSync(INSTALLED).mtimeMs >= statSync(atRoot('package-lock.json')).mtimeMs) return true
  const wanted = JSON.parse(readFileSync(atRoot('package-lock.json'), 'utf8')).packages
  const found = JSON.parse(readFileSync(INSTALLED, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional === true || found[path]?.version === version,
  )
}
