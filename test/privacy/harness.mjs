/** `node harness.mjs ORDER`: run.ts in a Node of its own, so that it can stand in a namespace. */
import { createServer } from 'vite'
import { atRoot } from '../../scripts/root.mjs'

const [order] = process.argv.slice(2)
const server = await createServer({
  configFile: false,
  root: atRoot('.'),
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
let code = 0
try {
  const { run } = await server.ssrLoadModule('/test/privacy/run.ts')
  await run(order)
} catch (error) {
  console.error(error)
  code = 1
}
await server.close()
process.exit(code)
