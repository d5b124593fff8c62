import type { ListedEntry } from '../protocol.js'
import { openEntry } from '../zip/entry-stream.js'
import { DATA_NAME, MAX_METADATA_BYTES, METADATA_NAME, whyNoPassword } from '../zip/velociraptor.js'

/** Says of a container that Velociraptor secured with a public key that no password opens it. */
export async function markSecured(
  file: Blob,
  name: string,
  entries: readonly ListedEntry[],
): Promise<readonly ListedEntry[]> {
  const metadata = entries.find(({ rawPath }) => rawPath === METADATA_NAME)
  const isData = (one: ListedEntry) => one.encrypted && one.rawPath === DATA_NAME
  if (!metadata || metadata.size > MAX_METADATA_BYTES || !entries.some(isData)) return entries
  const opened = await openEntry(file, { ...metadata, index: 0 })
  if ('reason' in opened) return entries
  const notReadReason = whyNoPassword(await new Response(opened.stream).text(), name)
  if (notReadReason === '') return entries
  return entries.map((one) => (isData(one) ? { ...one, notReadReason } : one))
}
