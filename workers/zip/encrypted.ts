import type { Entry } from '../../src/model/evidence.js'
import type { Bytes } from '../../src/model/units.js'
import type { ArchiveWarning } from './directory.js'
import { findEncrypted, type Encrypted } from './find-encrypted.js'
import { handover } from './handover.js'
import { inflater } from './inflater.js'
import { BlobReader, READER_OPTIONS, ZipReader } from './library.js'

export const REASON_NO_PASSWORD = 'encrypted: no password given'

/** `doubtful`: the check of a few bits passes, but the data does not read. */
export type Unlocking = 'opens' | 'doubtful' | 'wrong' | { readonly reason: string }

/** As the library names it. */
const WRONG_PASSWORD = 'Invalid password'
const NOT_AUTHENTIC = 'Invalid authentication code'

/**
 * Traditional encryption checks one byte only: every 256th wrong password passes. So much of what
 * then comes out is tried; deflated data of a wrong key breaks within a few hundred bytes.
 */
const TRIED_BYTES: Bytes = 256 * 1024

/** The bytes that were packed, decrypted; still compressed where the entry is. */
export interface Decrypted {
  readonly stream: ReadableStream<Uint8Array>
  readonly size: Bytes
}

/**
 * Decrypts an entry. The stream errors where the password is wrong; data that does not prove
 * authentic is given all the same, with a warning.
 */
export async function openEncrypted(
  file: Blob,
  entry: Entry,
  password: Uint8Array,
  warnings: ArchiveWarning[],
): Promise<Decrypted | { readonly reason: string }> {
  const found = await findEncrypted(file, entry)
  if ('reason' in found) return found
  return { stream: authentic(found, password, warnings), size: found.size }
}

/**
 * Whether a password opens an entry, without reading it whole. One that passes the check but does not
 * read may belong to a damaged entry: see `doubtful`.
 */
export async function tryPassword(
  file: Blob,
  entry: Entry,
  password: Uint8Array,
): Promise<Unlocking> {
  if (password.length === 0) return 'wrong'
  const found = await findEncrypted(file, entry)
  if ('reason' in found) return found
  try {
    await eachEntry(found.archive, (one) =>
      one.getData(new WritableStream(), { rawPassword: password, checkPasswordOnly: true }),
    )
  } catch (error) {
    return messageOf(error) === WRONG_PASSWORD ? 'wrong' : 'doubtful'
  }
  const whole = entry.size <= TRIED_BYTES
  if (found.aes || (entry.method !== 'deflate' && !whole)) return 'opens'
  const stored = entry.method === 'stored'
  const packed = decrypt(found.archive, password, { checkCrc32: stored })
  return (await reads(stored ? packed : packed.pipeThrough(inflater()), entry.size))
    ? 'opens'
    : 'doubtful'
}

async function reads(plain: ReadableStream<Uint8Array>, size: Bytes): Promise<boolean> {
  const reader = plain.getReader()
  try {
    for (let read = 0; read < TRIED_BYTES;) {
      const { done, value } = await reader.read()
      if (done) return read >= size
      read += value.length
    }
    return true
  } catch {
    return false
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/**
 * The library ends at once where the authentication code differs. A damaged entry is evidence still,
 * so the rest is then decrypted without asking for it.
 */
function authentic(
  { archive, aes }: Encrypted,
  password: Uint8Array,
  warnings: ArchiveWarning[],
): ReadableStream<Uint8Array> {
  let reader = decrypt(archive, password, { checkAuthenticationCode: aes }).getReader()
  let given = 0
  let skip = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const next = await reader.read().catch((error: unknown) => {
            if (messageOf(error) !== NOT_AUTHENTIC) throw error
            return null
          })
          if (next === null) {
            const what = 'the authentication code differs: damaged, or the wrong password'
            warnings.push({ offset: NaN, what, wanted: 'HMAC-SHA1 as stated', found: 'another' })
            reader = decrypt(archive, password, {}).getReader()
            skip = given
            continue
          }
          if (next.done) {
            controller.close()
            return
          }
          const fresh = next.value.subarray(Math.min(skip, next.value.length))
          skip -= next.value.length - fresh.length
          if (fresh.length === 0) continue
          given += fresh.length
          controller.enqueue(fresh)
          return
        }
      },
      cancel: () => reader.cancel(),
    },
    { highWaterMark: 0 },
  )
}

function decrypt(
  archive: Blob,
  password: Uint8Array,
  checks: { readonly checkCrc32?: boolean; readonly checkAuthenticationCode?: boolean },
): ReadableStream<Uint8Array> {
  const { readable, writable } = handover()
  const options = {
    checkCrc32: false,
    checkAuthenticationCode: false,
    ...checks,
    rawPassword: password,
  }
  eachEntry(archive, (one) => one.getData(writable, options)).catch((error: unknown) =>
    // Whoever reads the other end gets the error; an already closed one has heard enough.
    writable.abort(error).catch(() => undefined),
  )
  return readable
}

type LibraryEntry = Awaited<ReturnType<ZipReader<unknown>['getEntries']>>[number]
type FileEntry = Extract<LibraryEntry, { directory: false }>

async function eachEntry(archive: Blob, read: (entry: FileEntry) => Promise<unknown>) {
  const reader = new ZipReader(new BlobReader(archive), READER_OPTIONS)
  for await (const entry of reader.getEntriesGenerator()) if (!entry.directory) await read(entry)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
