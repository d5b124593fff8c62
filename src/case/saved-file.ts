import { MANIFEST_NAME } from '../model/saved-case.js'
import type { Drop } from './session.js'

const LOCAL_SIZE = 30
const NAME_LENGTH_AT = 26
/** Nobody drops more saved cases; files of a folder are evidence. */
const MOST_LOOKED_AT = 64

/** Whether a file is a case that was saved: its first entry says so, whatever it is called. */
async function isSavedCase(file: Blob): Promise<boolean> {
  const wanted = LOCAL_SIZE + MANIFEST_NAME.length
  const head = new Uint8Array(await file.slice(0, wanted).arrayBuffer())
  if (head.length < wanted || head[0] !== 0x50 || head[1] !== 0x4b) return false
  const name = new TextDecoder().decode(head.subarray(LOCAL_SIZE))
  return head[NAME_LENGTH_AT] === MANIFEST_NAME.length && name === MANIFEST_NAME
}

/** The saved cases among what was dropped, and the rest. */
export async function splitSaved(
  drops: readonly Drop[],
): Promise<{ readonly saved: readonly File[]; readonly rest: readonly Drop[] }> {
  const saved: File[] = []
  const rest: Drop[] = []
  for (const drop of drops) {
    const few = drop.folder === '' && drop.files.length <= MOST_LOOKED_AT
    const are = await Promise.all(
      // What cannot be read is told where it is listed.
      drop.files.map(async ({ file }) => few && (await isSavedCase(file).catch(() => false))),
    )
    saved.push(...drop.files.filter((_, at) => are[at]).map(({ file }) => file))
    const files = drop.files.filter((_, at) => !are[at])
    if (files.length > 0) rest.push({ ...drop, files })
  }
  return { saved, rest }
}
