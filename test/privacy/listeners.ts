import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What a channel brought to light: bytes, a bare connection, a datagram, a name asked for. */
export type Sign = 'payload' | 'connect' | 'udp' | 'dns'

/** One channel's own ports, so that even a connection without a byte is known by its port. */
export interface Listener {
  readonly port: number
  readonly udpPort: number
  readonly signs: ReadonlySet<Sign>
  close(): void
}

const ANSWER =
  'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\naccess-control-allow-origin: *\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'

/** With a UDP socket only where asked for (else its port is 0). */
export async function listen(withUdp: boolean): Promise<Listener> {
  const signs = new Set<Sign>()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    signs.add('connect')
    sockets.add(socket)
    socket.on('data', () => {
      signs.add('payload')
      if (socket.writable) socket.end(ANSWER)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  const port = await bindTcp(server)
  const udp = withUdp ? createSocket('udp4') : null
  udp?.on('message', () => signs.add('udp'))
  const udpPort = udp ? await bindUdp(udp, '0.0.0.0') : 0
  return {
    port,
    udpPort,
    signs,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      udp?.close()
    },
  }
}

export function bindTcp(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

export function bindUdp(socket: UdpSocket, address: string, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, address, () => {
      resolve(socket.address().port)
    })
  })
}
