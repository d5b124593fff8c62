import { createServer } from 'node:http'
import { bindTcp } from './listeners.js'

export interface PageServer {
  readonly origin: string
  /** Paths of all requests but those for the pages themselves. */
  readonly requests: readonly string[]
  close(): void
}

/** Serves pages by path and notes every other request, body included. */
export async function servePages(pages: Readonly<Record<string, string>>): Promise<PageServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const page = pages[path]
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
      return
    }
    // Browsers ask for it of themselves, once for each site.
    if (path !== '/favicon.ico') requests.push(path)
    response.writeHead(200, { 'content-type': 'text/javascript' }).end('"ok"')
  })
  const port = await bindTcp(server)
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    requests,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
