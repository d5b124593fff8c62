import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const sourceFolder = join(root, 'assembly')
const cacheFolder = join(root, 'node_modules', '.cache', 'kernels')
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--use', 'abort=']

let compiled

/**
 * Bytes of the kernels' WebAssembly module, which imports nothing and exports its memory. The same
 * sources give the same bytes; they are kept in memory and, by a hash of the sources, on disk.
 * @returns {Promise<Uint8Array>}
 */
export async function compileKernels() {
  compiled ??= readOrCompile()
  return compiled
}

async function readOrCompile() {
  const sources = await readSources()
  const cached = join(cacheFolder, `${hashOf(sources)}.wasm`)
  try {
    return new Uint8Array(await readFile(cached))
  } catch {
    const wasm = await compile(sources)
    await mkdir(cacheFolder, { recursive: true })
    const unfinished = `${cached}.${process.pid}`
    await writeFile(unfinished, wasm)
    await rename(unfinished, cached)
    return wasm
  }
}

async function readSources() {
  const names = (await readdir(sourceFolder)).filter((name) => name.endsWith('.ts')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(sourceFolder, name), 'utf8')))
  return new Map(names.map((name, index) => [`assembly/${name}`, texts[index]]))
}

function hashOf(sources) {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json')
  return createHash('sha256')
    .update(JSON.stringify([version, options, ...sources]))
    .digest('hex')
}

async function compile(sources) {
  const { default: asc } = await import('assemblyscript/asc')
  let wasm
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', '--outFile', 'kernels.wasm', ...options],
    {
      readFile: (name) => sources.get(name.replaceAll('\\', '/')) ?? null,
      writeFile: (_name, contents) => {
        wasm = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !wasm) throw new Error(`the kernels do not compile\n${stderr.toString()}`)
  return new Uint8Array(wasm)
}
