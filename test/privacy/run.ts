import { readFile, writeFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { pathToFileURL } from 'node:url'
import type { Engine } from './engines.js'
import { serveNames } from './name-server.js'
import { servePages } from './page-server.js'
import { runEngine, SUFFIX, type EngineResult } from './run-engine.js'

export interface Order {
  readonly engines: readonly Engine[]
  readonly armed: string
  readonly control: string
  /** Whether this is a network namespace with a name server's place to fill. */
  readonly isolated: boolean
  readonly result: string
}

export interface RunResult {
  readonly engines: readonly EngineResult[]
  /** Names that the browsers asked for of themselves. */
  readonly otherNames: readonly string[]
  readonly failures: readonly string[]
}

/** Carries out an order read from a file, all engines side by side, and writes the result. */
export async function run(orderPath: string): Promise<void> {
  const order = JSON.parse(await readFile(orderPath, 'utf8')) as Order
  const pages = await servePages({
    '/armed.html': await readFile(order.armed, 'utf8'),
    '/control.html': await readFile(order.control, 'utf8'),
  })
  const names = order.isolated ? await serveNames(SUFFIX) : null
  const around = {
    pages,
    names,
    udpHost: ownAddress(),
    armedFileUrl: pathToFileURL(order.armed).href,
  }
  const settled = await Promise.allSettled(order.engines.map((engine) => runEngine(engine, around)))
  const result: RunResult = {
    engines: settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    otherNames: [...new Set(names?.asked)].filter((name) => !name.endsWith(SUFFIX)),
    failures: settled.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : [])),
  }
  names?.close()
  pages.close()
  await writeFile(order.result, JSON.stringify(result, null, 1))
}

/** WebRTC gathers no candidates on loopback: an own address of another interface, if there is. */
function ownAddress(): string {
  const outer = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)
  return outer?.address ?? '127.0.0.1'
}
