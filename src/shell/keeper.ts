/**
 * One copy of the open case, kept in this browser so that a crashed tab comes back. The shell looks into
 * nothing: bytes come in, are encrypted, and go out again to whoever knows the passphrase.
 */
const DATABASE = 'afterpatch'
const STORE = 'kept'
const COPY = 'case'
/** What OWASP asks for of PBKDF2 with SHA-256 (Password Storage Cheat Sheet). */
const ITERATIONS = 600_000
const SALT_BYTES = 16
/** As NIST SP 800-38D has it. */
const VECTOR_BYTES = 12

interface Stored {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly salt: Uint8Array<ArrayBuffer>
  readonly vector: Uint8Array<ArrayBuffer>
  readonly bytes: ArrayBuffer
}

/** Why no copy can be kept here, '' where one can. */
export function whyNot(): string {
  if (!isSecureContext || !('subtle' in crypto)) return 'this page was not opened securely'
  return 'indexedDB' in globalThis ? '' : 'this browser has no storage'
}

/** When the copy was made, '' where there is none. */
export async function keptSince(): Promise<string> {
  if (whyNot() !== '') return ''
  return (await stored())?.at ?? ''
}

export async function keepCopy(copy: Blob, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const vector = crypto.getRandomValues(new Uint8Array(VECTOR_BYTES))
  const key = await keyOf(passphrase, salt)
  const plain = await copy.arrayBuffer()
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: vector }, key, plain)
  const at = new Date().toISOString()
  const kept: Stored = { at, salt, vector, bytes }
  await inStore('readwrite', (store) => store.put(kept, COPY))
  return at
}

/** Rejects where the passphrase is another one, or the copy was changed. */
export async function openCopy(passphrase: string): Promise<ArrayBuffer> {
  const copy = await stored()
  if (!copy) throw new Error('no case is kept here')
  const key = await keyOf(passphrase, copy.salt)
  try {
    return await crypto.subtle.decrypt({ name: 'AES-GCM', iv: copy.vector }, key, copy.bytes)
  } catch {
    throw new Error('that is not the passphrase')
  }
}

export async function wipeCopy(): Promise<void> {
  await request(indexedDB.deleteDatabase(DATABASE))
}

async function stored(): Promise<Stored | undefined> {
  return (await inStore('readonly', (store) => store.get(COPY))) as Stored | undefined
}

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const words = new TextEncoder().encode(passphrase)
  const base = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', salt, iterations: ITERATIONS, hash: 'SHA-256' }
  const kind = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(how, base, kind, false, ['encrypt', 'decrypt'])
}

async function inStore<T>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const opening = indexedDB.open(DATABASE, 1)
  let made = false
  opening.onupgradeneeded = () => {
    made = true
    // Looking leaves nothing behind: only what is kept makes a store.
    if (mode === 'readonly') opening.transaction?.abort()
    else opening.result.createObjectStore(STORE)
  }
  const database = await request(opening).catch((error: unknown) => {
    if (made && mode === 'readonly') return null
    throw error
  })
  if (!database) return undefined
  try {
    return await request(run(database.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    database.close()
  }
}

function request<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => {
      resolve(asked.result)
    }
    asked.onerror = () => {
      reject(new Error(asked.error?.message ?? 'the storage refused'))
    }
  })
}
