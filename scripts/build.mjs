/** Builds dist/index.html and prints its size and SHA-256. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { gzipSync } from 'node:zlib'
import { compileKernels } from './kernels.mjs'
import { atRoot } from './root.mjs'

export async function buildPage() {
  await build({ root: atRoot('.'), configFile: atRoot('vite.config.ts'), logLevel: 'warn' })
  const page = await readFile(atRoot('dist/index.html'))
  const sha256 = createHash('sha256').update(page).digest('hex')
  const kilobytes = (bytes) => (bytes / 1024).toFixed(1)
  console.log(
    `dist/index.html  ${kilobytes(page.length)} KiB (${kilobytes(gzipSync(page).length)} KiB gzip)`,
  )
  const kernels = await compileKernels()
  console.log(
    `kernels, one module within  ${kilobytes(kernels.length)} KiB (${kilobytes(gzipSync(kernels).length)} KiB gzip)`,
  )
  console.log(`SHA-256  ${sha256}`)
  return { path: atRoot('dist/index.html'), sha256, size: page.length }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await buildPage()
