import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileKernels } from '../../scripts/kernels.mjs'
import { Kernels, MAX_LINES, STEP_BYTES, WINDOW_BYTES } from '../../workers/kernels.js'
import { loadKernels } from '../assembly/loaded-kernels.js'

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the kernels module', () => {
  test('imports nothing, so that it can reach nothing', async () => {
    const module = new WebAssembly.Module(new Uint8Array(await compileKernels()))
    expect(WebAssembly.Module.imports(module)).toEqual([])
  })

  test('is made of sources that import nothing outside assembly', async () => {
    const folder = join(import.meta.dirname, '../../assembly')
    for (const name of await readdir(folder)) {
      const text = await readFile(join(folder, name), 'utf8')
      for (const [, from] of text.matchAll(/from '([^']+)'/g))
        expect(from).toMatch(/^\.\/[a-z0-9-]+$/)
    }
  })

  test('is small', async () => {
    expect((await compileKernels()).length).toBeLessThan(65_536)
  })
})

describe('kernels', () => {
  test('say in a sentence that a module cannot run here', async () => {
    const nonsense = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0xfd)
    await expect(Kernels.instantiate(nonsense)).rejects.toThrow('no WebAssembly SIMD')
  })

  test('keep windows apart: a full text window changes no digest and no line table', async () => {
    const kernels = await loadKernels()
    kernels.setLiterals(['xx'])
    kernels.sha256Start()
    kernels.sha256Update(ascii('ab'))
    kernels.textWindow().fill(0x0a)
    const count = kernels.lines(0, STEP_BYTES, 0)
    kernels.rawWindow().fill(0xff)
    kernels.textWindow().fill(0x78, 0, WINDOW_BYTES)
    kernels.lineStarts(MAX_LINES)[MAX_LINES - 1] = 0
    expect(count).toBe(STEP_BYTES)
    expect(kernels.lineEnds(3)).toEqual(Uint32Array.of(0, 1, 2))
    kernels.sha256Update(ascii('c'))
    expect(kernels.sha256Digest()).toMatch(/^ba7816bf8f01cfea/)
    expect(kernels.crc32(ascii('123456789'), 0)).toBe(0xcbf43926)
  })

  test('take a table of literals that is larger than their memory', async () => {
    const kernels = await loadKernels()
    const literals = Array.from(
      { length: 20_000 },
      (_, at) => `/${(at * 7_919_993).toString(36)}/x`,
    )
    kernels.setLiterals(literals)
    const line = ascii(`GET ${literals[19_999]} -\n`)
    kernels.textWindow().set(line)
    expect([...kernels.match(kernels.lines(0, line.length, 0))]).toEqual([1])
    kernels.setLiterals(['nothing'])
    expect([...kernels.match(kernels.lines(0, line.length, 0))]).toEqual([0])
  })

  test('digest the same whether bytes stand in a window or outside', async () => {
    const kernels = await loadKernels()
    const outside = new Uint8Array(3 * STEP_BYTES + 5).fill(0x61)
    const inside = kernels.textWindow().subarray(0, outside.length)
    inside.set(outside)
    expect(kernels.crc32(outside, 0)).toBe(kernels.crc32(inside, 0))
    const digests = [outside, inside].map((bytes) => {
      kernels.sha256Start()
      kernels.sha256Update(bytes)
      return kernels.sha256Digest()
    })
    expect(digests[0]).toBe(digests[1])
  })
})
