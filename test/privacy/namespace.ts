import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { armedPage, controlPage } from './armed.js'
import type { Engine } from './engines.js'
import type { Order, RunResult } from './run.js'

const HARNESS = fileURLToPath(new URL('harness.mjs', import.meta.url))

/**
 * Loopback, an interface with an address that leads nowhere (for WebRTC; its absence is no reason
 * to stop), and a resolver that asks 127.0.0.1 alone. $1 resolv.conf, $2 nsswitch.conf.
 */
const SET_UP = `ip link set lo up || exit 77
ip link add probe0 type veth peer name probe1 2>/dev/null &&
  ip addr add 192.0.2.1/24 dev probe0 && ip link set probe0 up && ip link set probe1 up &&
  ip route add default via 192.0.2.2
mount --bind "$1" /etc/resolv.conf || exit 77
if [ -e /etc/nsswitch.conf ]; then mount --bind "$2" /etc/nsswitch.conf || exit 77; fi
shift 2
exec "$@"`

export interface PrivacyRun extends RunResult {
  /** Why there was no network namespace; empty when there was one. */
  readonly noNamespace: string
  /** The page that was tried. */
  readonly armed: string
}

/** Builds the armed page and the control and tries all channels in the engines given. */
export async function tryAllChannels(engines: readonly Engine[]): Promise<PrivacyRun> {
  const folder = await mkdtemp(join(tmpdir(), 'afterpatch-privacy-'))
  const at = (name: string) => join(folder, name)
  try {
    await writeFile(at('resolv.conf'), 'nameserver 127.0.0.1\n')
    await writeFile(at('nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files dns\n')
    const armed = await armedPage()
    await writeFile(at('armed.html'), armed)
    await writeFile(at('control.html'), controlPage())
    const wrap = (command: readonly string[]) => [
      ...unshare(),
      'sh',
      '-c',
      SET_UP,
      'sh',
      at('resolv.conf'),
      at('nsswitch.conf'),
      ...command,
    ]
    const noNamespace = reasonAgainst(wrap(['true']))
    const order: Order = {
      engines,
      armed: at('armed.html'),
      control: at('control.html'),
      isolated: noNamespace === '',
      result: at('result.json'),
    }
    await writeFile(at('order.json'), JSON.stringify(order))
    const harness = [process.execPath, HARNESS, at('order.json')]
    await execute(order.isolated ? wrap(harness) : harness)
    const result = JSON.parse(await readFile(order.result, 'utf8')) as RunResult
    return { ...result, noNamespace, armed }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function unshare(): string[] {
  const asRoot = process.getuid?.() === 0
  return [
    'unshare',
    ...(asRoot ? [] : ['--user', '--map-root-user']),
    '--net',
    '--mount',
    '--propagation',
    'private',
  ]
}

function reasonAgainst([command = '', ...args]: readonly string[]): string {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (error) return `unshare: ${error.message}`
  return status === 0 ? '' : `no network namespace: ${stderr.trim() || `exit ${String(status)}`}`
}

function execute([command = '', ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`the harness ended with ${String(code)}`))
    })
  })
}
