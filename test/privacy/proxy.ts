import { createServer } from 'node:net'
import { bindTcp } from './listeners.js'

export interface Proxy {
  readonly port: number
  /** First line of each request, in order; `(nothing)` for a bare connection. */
  readonly asked: string[]
  close(): void
}

/** A proxy that lets nothing through: whatever its browser would ask of any network arrives here. */
export async function serveProxy(): Promise<Proxy> {
  const asked: string[] = []
  const server = createServer((socket) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (!text.includes('\r\n')) return
      socket.end(
        'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
      )
    })
    socket.on('error', () => undefined)
    socket.on('close', () => asked.push(text.split('\r\n')[0] || '(nothing)'))
  })
  const port = await bindTcp(server)
  return {
    port,
    asked,
    close() {
      server.close()
    },
  }
}
