import type { EventKey, LogRecord } from '../detection.js'
import { commandText } from './command-text.js'

export const SERVICE_EVENTS: readonly EventKey[] = [
  { family: 'evtx-system', ids: [7045] },
  { family: 'evtx-security', ids: [4697] },
]

/** A service that was installed, or that the registry holds; texts in lower case. */
export interface InstalledService {
  readonly name: string
  /** Command that it is started with, `\??\` and quotes as written. */
  readonly command: string
}

/** Service Control Manager and the security log tell of new ones, the registry of all there are. */
export function serviceOf(record: LogRecord): InstalledService | null {
  const { event, family } = record
  if (!event) return family === 'registry' ? serviceOfKey(record) : null
  const isSystem =
    family === 'evtx-system' && event.provider.toLowerCase() === 'service control manager'
  if (!(isSystem && event.id === 7045) && !(family === 'evtx-security' && event.id === 4697))
    return null
  return {
    name: event.data('ServiceName').toLowerCase(),
    command: commandText(event.data(isSystem ? 'ImagePath' : 'ServiceFileName')),
  }
}

/** `SYSTEM\…\Services\name: command; shown as …` */
function serviceOfKey({ method, stem }: LogRecord): InstalledService | null {
  if (!/^(?:SERVICE|DRIVER)\b/.test(method)) return null
  const split = stem.indexOf(': ')
  const key = split < 0 ? stem : stem.slice(0, split)
  const name = /\\services\\([^\\]+)/.exec(key)?.[1] ?? ''
  const [command = ''] = split < 0 ? [] : stem.slice(split + 2).split('; ', 1)
  return { name, command: commandText(command) }
}
