import type { Progress, ScanTask, Unlocked } from '../protocol.js'
import { tryPassword } from '../zip/encrypted.js'
import { encodeCp437 } from '../zip/entry-name.js'

/**
 * Tries one password on encrypted entries. Deriving a key from it takes a millisecond or two an entry
 * (a thousand rounds, on purpose), so this tells of itself after each.
 */
export async function unlock(
  tasks: readonly ScanTask[],
  password: string,
  onProgress: (progress: Progress) => void,
): Promise<Unlocked[]> {
  const forms = passwordForms(password)
  const unlocked: Unlocked[] = []
  for (const task of tasks) {
    unlocked.push(await unlockOne(task, forms))
    onProgress({ entry: task.entry.index, offset: 0, events: 0 })
  }
  return unlocked
}

async function unlockOne(
  { file, entry }: ScanTask,
  forms: readonly Uint8Array[],
): Promise<Unlocked> {
  let doubtful: Uint8Array | null = null
  for (const password of forms) {
    const result = await tryPassword(file, entry, password)
    if (typeof result === 'object') return { ...result, password: null, doubtful: false }
    if (result === 'opens') return { password, doubtful: false, reason: '' }
    if (result === 'doubtful') doubtful ??= password
  }
  return { password: doubtful, doubtful: doubtful !== null, reason: '' }
}

/**
 * A password as bytes. Tools of today take its UTF-8; older ones on Windows took the code page of the
 * window or that of the console.
 */
function passwordForms(password: string): Uint8Array[] {
  const forms: Uint8Array[] = [new TextEncoder().encode(password)]
  if (/^[\x20-\x7e]*$/.test(password)) return forms
  if (/^[\x20-\x7e\xa0-\xff]*$/.test(password)) {
    forms.push(Uint8Array.from(password, (char) => char.charCodeAt(0)))
  }
  const console = encodeCp437(password)
  if (console) forms.push(console)
  return forms
}
