import { configure, BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js'

configure({ useWebWorkers: false })

export interface Sealed {
  readonly content: string | Uint8Array<ArrayBuffer> | Blob
  readonly password?: string | Uint8Array
  /** AES of 128, 192 or 256 bits; without it, traditional encryption. */
  readonly strength?: 1 | 2 | 3
  readonly level?: number
}

/** An archive whose entries are each encrypted as told. */
export async function sealedZip(
  entries: Readonly<Record<string, Sealed>>,
  name = 'sealed.zip',
): Promise<File> {
  const writer = new ZipWriter(new BlobWriter('application/zip'))
  for (const [path, { content, password, strength, level }] of Object.entries(entries)) {
    const how =
      password === undefined
        ? {}
        : {
            ...(typeof password === 'string' ? { password } : { rawPassword: password }),
            ...(strength ? { encryptionStrength: strength } : { zipCrypto: true }),
          }
    await writer.add(path, new BlobReader(new Blob([content])), { level: level ?? 6, ...how })
  }
  return new File([await writer.close()], name)
}
