/** `npm start`: sets up, builds and serves the page on loopback. */
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import { ensurePackages } from './setup.mjs'

ensurePackages()
const { buildPage } = await import('./build.mjs')
const { path } = await buildPage()

const port = Number(process.env.PORT ?? 4173)
const server = createServer((request, response) => {
  if (request.method !== 'GET' || (request.url ?? '').split('?')[0] !== '/') {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  createReadStream(path).pipe(response)
})
server.on('error', (error) => {
  console.error(
    `The page could not be served on port ${port}: ${error.message}. Try PORT=4200 npm start`,
  )
  process.exit(1)
})
server.listen(port, '127.0.0.1', () => {
  console.log(`\nAfterpatch is at http://127.0.0.1:${server.address().port}/`)
  console.log(`The same file opens without a server: ${path}`)
  console.log('Press "See it with the demo case" there. Ctrl+C stops.')
})
