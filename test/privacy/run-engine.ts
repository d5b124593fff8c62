import { randomBytes } from 'node:crypto'
import type { Driver } from '../browser/driver.js'
import { asksNames, CHANNELS, sendsUdp, type Aim, type Channel } from './channels.js'
import { launch, type Engine } from './engines.js'
import { listen, type Listener, type Sign } from './listeners.js'
import type { NameServer } from './name-server.js'
import type { PageServer } from './page-server.js'

export const SUFFIX = 'exfil.test'

export interface ChannelResult {
  readonly name: string
  /** Signs seen from the page without protection; empty proves nothing about the others. */
  readonly control: readonly Sign[]
  readonly file: readonly Sign[]
  /** The same over http; null where the channel is not among the core ones. */
  readonly http: readonly Sign[] | null
}

export interface EngineResult {
  readonly engine: Engine
  readonly version: string
  readonly seconds: number
  readonly channels: readonly ChannelResult[]
}

export interface Surroundings {
  readonly pages: PageServer
  /** Null where names would be asked of a foreign server: such channels are not run. */
  readonly names: NameServer | null
  readonly udpHost: string
  readonly armedFileUrl: string
}

/** Waits: at least this long, and on a busy machine until nothing new has come for a while. */
const TOGETHER_MS = 4_000
const QUIET_MS = 1_500
const TOGETHER_LIMIT_MS = 12_000
const ALONE_MS = 1_000
const READY_MS = 30_000

interface Shot {
  readonly channel: Channel
  readonly aim: Aim
  readonly listener: Listener
}

interface Target {
  readonly url: string
  readonly channels: readonly Channel[]
  readonly control: boolean
  run<T>(body: string, ...args: unknown[]): Promise<T>
}

/** All channels in one engine: the artefact from file and over http, then the control. */
export async function runEngine(engine: Engine, around: Surroundings): Promise<EngineResult> {
  const started = Date.now()
  const driver = await launch(engine)
  const shots: Shot[] = []
  const channels = CHANNELS.filter((channel) => around.names !== null || !asksNames(channel))
  const frame = driver.inFrame.bind(driver)
  const fire = async (target: Target) => {
    const fired = await Promise.all(target.channels.map((one) => aimAt(one, around)))
    shots.push(...fired)
    await fireAll(driver, target, fired)
    return fired
  }
  try {
    const file = await fire({ url: around.armedFileUrl, channels, control: false, run: frame })
    const core = channels.filter((channel) => channel.core)
    const http = await fire({
      url: `${around.pages.origin}/armed.html`,
      channels: core,
      control: false,
      run: frame,
    })
    const control = await fire({
      url: `${around.pages.origin}/control.html`,
      channels,
      control: true,
      run: driver.inShell.bind(driver),
    })
    return {
      engine,
      version: driver.version,
      seconds: (Date.now() - started) / 1000,
      channels: channels.map((channel) => {
        const of = (fired: readonly Shot[]) => {
          const shot = fired.find((one) => one.channel === channel)
          return shot ? signsOf(shot, around) : null
        }
        return {
          name: channel.name,
          control: of(control) ?? [],
          file: of(file) ?? [],
          http: of(http),
        }
      }),
    }
  } finally {
    await driver.close()
    for (const { listener } of shots) listener.close()
  }
}

async function aimAt(channel: Channel, { pages, udpHost }: Surroundings): Promise<Shot> {
  const token = `t${randomBytes(8).toString('hex')}`
  const listener = await listen(sendsUdp(channel))
  const aim = {
    token,
    base: `http://127.0.0.1:${String(listener.port)}/${token}`,
    same: `${pages.origin}/${token}`,
    host: `${token}.${SUFFIX}:${String(listener.port)}`,
    udpHost,
    udpPort: listener.udpPort,
  }
  return { channel, aim, listener }
}

async function fireAll(driver: Driver, target: Target, shots: readonly Shot[]): Promise<void> {
  const stay = shots.filter(({ channel }) => !channel.navigates)
  const leave = shots.filter(({ channel }) => channel.navigates)
  await openReady(driver, target)
  await shoot(target, stay)
  await settled(stay)
  // What one channel broke the others cannot have proven.
  const stands = await target.run<boolean>('return window.armed?.fired === true').catch(() => false)
  if (!stands) throw new Error(`${driver.engine}: a channel took ${target.url} away`)
  for (const shot of leave) {
    await openReady(driver, target)
    await shoot(target, [shot])
    const end = Date.now() + ALONE_MS
    // The control has shown what it can with the first byte.
    while (Date.now() < end && !(target.control && shot.listener.signs.has('payload'))) {
      await sleep(50)
    }
  }
}

/** Nothing is missed by ending early: the listeners stay until the browser is closed. */
async function settled(shots: readonly Shot[]): Promise<void> {
  const started = Date.now()
  let last = started
  let seen = 0
  const since = (time: number) => Date.now() - time
  while (since(started) < TOGETHER_MS || since(last) < QUIET_MS) {
    if (since(started) > TOGETHER_LIMIT_MS) return
    await sleep(50)
    const now = shots.reduce((sum, { listener }) => sum + listener.signs.size, 0)
    if (now !== seen) last = Date.now()
    seen = now
  }
}

async function openReady(driver: Driver, target: Target): Promise<void> {
  const end = Date.now() + READY_MS
  let last: unknown
  let opened = false
  while (Date.now() < end) {
    try {
      // The way out tried before may still be under way, and take the place of the page asked for.
      if (!opened) await driver.open(target.url)
      opened = true
      if (await target.run<boolean>('return Boolean(window.armed)')) return
    } catch (error) {
      last = error
    }
    await sleep(50)
  }
  throw new Error(`${driver.engine}: ${target.url} did not get ready: ${String(last)}`)
}

async function shoot(target: Target, shots: readonly Shot[]): Promise<void> {
  const jobs = (where: Channel['where']) =>
    shots
      .filter(({ channel }) => channel.where === where)
      .map(({ channel, aim }) => [channel.name, aim])
  const text = JSON.stringify({ app: jobs('app'), worker: jobs('worker') })
  await target.run(
    `const jobs = JSON.parse($[0]);
     window.armed.fired = true;
     if (jobs.worker.length > 0) window.armed.worker(jobs.worker);
     window.armed.app(jobs.app)`,
    text,
  )
}

function signsOf({ aim, listener }: Shot, { pages, names }: Surroundings): Sign[] {
  const signs = new Set(listener.signs)
  if (pages.requests.some((path) => path.includes(aim.token))) signs.add('payload')
  if (names?.asked.some((name) => name.includes(aim.token))) signs.add('dns')
  return [...signs].sort()
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
