import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) return filesUnder(path)
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(IMPORT)].map(([, type, target = '']) => ({
    from: file,
    to: target.startsWith('.')
      ? relative(root, resolve(root, dirname(file), target)).replace(/\.js$/, '')
      : target,
    typeOnly: type !== undefined,
  }))
}

const product = [...filesUnder('src'), ...filesUnder('workers'), ...filesUnder('assembly')]
const imports = product.flatMap(importsOf)
const offending = (wrong: (one: Import) => boolean) =>
  imports.filter(wrong).map(({ from, to }) => `${from} → ${to}`)

describe('who may import whom', () => {
  it('finds imports at all', () => {
    expect(imports.length).toBeGreaterThan(100)
  })

  it('the model imports nothing outside the model', () => {
    expect(
      offending(({ from, to }) => from.startsWith('src/model/') && !to.startsWith('src/model/')),
    ).toEqual([])
  })

  it('kernels import only kernels', () => {
    expect(
      offending(({ from, to }) => from.startsWith('assembly/') && !to.startsWith('assembly/')),
    ).toEqual([])
  })

  it('the page takes only types from the workers', () => {
    expect(
      offending(
        ({ from, to, typeOnly }) =>
          from.startsWith('src/') && to.startsWith('workers/') && !typeOnly,
      ),
    ).toEqual([])
  })

  it('workers take nothing from the page but the model', () => {
    expect(
      offending(
        ({ from, to }) =>
          from.startsWith('workers/') && to.startsWith('src/') && !to.startsWith('src/model/'),
      ),
    ).toEqual([])
  })

  it('the shell imports nothing of the app', () => {
    expect(
      offending(({ from, to }) => from.startsWith('src/shell/') && !to.startsWith('src/shell/')),
    ).toEqual([])
  })

  it('nothing below the entry point imports the views', () => {
    const views = [
      'answer',
      'timeline',
      'findings',
      'events',
      'coverage',
      'intake',
      'share',
      'privacy',
    ]
    expect(
      offending(
        ({ from, to }) =>
          from.startsWith('src/case/') && views.some((view) => to.startsWith(`src/${view}/`)),
      ),
    ).toEqual([])
  })

  it('a parser never imports a parser, a detection never a detection', () => {
    for (const room of ['parsers', 'detections', 'correlations']) {
      const list = readFileSync(join(root, `workers/${room}/index.ts`), 'utf8')
      const listed = new Set(
        [...list.matchAll(/from '\.\/([^']+)\.js'/g)].map(([, name]) => `workers/${room}/${name}`),
      )
      for (const contract of ['parser', 'detection', 'correlation']) {
        listed.delete(`workers/${room}/${contract}`)
      }
      expect(
        offending(({ from, to }) => listed.has(from.replace(/\.ts$/, '')) && listed.has(to)),
      ).toEqual([])
    }
  })

  it('the demo knows nothing of detections, baseline or builds', () => {
    expect(
      offending(
        ({ from, to }) =>
          from.startsWith('workers/demo/') &&
          /detections|correlations|verdict|tables|builds|web-baseline/.test(to),
      ),
    ).toEqual([])
  })

  it('only kernels.ts touches the wasm module, only one file starts workers (a probe tries to, in vain)', () => {
    const users = (pattern: RegExp) =>
      product.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')))
    expect(users(/WebAssembly\.(?!Memory)/)).toEqual(['workers/kernels.ts'])
    expect(users(/new Worker\(/).filter((file) => file !== 'src/self-test/probes.ts')).toEqual([
      'src/case/workers.ts',
    ])
  })

  it('no file has grown past 500 lines', () => {
    const long = product
      .filter((file) => !file.startsWith('src/model/tables/'))
      .filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 500)
    expect(long).toEqual([])
  })
})
