import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import JSZip from 'jszip'
import { describe, expect, it } from 'vitest'
import { gzipOf, joined, paxRecord, tarOf } from '../zip/archives.js'
import { sealedZip } from '../zip/encrypted-archives.js'
import { everythingIn, type Found } from './unpacking.js'

const LOG = `#Fields: date time\r\n${'2021-03-03 00:00:00\r\n'.repeat(200)}`
const U_EX = 'C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log'

type Content = string | Uint8Array<ArrayBuffer>

async function zipOf(
  files: Readonly<Record<string, Content>>,
  compression: 'STORE' | 'DEFLATE' = 'DEFLATE',
): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new JSZip()
  for (const [path, content] of Object.entries(files)) zip.file(path, content)
  return new Uint8Array(await zip.generateAsync({ type: 'arraybuffer', compression }))
}

const fileOf = (content: Content, name: string): File => new File([content], name)
const paths = (found: readonly Found[]) => found.map(({ entry }) => entry.path)
const leaf = (found: readonly Found[]): Found => {
  const last = found.at(-1)
  if (!last) throw new Error('nothing found')
  return last
}

describe('a zip inside a zip', () => {
  it.each(['STORE', 'DEFLATE'] as const)('is opened, %s', async (compression) => {
    const inner = await zipOf({ [U_EX]: LOG }, compression)
    const found = await everythingIn(
      fileOf(await zipOf({ 'MX01.zip': inner }, compression), 'a.zip'),
    )
    expect(found.map(({ state }) => state)).toEqual(['archive', 'file'])
    expect(leaf(found).entry).toMatchObject({
      path: 'MX01.zip/C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log',
      rawPath: U_EX,
      machine: 'MX01',
      depth: 1,
      priority: 2,
    })
    expect(await leaf(found).text()).toBe(LOG)
  })

  it('of several servers keeps them apart', async () => {
    const packages = {
      'MX01.zip': await zipOf({ [U_EX]: LOG }),
      'MX02.zip': await zipOf({ [U_EX]: LOG }),
    }
    const found = await everythingIn(fileOf(await zipOf(packages), 'all.zip'))
    const files = found.filter(({ state }) => state === 'file')
    expect(files.map(({ entry }) => entry.machine).sort()).toEqual(['MX01', 'MX02'])
  })

  it('of a folder is opened wherever it lies', async () => {
    const found = await everythingIn(fileOf(await zipOf({ [U_EX]: LOG }), 'deep/MX01.zip'), {
      kind: 'folder',
    })
    expect(await leaf(found).text()).toBe(LOG)
  })

  it('that is encrypted waits for its password, and so does what is in it', async () => {
    const inner = await sealedZip({ [U_EX]: { content: LOG, password: 'p', strength: 3 } })
    const outer = await sealedZip({ 'data.zip': { content: inner, password: 'p' } })
    expect((await everythingIn(outer)).map(({ state }) => state)).toEqual(['locked'])
    const found = await everythingIn(outer, { password: 'p' })
    expect(found.map(({ state }) => state)).toEqual(['archive', 'file'])
    expect(await leaf(found).text()).toBe(LOG)
  })
})

describe('.gz', () => {
  it('of a log reads as the log', async () => {
    const found = await everythingIn(fileOf(gzipOf(LOG), 'W3SVC1/u_ex210303.log.gz'))
    expect(paths(found)).toEqual(['W3SVC1/u_ex210303.log.gz', 'W3SVC1/u_ex210303.log'])
    expect(leaf(found).entry).toMatchObject({ size: LOG.length, method: 'deflate', priority: 2 })
    expect(await leaf(found).text()).toBe(LOG)
  })

  it('of several members reads as one file', async () => {
    const found = await everythingIn(
      fileOf(joined(gzipOf(LOG), gzipOf('more\r\n'), gzipOf('')), 'a.log.gz'),
    )
    expect(leaf(found).warnings).toEqual([])
    expect(await leaf(found).text()).toBe(`${LOG}more\r\n`)
  })

  it('padded with zeros is whole; followed by other bytes it says so', async () => {
    const padded = await everythingIn(fileOf(joined(gzipOf(LOG), new Uint8Array(512)), 'a.log.gz'))
    expect(padded[0]?.warnings).toEqual([])
    const junk = joined(gzipOf(LOG), new TextEncoder().encode('junk'))
    const followed = await everythingIn(fileOf(junk, 'a.log.gz'))
    expect(followed[0]?.warnings).toEqual([
      'bytes stand behind the end of the .gz; they are not read',
    ])
    expect(await leaf(followed).text()).toBe(LOG)
  })

  it.each([0.5, 0.9])('cut off at %f gives what it has and says so', async (share) => {
    const varied = Array.from({ length: 9_000 }, (_, at) => String((at * 2654435761) % 1e9)).join(
      '\n',
    )
    const whole = gzipOf(varied)
    const cut = whole.slice(0, Math.floor(whole.length * share))
    const found = await everythingIn(fileOf(cut, 'a.log.gz'))
    expect(found[0]?.warnings).toEqual(['the .gz is damaged; what comes before is read'])
    const text = await leaf(found).text()
    expect(text.length).toBeGreaterThan(varied.length * share * 0.8)
    expect(varied.startsWith(text)).toBe(true)
  })

  it('whose checksum or size is wrong says so', async () => {
    const bytes = gzipOf(LOG)
    bytes[bytes.length - 1] = 9
    bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 1
    const found = await everythingIn(fileOf(bytes, 'a.log.gz'))
    expect(found[0]?.warnings).toEqual([
      'the checksum of the .gz differs',
      'the size that the .gz states differs',
    ])
  })

  it('with name, comment, extra field and header checksum is read', async () => {
    const plain = gzipOf(LOG)
    const header = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2, 97, 0, 98, 0, 7, 7]
    const found = await everythingIn(
      fileOf(joined(Uint8Array.from(header), plain.slice(10)), 'a.log.gz'),
    )
    expect(await leaf(found).text()).toBe(LOG)
  })

  it('that is a bomb of several members stops at the limit', async () => {
    const million = gzipOf(new Uint8Array(1 << 20))
    const bomb = joined(million, million, million, million)
    const found = await everythingIn(fileOf(bomb, 'a.log.gz'), { limits: { bytes: 2_500_000 } })
    expect(found[0]?.warnings).toEqual(['the .gz is read up to here'])
    expect(leaf(found).entry.size).toBeLessThanOrEqual(2_500_000)
  })

  it('that is no .gz is the log that it is', async () => {
    const found = await everythingIn(fileOf('just text\r\n', 'old.log.gz'))
    expect(found.map(({ state }) => state)).toEqual(['file'])
    expect(await leaf(found).text()).toBe('just text\r\n')
  })
})

describe('.tar', () => {
  it.each(['.tar', '.tar.gz', '.tgz'])('%s gives its files', async (end) => {
    const tar = tarOf([
      { name: 'C/', type: '5' },
      { name: U_EX, content: LOG },
      { name: 'x.log', prefix: 'C/deep', content: 'x' },
      { name: 'link', type: '2' },
    ])
    const found = await everythingIn(fileOf(end === '.tar' ? tar : gzipOf(tar), `MX01${end}`))
    const files = found.filter(({ state }) => state === 'file')
    const tarPath = 'MX01.tar'
    expect(paths(files)).toEqual([
      `${tarPath}/C:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log`,
      `${tarPath}/C:/deep/x.log`,
      `${tarPath}/link`,
    ])
    expect(await files[0]?.text()).toBe(LOG)
    expect(files[0]?.entry.modified).toBe(1_614_729_600e6)
    expect(files[2]?.reason).toBe('a link: it holds no bytes of its own')
  })

  it('with long names of GNU and pax, and the size in pax, is read', async () => {
    const long = `${'folder/'.repeat(30)}u_ex210303.log`
    const tar = tarOf([
      { name: '././@LongLink', type: 'L', content: `${long}\0` },
      { name: 'short', content: 'gnu' },
      {
        name: 'pax',
        type: 'x',
        content: paxRecord('path', `Grüße/${long}`) + paxRecord('size', '3'),
      },
      { name: 'short', content: 'pax', size: '00000000000\0' },
    ])
    const found = await everythingIn(fileOf(tar, 'a.tar'))
    expect(found.slice(1).map(({ entry }) => entry.rawPath)).toEqual([long, `Grüße/${long}`])
    expect(await found[1]?.text()).toBe('gnu')
    expect(await found[2]?.text()).toBe('pax')
  })

  it('cut off gives the whole members and part of the last', async () => {
    const tar = tarOf([
      { name: 'a.log', content: 'whole' },
      { name: 'b.log', content: LOG },
    ])
    const found = await everythingIn(fileOf(tar.slice(0, 1024 + 512 + 100), 'a.tar'))
    expect(found[0]?.warnings).toEqual(['the tar ends inside b.log; it is read up to there'])
    expect(await found[1]?.text()).toBe('whole')
    expect(await found[2]?.text()).toBe(LOG.slice(0, 100))
    expect(found[2]?.entry).toMatchObject({ size: LOG.length, compressedSize: 100 })
  })

  it('with a damaged header goes on at the next', async () => {
    const tar = tarOf([
      { name: 'a.log', content: 'aaa' },
      { name: 'b.log', content: 'bbb' },
      { name: 'c.log', content: 'ccc' },
    ])
    tar[1024] = 0x7a
    const found = await everythingIn(fileOf(tar, 'a.tar'))
    expect(found.slice(1).map(({ entry }) => entry.rawPath)).toEqual(['a.log', 'c.log'])
    expect(found[0]?.warnings).toEqual([
      'a header of the tar is damaged; the next good one is searched for',
    ])
  })

  it.each(['77777777777\0', `\u0000\u0000`, '99999999999\0'])(
    'a size of %j hangs nothing',
    async (size) => {
      const found = await everythingIn(
        fileOf(tarOf([{ name: 'a.log', content: LOG, size }]), 'a.tar'),
      )
      expect(found[0]?.state).toBe('archive')
      expect(found.length).toBeGreaterThan(1)
    },
  )

  it('a size in base 256 beyond any file is read up to the end', async () => {
    const tar = tarOf([{ name: 'a.log', content: LOG, size: '' }])
    tar.set([0x80, 0, 0, 0, 0x7f, 255, 255, 255, 255, 255, 255, 255], 124)
    tar.fill(0x20, 148, 156)
    const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0)
    tar.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
    const found = await everythingIn(fileOf(tar, 'a.tar'))
    expect((await leaf(found).text()).startsWith(LOG)).toBe(true)
    expect(found[0]?.warnings).toHaveLength(1)
  })

  it('has no more files listed than the limit', async () => {
    const tar = tarOf(Array.from({ length: 20 }, (_, at) => ({ name: `${String(at)}.log` })))
    const found = await everythingIn(fileOf(tar, 'a.tar'), { limits: { entries: 5 } })
    expect(found).toHaveLength(6)
    expect(found[0]?.warnings).toEqual(['the tar has more files than are listed'])
  })
})

describe('limits and refusals', () => {
  it('an archive in archives is opened to the depth limit, and told beyond', async () => {
    let inner = await zipOf({ 'leaf.log': LOG })
    for (let depth = 0; depth < 8; depth++) inner = await zipOf({ 'in.zip': inner }, 'STORE')
    const found = await everythingIn(fileOf(inner, 'out.zip'))
    expect(found.map(({ state }) => state)).toEqual([
      ...Array<string>(6).fill('archive'),
      'refused',
    ])
    expect(leaf(found).reason).toContain('6 archives inside one another are opened')
  })

  it('a compressed archive that unpacks to more than the limit is refused', async () => {
    const bomb = await zipOf({ 'in.zip': new Uint8Array(4 << 20) })
    const found = await everythingIn(fileOf(bomb, 'out.zip'), { limits: { bytes: 1 << 20 } })
    expect(found).toMatchObject([{ state: 'refused' }])
    expect(found[0]?.reason).toContain('1048576 bytes that are left')
  })

  it.each([
    ['logs.7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7-Zip archive', 'pack it again as a zip'],
    ['logs.rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0], 'a RAR archive', 'unpack it'],
    ['logs.cab', [0x4d, 0x53, 0x43, 0x46, 0, 0], 'a cabinet file', 'unpack it'],
    ['a.log.zst', [0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard file', 'unpack it'],
    ['a.log.xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'an XZ file', 'unpack it'],
    ['a.log.bz2', [0x42, 0x5a, 0x68, 0x39], 'a bzip2 file', 'unpack it'],
    ['disk.vhdx', [...new TextEncoder().encode('vhdxfile')], 'a VHDX disk image', 'mount it'],
    ['disk.e01', [0x45, 0x56, 0x46, 9, 13, 10, 255, 0], 'an EnCase (E01) disk image', 'mount it'],
  ])(
    '%s, loose or in a zip, is not read, and says how to repack it',
    async (name, head, what, advice) => {
      const bytes = Uint8Array.from(head)
      for (const file of [fileOf(bytes, name), fileOf(await zipOf({ [name]: bytes }), 'a.zip')]) {
        const found = await everythingIn(file)
        expect(found).toMatchObject([{ state: 'refused' }])
        expect(found[0]?.reason).toContain(`${what}, which is not read here`)
        expect(found[0]?.reason).toContain(advice)
      }
    },
  )
})

describe('Velociraptor’s secured container', () => {
  const container = (metadata: string) =>
    sealedZip(
      {
        'metadata.json': { content: metadata },
        'data.zip': { content: 'sealed', password: 'p', strength: 3 },
      },
      'Collection-SRV1-2021-03-12T10_11_12Z.zip',
    )

  it.each([
    ['X509', 'velociraptor --config server.config.yaml unzip Collection-SRV1'],
    ['PGP', 'gpg --decrypt'],
  ])('of the scheme %s is refused with the command', async (scheme, command) => {
    const file = await container(JSON.stringify([{ EncryptedPass: 'AAAA', Scheme: scheme }]))
    const found = await everythingIn(file, { password: 'p' })
    const data = found.find(({ entry }) => entry.rawPath === 'data.zip')
    expect(data?.reason).toContain(command)
  })

  it('of the password scheme asks for the password', async () => {
    const found = await everythingIn(await container('{"Scheme":"Password"}'))
    expect(found.map(({ state }) => state)).toEqual(['file', 'locked'])
  })
})

const EVIDENCE = join(process.env.AFTERPATCH_EVIDENCE ?? '../shared/data')
const ABSENT = !existsSync(join(EVIDENCE, 'collectors'))

describe.skipIf(ABSENT)('collectors (needs evidence folder)', () => {
  const load = (name: string) =>
    fileOf(new Uint8Array(readFileSync(join(EVIDENCE, name))), name.replace(/^.*\//, ''))

  it('nested.zip gives the files of its eleven archives', async () => {
    const found = await everythingIn(load('collectors/nested.zip'))
    expect(found.filter(({ state }) => state === 'archive')).toHaveLength(11)
    expect(found.filter(({ state }) => state === 'file')).toHaveLength(55)
  })

  it('nested3.zip gives its leaf', async () => {
    const found = await everythingIn(load('zip/synthetic/nested3.zip'))
    expect(leaf(found).entry).toMatchObject({
      rawPath: expect.stringContaining('leaf.log') as string,
      depth: 3,
    })
  })

  it('encrypted_collector_password.zip waits for its password', async () => {
    const found = await everythingIn(load('collectors/encrypted_collector_password.zip'))
    expect(found).toMatchObject([{ state: 'locked', entry: { rawPath: 'data.zip' } }])
  })
})
