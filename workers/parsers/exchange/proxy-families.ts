import { familyIndex, httpProxyFamily } from '../../../src/model/families.js'
import type { EventSink } from '../../event-sink.js'

/** Families of HttpProxy records, by the protocol that they state. */
export class ProxyFamilies {
  private readonly ofFolder: number
  private readonly known = new Map<number, number>()
  private lastProtocol = 0
  private lastFamily = 0

  constructor(
    path: string,
    private readonly sink: EventSink,
  ) {
    const folder = /(?:^|\/)httpproxy\/([^/]+)\//i.exec(path)?.[1] ?? ''
    this.ofFolder = familyIndex(httpProxyFamily(folder))
  }

  /** Index of the family for a protocol's interned string; the folder's where it is empty. */
  of(protocol: number): number {
    if (protocol === 0) return this.ofFolder
    if (protocol === this.lastProtocol) return this.lastFamily
    let family = this.known.get(protocol)
    if (family === undefined) {
      family = familyIndex(httpProxyFamily(this.sink.text(protocol)))
      this.known.set(protocol, family)
    }
    this.lastProtocol = protocol
    this.lastFamily = family
    return family
  }
}
