import type { EventSink } from '../../event-sink.js'
import { AddressReader } from '../shared/address.js'
import { LastRun } from '../shared/bytes.js'
import type { NoiseJudge } from '../shared/noise.js'

/** The server's own addresses, as its rows state them, and whether a request came from one. */
export class SelfAddresses {
  private readonly own = new Set<number>()
  private readonly last = new LastRun()
  private readonly address = new AddressReader()

  constructor(
    private readonly sink: EventSink,
    private readonly noise: NoiseJudge,
    /** Told of each cell that differs from the one before. */
    private readonly onCell: (bytes: Uint8Array, start: number, end: number) => void,
  ) {}

  /** A row's server address. */
  note(bytes: Uint8Array, start: number, end: number): void {
    if (this.last.is(bytes, start, end)) return
    this.last.keep(bytes, start, end)
    this.onCell(bytes, start, end)
    const { sink, address, own } = this
    if (!address.read(bytes, start, end)) return
    const server = sink.intern(bytes, address.start, address.end)
    if (own.has(server)) return
    own.add(server)
    sink.ownAddresses.add(sink.text(server))
  }

  /**
   * By client and forwarded address, 0 for none. A forwarded address is a client's word and cannot
   * say alone that a request came from the server itself.
   */
  sent(peer: number, forwarded: number): boolean {
    const { noise } = this
    if (peer === 0 || !(noise.isSelf(peer) || this.own.has(peer))) return false
    return forwarded === 0 || forwarded === peer || noise.isSelf(forwarded)
  }
}
