import type { RecordLocation } from '../../../src/model/event-table.js'
import { actorOf } from '../../verdict/finding-parts.js'
import type { AnalysisInput } from '../../verdict/analysis.js'

/** More addresses than this under one id: somebody wrote it himself. */
const MOST_ADDRESSES = 8

const REQUEST = 'same request'
const SESSION = 'same session in the control panel'

/**
 * From a record that names no address to those that share the id of a request with it, or the canary
 * of a session in the control panel.
 */
export class SessionLinks {
  private readonly addresses = new Map<string, Set<string>>()
  /** Keys of records without an address, by their place. */
  private readonly nameless = new Map<string, readonly (readonly [key: string, by: string])[]>()

  constructor({ table, sessions, ownAddresses }: AnalysisInput) {
    for (const { row, request, canary } of sessions) {
      const host = table.host[row] ?? 0
      const keys = [
        ...(request === '' ? [] : [[`${String(host)} request ${request}`, REQUEST] as const]),
        ...(canary === '' ? [] : [[`${String(host)} canary ${canary}`, SESSION] as const]),
      ]
      if (keys.length === 0) continue
      const actor = actorOf(table.strings[table.client[row] ?? 0] ?? '', ownAddresses[host])
      if (actor === '') {
        const place = { entry: table.entry[row] ?? 0, offset: table.offset[row] ?? 0 }
        this.nameless.set(placeKey(place), keys)
        continue
      }
      for (const [key] of keys) {
        const known = this.addresses.get(key) ?? new Set()
        this.addresses.set(key, known)
        if (known.size <= MOST_ADDRESSES) known.add(actor)
      }
    }
  }

  /** Addresses with how each is linked; none where too many claim to be. */
  of(record: Pick<RecordLocation, 'entry' | 'offset'>): (readonly [address: string, by: string])[] {
    const keys = this.nameless.get(placeKey(record)) ?? []
    return keys.flatMap(([key, by]) => {
      const addresses = this.addresses.get(key)
      if (!addresses || addresses.size > MOST_ADDRESSES) return []
      return [...addresses].map((address) => [address, by] as const)
    })
  }
}

function placeKey({ entry, offset }: Pick<RecordLocation, 'entry' | 'offset'>): string {
  return `${String(entry)}:${String(offset)}`
}
