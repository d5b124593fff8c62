import type { KeyFacts } from './key-facts.js'
import type { KeyRows } from './key-rows.js'

const PARTS = ['MsiProductMajor', 'MsiProductMinor', 'MsiBuildMajor', 'MsiBuildMinor']

/** Setup's key states the cumulative update; security updates mostly leave it as it is. */
export function tellExchangeSetup(key: KeyFacts, rows: KeyRows): void {
  const parts = PARTS.map((name) => key.number(name))
  const build = parts.some(Number.isNaN) ? '' : parts.join('.')
  const path = key.text('MsiInstallPath')
  if (build === '' && path === '') return
  if (build !== '') rows.build(build, key)
  const detail = [
    build === '' ? 'no build stated' : `build ${build}`,
    path === '' ? '' : `installed in ${path}`,
    key.text('Services') === '' ? '' : `services in ${key.text('Services')}`,
  ]
    .filter(Boolean)
    .join('; ')
  rows.add(key, { action: 'Exchange setup, cumulative update', detail })
}

/** A program's uninstall entry. Updates of Exchange and others by their number stand out. */
export function tellUninstall(key: KeyFacts, rows: KeyRows): void {
  const name = key.text('DisplayName')
  if (name === '') return
  rows.add(key, {
    action: actionFor(name, key.name, rows),
    detail: told([
      name,
      version(key.text('DisplayVersion')),
      day(key.text('InstallDate')),
      place(key.text('InstallLocation')),
    ]),
  })
}

/** A patch of a program that Windows Installer has installed: Exchange's security updates are such. */
export function tellPatch(key: KeyFacts, rows: KeyRows): void {
  const name = key.text('DisplayName')
  if (name === '') return
  const detail = told([name, day(key.text('Installed'))])
  rows.add(key, { action: actionFor(name, '', rows), detail })
}

function actionFor(name: string, key: string, rows: KeyRows): string {
  if (/^(security update|hotfix|update).*exchange server/i.test(name)) {
    rows.exchangeUpdated = true
    return 'Exchange security update installed'
  }
  if (/\bKB\d{6,7}\b/i.test(`${name} ${key}`)) return 'Update installed'
  return /exchange server/i.test(name) ? 'Exchange installed' : 'Program installed'
}

/** Package_for_KB5023696~31bf3856ad364e35~amd64~~10.0.1.3 */
export function tellWindowsPackage(key: KeyFacts, rows: KeyRows): void {
  if (!/^package_for_/i.test(key.name)) return
  const state = key.number('CurrentState')
  rows.add(key, {
    action: 'Windows update package',
    detail: STATES.get(state) ?? (Number.isNaN(state) ? '' : `state ${state}`),
  })
}

const STATES = new Map([
  [0, 'absent'],
  [64, 'staged'],
  [80, 'superseded'],
  [96, 'to be installed'],
  [112, 'installed'],
])

/** The mitigation tool's own record; its times are local, without half of the day. */
export function tellPatchState(key: KeyFacts, rows: KeyRows): void {
  for (const value of key.values) {
    const detail = `${value.name === '' ? '(default)' : value.name} = ${key.textOf(value)}`
    rows.add(key, { action: 'Mitigation tool (EOMT) recorded', detail })
  }
}

function told(parts: readonly string[]): string {
  return parts.filter(Boolean).join('; ')
}

function version(text: string): string {
  return text === '' ? '' : `version ${text}`
}

/** `20230314` */
function day(text: string): string {
  const found = /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  if (!found) return text === '' ? '' : `installed ${text}`
  return `installed ${found.slice(1).join('-')}`
}

function place(text: string): string {
  return text === '' ? '' : `in ${text}`
}
